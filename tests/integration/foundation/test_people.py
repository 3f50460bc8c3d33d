"""Actors: what roles add up to."""

import pytest

from minghua.foundation.people import operations as people
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.permissions.table import require
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Forbidden, Invalid
from tests.conftest import AT


@pytest.mark.parametrize(
    ("username", "everything", "teams"),
    [
        ("boss", True, ()),
        ("lead", False, ("east_shop",)),
        ("east1", False, ()),
        ("service", True, ()),
    ],
)
def test_scope_follows_the_role(company, username, everything, teams):
    scope = company.actor(username).scope
    assert (scope.everything, scope.team_ids) == (everything, frozenset(getattr(company, team) for team in teams))


def test_team_tree_reaches_the_teams_below(company):
    with unit_of_work(SYSTEM, at=AT):
        company_wide = people.create_user(
            "area", name="区域", password=None, team_id=company.head_office, role_codes=("team_lead",), by=SYSTEM, at=AT
        )
    assert company_wide
    assert company.actor("area").scope.team_ids == {company.head_office, company.east_shop, company.west_shop}


def test_a_field_is_masked_only_where_every_role_masks_it(company):
    with unit_of_work(SYSTEM, at=AT):
        people.create_user("both", name="双", password=None, role_codes=("service", "sales"), by=SYSTEM, at=AT)
    assert company.actor("both").masked == frozenset()
    assert company.actor("service").masked == {"mobile", "phone"}


def test_a_user_name_is_taken_once(company):
    with pytest.raises(people.UserNameTaken), unit_of_work(SYSTEM, at=AT):
        people.create_user("boss", name="另一个", password=None, by=SYSTEM, at=AT)


def test_sales_may_not_manage_people(company):
    actor = company.actor("east1")
    with pytest.raises(Forbidden), unit_of_work(actor, at=AT):
        people.create_user("intruder", name="x", password=None, role_codes=("admin",), by=actor, at=AT)


def test_unknown_permissions_are_refused_by_name(company):
    with pytest.raises(Invalid) as refusal, unit_of_work(SYSTEM, at=AT):
        people.save_role("x", name_zh="x", name_en="x", permissions=("customers.fly",), scope="own", by=SYSTEM, at=AT)
    assert refusal.value.message("en") == "Unknown permissions: customers.fly"


def test_an_unknown_permission_is_a_defect(company):
    with pytest.raises(KeyError):
        require(company.actor("boss"), "customers.fly")

"""Actors: what roles add up to."""

import pytest

from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.people import membership
from minghua.foundation.people import operations as people
from minghua.foundation.people.reach import BeyondSight
from minghua.foundation.people.types import SYSTEM, Actor, Scope
from minghua.foundation.permissions.table import require
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.tokens import operations as tokens
from minghua.foundation.tokens import queries as token_reads
from minghua.foundation.tokens.types import NewToken
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


def keeper(scope: str, masked: tuple[str, ...] = ()) -> Actor:
    """A person who manages roles and people, sees little, and has written nothing into anybody's role."""
    return Actor(
        user_id=1,
        name="管",
        permissions=frozenset({"*"}),
        scope=Scope(everything=scope == "all"),
        masked=frozenset(masked),
    )


@pytest.mark.parametrize(("scope", "masked"), [("all", ("mobile",)), ("team_tree", ("mobile",)), ("own", ())])
def test_nobody_opens_more_than_they_see(company, scope, masked):
    by = keeper("own", masked=("mobile",))
    with pytest.raises(BeyondSight), unit_of_work(by, at=AT):
        people.save_role(
            "sales", name_zh="x", name_en="x", permissions=("*",), scope=scope, masked_fields=masked, by=by, at=AT
        )


def test_nobody_moves_people_into_teams_beyond_their_sight(company):
    by = keeper("own")
    user_id = company.user_ids["east1"]
    with pytest.raises(BeyondSight), unit_of_work(by, at=AT):
        membership.edit_user(
            user_id, name="赵敏", email="", team_id=company.head_office, role_codes=("sales",), by=by, at=AT
        )


@pytest.mark.parametrize("act", ["password", "leaving"])
def test_tokens_end_with_the_password_and_the_account(company, act):
    boss, seller = company.actor("boss"), company.actor("east1")
    with unit_of_work(seller, at=AT):
        text = tokens.create(NewToken(name="t", scopes=("customers.view",)), by=seller, at=AT).text
    assert token_reads.bearer(text, at=AT) is not None
    with unit_of_work(boss, at=AT):
        if act == "password":
            membership.reset_password(seller.user_id, "another-long-pass", by=boss, at=AT)
        else:
            membership.set_active(seller.user_id, active=False, by=boss, at=AT)
            membership.set_active(seller.user_id, active=True, by=boss, at=AT)
    assert token_reads.bearer(text, at=AT) is None


def test_the_record_tells_what_a_role_sees_before_and_after(company):
    boss = company.actor("boss")
    with unit_of_work(boss, at=AT):
        people.save_role(
            "service", name_zh="客服", name_en="Service", permissions=("customers.view",), scope="own", by=boss, at=AT
        )
    data = AuditEvent.objects.order_by("-seq").first().data
    assert data["sight_before"] == {"scope": "all", "teams": [], "masked": ["mobile", "phone"]}
    assert data["sight"] == {"scope": "own", "teams": [], "masked": []}

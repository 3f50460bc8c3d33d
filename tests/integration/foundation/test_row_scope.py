"""The row scope: for every role, exactly the rows that the rule in words allows, on either database."""

import pytest

from minghua.domain.customers.models import Customer, Pool
from minghua.foundation.people.models import Role, User
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.permissions import operations as shares
from minghua.foundation.permissions.row_scope import ROW_SCOPES, UnscopedModel, visible
from tests.company import Company
from tests.conftest import AT

OWNERS = ("boss", "lead", "east1", "east2", "west1", None)


@pytest.fixture
def customers(company: Company) -> dict[str, Customer]:
    """One customer per owner, one of the east shop without an owner, one in the pool, one of nobody."""
    pool = Pool.objects.create(name="公海")
    users = {user.username: user for user in User.objects.all()}
    made = {}
    for name in (*OWNERS, "east-shop", "pool"):
        user = users.get(name or "")
        made[name or "nobody"] = Customer.objects.create(
            number=f"T-{name}",
            kind="person",
            name=name or "nobody",
            owner=user,
            team_id=company.east_shop if name == "east-shop" else user and user.team_id,
            pool=pool if name == "pool" else None,
            created_at=AT,
            updated_at=AT,
        )
    return made


ALL = {"boss", "lead", "east1", "east2", "west1", "nobody", "east-shop", "pool"}


@pytest.mark.parametrize(
    ("username", "seen", "changeable"),
    [
        ("boss", ALL, ALL),
        ("manager", ALL, ALL),
        ("lead", {"lead", "east1", "east2", "east-shop", "pool"}, {"lead", "east1", "east2", "east-shop"}),
        ("east1", {"east1", "pool"}, {"east1"}),
        ("west1", {"west1", "pool"}, {"west1"}),
        ("auditor", ALL, ALL),
    ],
)
def test_each_role_sees_its_rows_and_no_other(company, customers, username, seen, changeable):
    actor = company.actor(username)
    rows = Customer.objects.all()
    assert {row.name for row in visible(rows, actor)} == seen
    assert {row.name for row in visible(rows, actor, editing=True)} == changeable


@pytest.mark.parametrize("may_edit", [False, True])
def test_a_share_opens_one_row_to_one_person(company, customers, may_edit):
    shares.share(
        "customers.Customer",
        customers["west1"].pk,
        user_id=company.user_ids["east1"],
        may_edit=may_edit,
        by=SYSTEM,
        at=AT,
    )
    actor = company.actor("east1")
    assert {row.name for row in visible(Customer.objects.all(), actor)} == {"east1", "pool", "west1"}
    assert ("west1" in {row.name for row in visible(Customer.objects.all(), actor, editing=True)}) is may_edit
    assert "west1" not in {row.name for row in visible(Customer.objects.all(), company.actor("east2"))}


def test_a_share_with_a_team_reaches_its_members_however_narrow_their_role(company, customers):
    shares.share("customers.Customer", customers["west1"].pk, team_id=company.east_shop, by=SYSTEM, at=AT)
    assert "west1" in {row.name for row in visible(Customer.objects.all(), company.actor("east2"))}


def test_named_teams_reach_those_teams_only(company, customers):
    role = Role.objects.get(code="sales")
    role.scope = "teams"
    role.save()
    role.scope_teams.set([company.west_shop])
    assert {row.name for row in visible(Customer.objects.all(), company.actor("east1"))} == {"east1", "pool", "west1"}


def test_a_model_without_a_scope_is_read_by_nobody(company):
    with pytest.raises(UnscopedModel):
        visible(User.objects.all(), company.actor("boss"))


def test_every_scoped_name_is_a_real_model():
    from django.apps import apps

    known = {model._meta.label for model in apps.get_models()}
    assert set(ROW_SCOPES) - known == set()


def test_the_scope_is_one_statement(company, customers, django_assert_num_queries):
    actor = company.actor("lead")
    with django_assert_num_queries(1):
        list(visible(Customer.objects.all(), actor))

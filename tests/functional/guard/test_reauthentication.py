"""Before power changes hands the person shows again who they are (trust T16)."""

import json
from typing import Any

import pytest
from django.test import Client

from minghua.foundation.people.models import Role, User
from minghua.foundation.tokens.models import ApiToken
from tests.company import PASSWORD, Company

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NEW_PASSWORD = "the-jar-is-full-9"


@pytest.fixture
def stale(company: Company) -> Client:
    """The administrator's browser, left open: nobody has shown lately who sits there."""
    client = Client()
    client.force_login(User.objects.get(username="boss"), BACKEND)
    return client


def acts(company: Company) -> dict[str, tuple[str, dict[str, Any]]]:
    """Every form that gives or takes power."""
    east1 = company.user_ids["east1"]
    role = {"code": "clerk", "name_zh": "店员", "name_en": "Clerk", "scope": "own", "permissions": ["customers.view"]}
    person = {"name": "赵敏", "email": "", "team_id": company.east_shop, "roles": ["team_lead"]}
    new = {"username": "new.one", "name": "新人", "roles": ["sales"]}
    return {
        "a new role": ("/settings/roles/new", role),
        "a changed role": ("/settings/roles/sales", role | {"permissions": ["customers.export"]}),
        "a person's roles": (f"/settings/people/{east1}", person),
        "a person's password": (f"/settings/people/{east1}/invitation", {}),
        "a person let in again": (f"/settings/people/{east1}/activation", {}),
        "a new person": ("/settings/people/new", new),
        "a new token": ("/settings/tokens", {"name": "t", "row_cap": "10", "scopes": ["customers.view"]}),
    }


def power() -> Any:
    """All that the forms would change."""
    roles = sorted(Role.objects.values_list("code", "permissions").order_by("code"), key=str)
    people = list(User.objects.order_by("pk").values_list("username", "password", "is_active", "roles__code"))
    return roles, people, ApiToken.objects.count()


NAMES = (
    "a new role", "a changed role", "a person's roles", "a person's password", "a person let in again",
    "a new person", "a new token",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_t16_nothing_changes_without_the_password(name: str, stale: Client, company: Company) -> None:
    before = power()
    where, form = acts(company)[name]
    answers = [stale.post(where, form), stale.post(where, form | {"confirm_password": "not-the-password"})]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert power() == before
    assert "confirm_password" in answers[0].content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_t16_with_the_password_it_is_done(name: str, stale: Client, company: Company) -> None:
    where, form = acts(company)[name]
    assert stale.post(where, form | {"confirm_password": PASSWORD}).status_code in (200, 302)
    assert stale.post(where, form).status_code != 403  # asked once, not for ten minutes


def test_what_was_typed_stays_in_the_form(stale: Client, company: Company) -> None:
    where, form = acts(company)["a person's roles"]
    page = stale.post(where, form | {"name": "赵敏敏"}).content.decode()
    assert 'value="赵敏敏"' in page


def test_shutting_somebody_out_is_not_delayed(stale: Client, company: Company) -> None:
    east1 = company.user_ids["east1"]
    assert stale.post(f"/settings/people/{east1}/deactivation").status_code == 302
    assert User.objects.get(pk=east1).is_active is False


def test_t16_a_stolen_cookie_cannot_try_passwords_for_long(stale: Client, company: Company) -> None:
    where, form = acts(company)["a person's password"]
    statuses = [stale.post(where, form | {"confirm_password": f"guess-{n}"}).status_code for n in range(15)]
    assert statuses[-1] == 429
    assert stale.post(where, form | {"confirm_password": PASSWORD}).status_code == 429


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/people/{east1}/password", {"password": NEW_PASSWORD}),
        ("PUT", "/people/{east1}", {"name": "赵敏", "roles": ["admin"]}),
        ("POST", "/people", {"username": "new.one", "name": "新人", "roles": ["admin"]}),
        ("PUT", "/people/{east1}/activation", {"active": True}),
        ("POST", "/tokens", {"name": "t", "scopes": ["customers.view"]}),
    ],
)
def test_t16_the_api_asks_a_browser_the_same(method: str, path: str, body: Any, company: Company) -> None:
    client = Client()
    client.force_login(User.objects.get(username="boss"), BACKEND)
    before = power()
    answer = client.generic(
        method,
        f"/api/v1{path.format(east1=company.user_ids['east1'])}",
        json.dumps(body),
        content_type="application/json",
        headers={"Idempotency-Key": "k"},
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "reauthenticate")
    assert power() == before


@pytest.mark.parametrize("where", ["totp/activate/", "webauthn/add/", "recovery-codes/generate/"])
def test_t16_second_steps_are_not_changed_without_it(where: str, stale: Client) -> None:
    answer = stale.get(f"/account/2fa/{where}")
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]

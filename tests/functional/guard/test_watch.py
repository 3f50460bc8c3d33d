"""Who is turned away and who comes in stands on the audit record, without what was typed (ASVS 16.3.1, 16.3.2)."""

import json
from typing import Any

import pytest
from django.test import Client

from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.foundation.audit import queries as audit_reads
from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.people import membership
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.tokens import operations as tokens
from minghua.foundation.tokens.types import NewToken
from minghua.foundation.watch import operations as watch
from minghua.interfaces.cli import main as cli
from tests.company import PASSWORD, Company
from tests.conftest import AT
from tests.functional.web.settings.door import signed_in

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


def noted(prefix: str) -> list[tuple[Any, ...]]:
    events = AuditEvent.objects.filter(verb__startswith=prefix).order_by("seq")
    return [(e.actor_id, e.verb, e.subject_type, e.subject_id, e.data) for e in events]


def foreign(company: Company) -> int:
    with unit_of_work(SYSTEM, at=AT):
        new = NewCustomer(kind="person", name="西街的客", owner_id=company.user_ids["west1"])
        return customers.create_customer(new, by=SYSTEM, at=AT)


def token_of(company: Company, username: str, *scopes: str) -> tuple[int, str]:
    by = company.actor(username)
    with unit_of_work(by, at=AT):
        made = tokens.create(NewToken(name="t", scopes=scopes), by=by, at=AT)
    return made.token.id, made.text


def test_t1_a_foreign_record_leaves_a_row_naming_it(company: Company) -> None:
    customer_id = foreign(company)
    assert signed_in("east1").get(f"/customers/{customer_id}?q=王伟13800138000").status_code == 404
    east1 = company.user_ids["east1"]
    where = {"code": "not_found", "where": "customers/<int:customer_id>", "method": "GET"}
    assert noted("access.") == [(east1, "access.refused", "customers.Customer", str(customer_id), where)]


def test_t2_a_refused_write_is_undone_and_its_refusal_kept(company: Company) -> None:
    customer_id = foreign(company)
    _, text = token_of(company, "east1", "customers.edit", "customers.view")
    answer = Client().patch(
        f"/api/v1/customers/{customer_id}",
        json.dumps({"changes": {"city": "长沙"}, "base_version": 1}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {text}", "Idempotency-Key": "k"},
    )
    assert answer.status_code in (403, 404)
    assert [(row[0], row[2], row[3]) for row in noted("access.")] == [
        (company.user_ids["east1"], "customers.Customer", str(customer_id))
    ]


def test_t4_a_page_without_permission_leaves_a_row(company: Company) -> None:
    assert signed_in("east1").get("/settings/audit").status_code == 403
    assert [(row[0], row[4]["code"], row[4]["where"]) for row in noted("access.")] == [
        (company.user_ids["east1"], "forbidden", "settings/audit")
    ]


def test_a_refusal_beside_a_form_is_noted_too(company: Company) -> None:
    client = Client()
    client.force_login(_user("boss"), "allauth.account.auth_backends.AuthenticationBackend")
    assert client.post("/settings/roles/sales", {"name_zh": "销售", "name_en": "Sales"}).status_code == 403
    assert [row[4]["code"] for row in noted("access.")] == ["reauthenticate"]


def test_the_shell_is_watched(company: Company) -> None:
    assert cli.run(["--as", "east1", "audit", "verify"]) == 2
    assert [(row[0], row[4]) for row in noted("access.")] == [
        (company.user_ids["east1"], {"code": "forbidden", "where": "audit", "method": "cli"})
    ]


def test_t16_sign_in_failure_and_sign_out_leave_rows(company: Company) -> None:
    client, east1 = Client(), company.user_ids["east1"]
    client.post(LOGIN, {"login": "east1", "password": "not-the-password"})
    client.post(LOGIN, {"login": "east1", "password": PASSWORD})
    client.post("/account/logout/")
    assert [row[:4] for row in noted("sign_in.")] == [
        (None, "sign_in.failed", "people.User", str(east1)),
        (east1, "sign_in.came", "people.User", str(east1)),
        (east1, "sign_in.went", "people.User", str(east1)),
    ]


def test_nothing_typed_for_an_unknown_name_is_kept(company: Company) -> None:
    Client().post(LOGIN, {"login": "my-secret-passw0rd", "password": "another-secret"})
    assert noted("sign_in.") == [(None, "sign_in.failed", "people.User", "unknown", {})]
    kept = json.dumps(list(AuditEvent.objects.values("actor_name", "subject_id", "data")))
    assert "secret" not in kept


def test_t16_trying_too_often_locks_out_and_is_noted(company: Company) -> None:
    client = Client()
    for _ in range(12):
        client.post(LOGIN, {"login": "east1", "password": "not-the-password"})
    verbs = [row[1] for row in noted("sign_in.")]
    assert "sign_in.locked_out" in verbs
    answer = client.post(LOGIN, {"login": "east1", "password": PASSWORD})
    assert answer.status_code in (200, 429)  # the right password does not open a locked door


def test_t16_spoofed_forwarding_does_not_lift_the_lock(company: Company) -> None:
    """allauth 65.14.2: X-Forwarded-For made up by the caller must not begin a fresh count."""
    client = Client()
    for number in range(12):
        client.post(
            LOGIN,
            {"login": "east1", "password": "not-the-password"},
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        )
    assert "sign_in.locked_out" in [row[1] for row in noted("sign_in.")]


def test_own_new_password_is_noted_and_ends_tokens(company: Company) -> None:
    """T15: tokens do not outlive the password, whoever changed it."""
    token_id, text = token_of(company, "east1", "customers.view")
    client = signed_in("east1")
    form = {"oldpassword": PASSWORD, "password1": "a-new-rice-jar-7", "password2": "a-new-rice-jar-7"}
    assert client.post("/account/password/change/", form).status_code == 302
    assert [row[1] for row in noted("sign_in.password")] == ["sign_in.password_changed"]
    assert Client().get("/api/v1/me", headers={"Authorization": f"Bearer {text}"}).status_code == 401
    assert [row[2:] for row in noted("token.refused")] == [("token", str(token_id), {"why": "revoked"})]


def test_a_dead_token_is_noted_by_its_id_and_a_made_up_one_as_unknown(company: Company) -> None:
    token_id, text = token_of(company, "east1", "customers.view")
    with unit_of_work(SYSTEM, at=AT):
        membership.set_active(company.user_ids["east1"], active=False, by=SYSTEM, at=AT)
    for presented in (text, f"{text[:-3]}abc", "王伟 13800138000"):
        Client().get("/api/v1/me", headers={"Authorization": f"Bearer {presented}".encode().decode("latin-1")})
    assert [row[3:] for row in noted("token.refused")] == [
        (str(token_id), {"why": "revoked"}),
        ("unknown", {"why": "unknown"}),
        ("unknown", {"why": "unknown"}),
    ]


def test_t16_a_flood_of_refusals_is_counted_not_stored(company: Company) -> None:
    client = signed_in("east1")
    for number in range(watch.REFUSALS.per_key + 20):
        client.get(f"/customers/{9_000_000 + number}")
    assert len(noted("access.")) == watch.REFUSALS.per_key
    assert audit_reads.check_chain(SYSTEM).broken_at is None


def _user(username: str) -> Any:
    from minghua.foundation.people.models import User

    return User.objects.get(username=username)

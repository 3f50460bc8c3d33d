"""What every operation of the REST door does alike: who gets in, how it says no, what it promises."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from minghua.foundation.people import operations as people
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.tokens import operations as tokens
from minghua.foundation.tokens.models import ApiToken
from minghua.interfaces.rest.api import api
from minghua.interfaces.rest.doors import Door, UnguardedOperation
from tests.functional.web.settings.door import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def session(username: str) -> Client:
    """A browser that is signed in."""
    from minghua.foundation.people.models import User

    client = Client()
    client.force_login(User.objects.get(username=username), "allauth.account.auth_backends.AuthenticationBackend")
    return fresh(client, username)


def test_a_request_without_a_token_is_401_and_says_how_in_both_languages() -> None:
    chinese = Client().get("/api/v1/tokens")
    english = Client().get("/api/v1/tokens", headers={"Accept-Language": "en"})
    assert (chinese.status_code, english.status_code) == (401, 401)
    assert chinese["Content-Type"] == "application/problem+json"
    assert chinese["WWW-Authenticate"] == "Bearer"
    assert chinese.json()["detail"] == "令牌缺失、无效、已吊销或已到期。"
    assert english.json()["detail"] == "The token is missing, unknown, revoked or lapsed."


@pytest.mark.parametrize("text", ["", "x", "mh_", "mh_" + "0" * 12 + "_" + "a" * 43, "mh_é", "Bearer"])
def test_a_text_that_is_no_token_is_401(staff: Any, text: str) -> None:
    assert Client().get("/api/v1/me", headers={"Authorization": f"Bearer {text}"}).status_code == 401


def test_a_revoked_token_is_401_at_once(program: Any, staff: Any, at: Any) -> None:
    caller = program("sales")
    assert caller.get("/me").status_code == 200
    with unit_of_work(SYSTEM, at=at):
        tokens.revoke(ApiToken.objects.get().pk, by=SYSTEM, at=at)
    assert caller.get("/me").status_code == 401


def test_a_deactivated_person_is_401_at_once(program: Any, staff: Any, at: Any) -> None:
    caller, browser = program("sales"), session("sales.one")
    assert (caller.get("/me").status_code, browser.get("/api/v1/me").status_code) == (200, 200)
    with unit_of_work(SYSTEM, at=at):
        people.set_user_active(staff["sales"], active=False, by=SYSTEM, at=at)
    assert (caller.get("/me").status_code, browser.get("/api/v1/me").status_code) == (401, 401)


def test_a_token_holds_no_more_than_its_scopes(program: Any) -> None:
    caller = program("admin", "customers.view")
    assert caller.get("/me").json()["permissions"] == ["customers.view"]


def test_a_token_cannot_make_tokens(program: Any) -> None:
    refused = program("admin").post("/tokens", {"name": "more", "scopes": ["customers.view"]})
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")


def test_a_session_needs_its_csrf_token_to_write(staff: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = session("sales.one").cookies
    body = json.dumps({"name": "script", "scopes": ["customers.view"]})
    refused = browser.post("/api/v1/tokens", body, content_type="application/json", headers={"Idempotency-Key": "k"})
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    browser.cookies["csrftoken"] = "a" * 32
    headers = {"Idempotency-Key": "k", "X-CSRFToken": "a" * 32}
    made = browser.post("/api/v1/tokens", body, content_type="application/json", headers=headers)
    assert made.status_code == 201


def test_a_one_time_secret_is_not_in_the_kept_answer(staff: Any) -> None:
    browser = session("sales.one")
    body = json.dumps({"name": "script", "scopes": ["customers.view"]})
    first, second = (
        browser.post("/api/v1/tokens", body, content_type="application/json", headers={"Idempotency-Key": "k"})
        for _ in range(2)
    )
    assert first.json()["text"].startswith("mh_")
    assert second["Idempotent-Replay"] == "true"
    assert second.json() == first.json() | {"text": ""}
    assert ApiToken.objects.count() == 1


def test_a_scope_that_is_not_held_is_refused_with_its_field(staff: Any) -> None:
    body = json.dumps({"name": "script", "scopes": ["audit.view"]})
    refused = session("sales.one").post(
        "/api/v1/tokens", body, content_type="application/json", headers={"Idempotency-Key": "k"}
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "token_scope_not_held")
    assert refused.json()["field"] == "scopes"


def test_each_fault_of_the_input_is_listed_with_its_field(staff: Any) -> None:
    body = json.dumps({"name": "", "scopes": [], "admin": True})
    refused = session("sales.one").post(
        "/api/v1/tokens", body, content_type="application/json", headers={"Idempotency-Key": "k"}
    )
    assert refused.status_code == 422
    assert {(fault["field"], fault["code"]) for fault in refused.json()["errors"]} == {
        ("name", "string_too_short"),
        ("scopes", "too_short"),
        ("admin", "extra_forbidden"),
    }


def test_broken_json_is_400(staff: Any) -> None:
    refused = session("sales.one").post(
        "/api/v1/tokens", "{", content_type="application/json", headers={"Idempotency-Key": "k"}
    )
    assert (refused.status_code, refused.json()["code"]) == (400, "malformed")


def test_an_address_without_an_operation_is_a_problem_404() -> None:
    missing = Client().get("/api/v1/nowhere/at/all")
    assert (missing.status_code, missing["Content-Type"]) == (404, "application/problem+json")


def test_answers_are_never_cached(program: Any) -> None:
    assert program("sales").get("/me")["Cache-Control"] == "no-store"


def test_an_operation_without_a_permission_cannot_be_declared() -> None:
    with pytest.raises(UnguardedOperation):
        Door().get("/open")(lambda request: None)
    with pytest.raises(KeyError):
        Door().read("/open", permission="no.such", answers=dict)(lambda request: None)


def test_the_description_is_openapi_3_1_and_documents_every_refusal() -> None:
    schema = json.loads(Client().get("/api/v1/openapi.json").content)
    assert schema["openapi"] == "3.1.0"
    for address, methods in schema["paths"].items():
        for method, operation in methods.items():
            statuses = set(operation["responses"])
            assert {"400", "401", "403", "404", "422", "429"} <= statuses, (method, address)
            assert (method == "get") or {"409", "428"} <= statuses, (method, address)
            assert operation["security"] == [{"Credentials": []}]


def test_operation_ids_are_unique() -> None:
    schema = api.get_openapi_schema(path_prefix="api/v1/")
    ids = [operation["operationId"] for methods in schema["paths"].values() for operation in methods.values()]
    assert len(ids) == len(set(ids))


def test_the_readable_page_has_no_script_and_no_inline_style() -> None:
    page = Client().get("/api/v1/", headers={"Accept-Language": "en"})
    text = page.content.decode()
    assert page.status_code == 200
    assert ("<script" in text, "style=" in text, "<style" in text) == (False, False, False)
    assert "/api/v1/tokens" in text


def test_no_two_shapes_share_a_name() -> None:
    from minghua.interfaces.rest.shapes import Body, Out

    def below(shape: type) -> list[type]:
        return [inner for direct in shape.__subclasses__() for inner in (direct, *below(direct))]

    shapes = {(shape.__module__, shape.__name__) for shape in (*below(Body), *below(Out)) if "[" not in shape.__name__}
    names = [name for _, name in shapes]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def _texts(node: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every free text of a schema with its place."""
    if isinstance(node, dict):
        if node.get("type") == "string" and not {"format", "enum", "const"} & node.keys():
            yield where, node
        for name, child in node.items():
            yield from _texts(child, f"{where}/{name}")
    elif isinstance(node, list):
        for number, child in enumerate(node):
            yield from _texts(child, f"{where}/{number}")


def test_every_text_a_program_may_send_refuses_nul_which_postgresql_cannot_keep() -> None:
    """A pattern that lets one NUL through made an answer of 500 on PostgreSQL only."""
    schema = json.loads(Client().get("/api/v1/openapi.json").content)
    shapes = schema["components"]["schemas"]
    sent: dict[str, Any] = {}
    waiting = [
        operation.get(part, {})
        for path in schema["paths"].values()
        for operation in path.values()
        for part in ("requestBody", "parameters")
    ]  # fmt: skip
    while waiting:
        asked = json.dumps(waiting.pop())
        for name in set(re.findall(r"#/components/schemas/([^\"]+)", asked)) - sent.keys():
            sent[name] = shapes[name]
            waiting.append(shapes[name])
        sent.setdefault(asked, json.loads(asked))
    texts = [found for name, shape in sent.items() for found in _texts(shape, name[:80])]
    assert len(texts) > 200
    porous = [
        where for where, text in texts
        if any(re.search(text.get("pattern", ""), nul) for nul in ("\x00", "a\x00", "\x00a", "a\x00b", "\x00" * 8))
    ]  # fmt: skip
    assert not porous, "\n".join(porous)

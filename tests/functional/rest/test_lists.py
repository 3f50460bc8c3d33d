"""Lists through the API: pages, sealed cursors, row caps, mistyped parameters, speed."""

from typing import Any

import pytest

from minghua.interfaces.rest import throttle

pytestmark = pytest.mark.django_db


@pytest.fixture
def caller(program: Any) -> Any:
    """A salesperson's program with three customers."""
    made = program("sales")
    for name in ("王伟", "李娜", "张敏"):
        assert made.post("/customers", {"kind": "person", "name": name}).status_code == 201
    return made


def test_pages_follow_each_other_to_the_end(caller: Any) -> None:
    first = caller.get("/customers?limit=2&sort=name").json()
    second = caller.get(f"/customers?limit=2&sort=name&cursor={first['next_cursor']}").json()
    assert (len(first["items"]), len(second["items"]), second["next_cursor"]) == (2, 1, None)
    assert {row["name"] for row in (*first["items"], *second["items"])} == {"王伟", "李娜", "张敏"}


@pytest.mark.parametrize("forged", ["x", "WyJ4Il0", "{cursor}x"])
def test_a_cursor_that_this_list_did_not_make_is_400(caller: Any, forged: str) -> None:
    cursor = caller.get("/customers?limit=2").json()["next_cursor"]
    refused = caller.get(f"/customers?cursor={forged.format(cursor=cursor)}")
    assert (refused.status_code, refused.json()["code"]) == (400, "bad_cursor")


def test_a_cursor_of_another_list_is_400(caller: Any) -> None:
    cursor = caller.get("/customers?limit=2").json()["next_cursor"]
    assert caller.get(f"/orders?cursor={cursor}").status_code == 400


def test_a_flat_filter_and_its_json_find_the_same(caller: Any) -> None:
    flat = caller.get("/customers?name=王伟").json()["items"]
    nested = caller.get('/customers?filter={"all": [["name", "is", "王伟"]]}').json()["items"]
    assert [row["name"] for row in flat] == ["王伟"]
    assert nested == flat


def test_a_mistyped_filter_is_refused_instead_of_widening_the_answer(caller: Any) -> None:
    refused = caller.get("/customers?nmae=王伟")
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_parameter")


def test_a_token_takes_no_more_rows_a_day_than_its_cap(program: Any, caller: Any) -> None:
    capped = program("sales", "customers.view", row_cap=5)
    assert capped.get("/customers").status_code == 200
    refused = capped.get("/customers")
    assert (refused.status_code, refused.json()["code"]) == (429, "row_cap_reached")
    assert capped.get("/customers?limit=2").status_code == 200


def test_asking_too_fast_is_429_with_the_seconds_to_wait(caller: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "REQUESTS_PER_MINUTE", 0)
    refused = caller.get("/me")
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")


def test_a_stale_edit_is_409_and_changes_nothing(caller: Any) -> None:
    made = caller.post("/customers", {"kind": "person", "name": "赵强"}).json()["id"]
    edited = caller.send("PATCH", f"/customers/{made}", {"base_version": 1, "changes": {"city": "长沙"}})
    stale = caller.send("PATCH", f"/customers/{made}", {"base_version": 1, "changes": {"city": "北京"}})
    assert (edited.json()["version"], stale.status_code) == (2, 409)
    assert caller.get(f"/customers/{made}").json()["values"]["city"] == "长沙"


def test_a_write_without_a_key_is_428_and_a_bad_key_400(caller: Any) -> None:
    body = {"kind": "person", "name": "孙悦"}
    missing, bad = caller.post("/customers", body, key=""), caller.post("/customers", body, key="a b")
    assert (missing.status_code, bad.status_code) == (428, 400)
    assert missing.json()["field"] == "Idempotency-Key"


def test_the_same_key_gives_the_first_answer_and_another_body_is_refused(caller: Any) -> None:
    body = {"kind": "person", "name": "周婷"}
    first, again = caller.post("/customers", body, key="k1"), caller.post("/customers", body, key="k1")
    other = caller.post("/customers", body | {"name": "周亭"}, key="k1")
    assert (again.content, again["Idempotent-Replay"]) == (first.content, "true")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")

"""Layouts, templates, tags and vocabularies are shaped by programs as by hand."""

from collections.abc import Callable
from typing import Any

import pytest

from minghua.foundation.vocabulary import operations as vocabularies

pytestmark = pytest.mark.django_db
LAYOUT = "/archive/layouts/person"


def section(*codes: str) -> dict[str, Any]:
    """One section that holds these fields."""
    return {"code": "one", "zh": "要紧的", "en": "First", "columns": 1, "fields": list(codes)}


def test_a_layout_is_laid_out_told_apart_and_given_back(program: Callable[..., Any]) -> None:
    admin = program("admin")
    laid = admin.send(
        "PUT", LAYOUT, {"base_version": 0, "sections": [section("wechat", "nickname")], "panel": ["wechat"]}
    )
    assert (laid.status_code, laid.json()) == (200, {"version": 1})
    found = admin.get(LAYOUT).json()
    assert (found["version"], found["is_default"], found["panel"]) == (1, False, ["wechat"])
    assert found["sections"][0]["fields"][:2] == ["wechat", "nickname"]
    assert admin.get("/archive/layouts").json()["items"] == [{"kind": "person", "market_kind": "", "role": ""}]
    assert admin.send("DELETE", LAYOUT, {}).json() == {"version": 2}
    assert admin.get(LAYOUT).json()["is_default"] is True
    assert admin.send("PUT", f"{LAYOUT}/versions/1/restoration", {}).json() == {"version": 3}
    assert [each["is_default"] for each in admin.get(f"{LAYOUT}/versions").json()["items"]] == [False, True, False]


def test_a_layout_of_an_older_reading_is_refused(program: Callable[..., Any]) -> None:
    admin = program("admin")
    admin.send("PUT", LAYOUT, {"base_version": 0, "sections": [section("wechat")]})
    late = admin.send("PUT", LAYOUT, {"base_version": 0, "sections": [section("nickname")]})
    assert (late.status_code, late.json()["field"]) == (409, "version")


@pytest.mark.parametrize(
    ("body", "query", "field"),
    [
        ({"sections": [section("no_such")]}, "", "sections"),
        ({"sections": [section("wechat")], "hidden": ["no_such"]}, "", "hidden"),
        ({"sections": [section("wechat")]}, "?market_kind=no_such", "market_kind"),
        ({"sections": [section("wechat")]}, "?role=no_such", "role"),
    ],
)
def test_what_no_layout_can_name_is_refused(
    program: Callable[..., Any], body: dict[str, Any], query: str, field: str
) -> None:
    answer = program("admin").send("PUT", f"{LAYOUT}{query}", {"base_version": 0} | body)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_a_template_is_looked_at_installed_and_taken_away(program: Callable[..., Any]) -> None:
    admin = program("admin")
    assert "x_met_through" in admin.get("/archive/templates/micro").json()["new_fields"]
    made = admin.post("/archive/templates/micro/installations", {})
    assert made.status_code == 201
    found = {each["code"]: each["installed_id"] for each in admin.get("/archive/templates").json()["items"]}
    assert found == {"micro": made.json()["id"], "b2b": None, "household": None}
    assert admin.send("DELETE", f"/archive/template-installations/{made.json()['id']}", {}).status_code == 204
    fields = {each["code"] for each in admin.get("/archive/custom-fields").json()["items"]}
    assert "x_met_through" in fields


def test_a_tag_is_made_changed_merged_and_given_back(program: Callable[..., Any]) -> None:
    admin = program("admin")
    customer = admin.post("/customers", {"kind": "person", "name": "王伟"}).json()["id"]
    admin.post(f"/customers/{customer}/tags", {"name": "老客"})
    regular = admin.post("/tags", {"name": "熟客", "colour": "teal"}).json()["id"]
    sheets = {each["name"]: each for each in admin.get("/tag-sheets").json()["items"]}
    assert (sheets["老客"]["worn"], sheets["熟客"]["worn"]) == (1, 0)
    old = sheets["老客"]["id"]
    assert admin.send("DELETE", f"/tags/{old}", {}).json()["code"] == "tag_in_use"
    token = admin.post(f"/tags/{old}/merges", {"into": regular}).json()["token"]
    assert [each["name"] for each in admin.get(f"/customers/{customer}/tags").json()["items"]] == ["熟客"]
    assert [each["token"] for each in admin.get("/tag-merges").json()["items"]] == [token]
    assert admin.send("DELETE", f"/tag-merges/{token}", {}).json() == {"rows": 1}
    assert [each["name"] for each in admin.get(f"/customers/{customer}/tags").json()["items"]] == ["老客"]
    assert admin.send("PUT", f"/tags/{regular}", {"name": "老客"}).json()["code"] == "tag_name_taken"
    assert admin.send("DELETE", f"/tags/{regular}", {}).status_code == 204


def test_the_terms_of_a_self_made_field_are_kept_tidy(program: Callable[..., Any]) -> None:
    admin = program("admin")
    options = [{"zh": "香米", "en": "fragrant"}, {"zh": "糙米", "en": "brown"}]
    made = {"zh": "爱吃的米", "code": "x_rice", "type": "choice", "kinds": ["person"], "options": options}
    admin.post("/archive/custom-fields", made)
    terms = "/vocabularies/custom.x_rice"
    assert "custom.x_rice" in admin.get("/vocabularies").json()["items"]
    assert [each["code"] for each in admin.get(terms).json()["items"]] == ["fragrant", "brown"]
    assert admin.post(f"{terms}/terms/brown/moves", {"up": True}).status_code == 204
    assert [each["code"] for each in admin.get(f"{terms}/sheet").json()["items"]] == ["brown", "fragrant"]
    rice = {"kind": "person", "name": "王伟", "archive": {"x_rice": "brown"}}
    customer = admin.post("/customers", rice)
    assert customer.status_code == 201
    assert admin.send("DELETE", f"{terms}/terms/brown", {}).json()["code"] == "term_in_use"
    merge = admin.post(f"{terms}/merges", {"source": "brown", "into": "fragrant"}).json()["id"]
    assert [each["used"] for each in admin.get(f"{terms}/sheet").json()["items"]] == [0, 1]
    assert [each["id"] for each in admin.get(f"{terms}/merges").json()["items"]] == [merge]
    assert admin.send("DELETE", f"/vocabulary-merges/{merge}", {}).json() == {"rows": 1}
    assert admin.send("DELETE", f"/vocabulary-merges/{merge}", {}).status_code == 409


def test_a_built_in_term_stays(program: Callable[..., Any]) -> None:
    vocabularies.store_declared()
    answer = program("admin").post("/vocabularies/customers.status/merges", {"source": "lost", "into": "potential"})
    assert (answer.status_code, answer.json()["code"]) == (409, "built_in_term")


def test_one_says_how_one_is_mailed(program: Callable[..., Any]) -> None:
    sales = program("sales")
    kind = next(iter(sales.get("/me/notice-wishes").json()["kinds"]))
    told = sales.send("PATCH", "/me/notice-wishes", {"digest_hour": 7, "kinds": {kind: "never"}}).json()
    assert (told["digest_hour"], told["kinds"][kind]) == (7, "never")
    assert sales.send("PATCH", "/me/notice-wishes", {"kinds": {"no_such": "never"}}).status_code == 422


def test_a_search_for_doubles_is_asked_for(program: Callable[..., Any]) -> None:
    assert program("admin").post("/duplicates/search", {"anew": True}).status_code == 202


def test_a_token_cannot_take_the_second_step_of_whoever_may_do_more(
    program: Callable[..., Any], staff: dict[str, int]
) -> None:
    """A token never holds `tokens.own`, which everybody has: a program cannot weaken somebody's sign-in."""
    admin, sales = program("admin"), program("sales")
    answers = [admin.send("DELETE", f"/people/{staff['sales']}/{what}", {}) for what in ("second-step", "sign-ins")]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert sales.get("/me").status_code == 200

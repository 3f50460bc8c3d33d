"""Activities through the API: taking part of every kind, keys that count once, refusals with their remedy, results."""

import pytest

from minghua.domain.loyalty import operations as loyalty
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel import clock
from tests.functional.portal.test_member_play import TEXT
from tests.functional.rest.conftest import Program
from tests.functional.rest.test_points_api import wang  # noqa: F401 -- a fixture
from tests.integration.loyalty.playing import POINTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(wang: int, admin: Program) -> str:  # noqa: F811
    """The address of a member's activities, with a portfolio published."""
    assert admin.post("/points-schemes", {"text": POINTS, "from_on": "2020-01-01"}).status_code == 201
    assert admin.post("/activities", {"text": TEXT, "from_on": "2020-01-01"}).json() == {"code": "fun"}
    with unit_of_work(SYSTEM, at=clock.now()):
        loyalty.earn_points("shop_points", wang, 100, key="gift", by=SYSTEM, at=clock.now())
    return f"/customers/{wang}/activities"


def test_a_member_takes_part_in_every_kind_and_each_key_counts_once(admin: Program, member: str) -> None:
    bodies = {
        "follow": {},
        "daily": {},
        "taste": {"answers": {"taste": "red"}},
        "kitchen": {"answers": {"people": 3, "dishes": ["rice"]}},
        "game": {"key": "g1"},
        "mall": {"key": "m1", "item": "cup"},
        "wheel": {"key": "w1"},
    }
    twice = [[admin.post(f"{member}/fun/{code}/takings", body).json() for _ in "12"] for code, body in bodies.items()]
    assert [(first["again"], second["again"]) for first, second in twice] == [(False, True)] * len(bodies)
    assert [first["id"] for first, _ in twice] == [second["id"] for _, second in twice]
    assert [first["earned"] - first["cost"] for first, _ in twice[:4]] == [20, 5, 10, 15]
    states = {each["code"]: each["state"] for each in admin.get(member).json()["items"]}
    assert (states["follow"], states["daily"], states["game"]) == ("done", "today", "day_limit")


def test_refusals_say_why_and_touch_nothing(admin: Program, member: str) -> None:
    wrong = admin.post(f"{member}/fun/kitchen/takings", {"answers": {"people": 12, "dishes": ["rice"]}})
    dear = admin.post(f"{member}/fun/mall/takings", {"key": "a", "item": "jar"})
    keyless = admin.post(f"{member}/fun/wheel/takings", {})
    absent = admin.post(f"{member}/fun/nothing/takings", {})
    told = [(each.status_code, each.json()["code"]) for each in (wrong, dear, keyless, absent)]
    assert told == [(422, "answers_invalid"), (409, "insufficient_points"), (422, "invalid"), (404, "not_found")]
    assert admin.get("/activities/fun").json()["portfolio"]["takers"] == 0


def test_a_portfolio_is_examined_read_counted_and_stopped(admin: Program, member: str) -> None:
    examined = admin.post("/activities/examination", {"text": TEXT}).json()
    assert (examined["passed"], examined["problems"]) == (True, [])
    admin.post(f"{member}/fun/taste/takings", {"answers": {"taste": "red"}})
    results = {each["question"]: each for each in admin.get("/activities/fun/results").json()["items"]}
    assert results["taste"]["counts"] == {"red": 1, "white": 0}
    early = admin.post("/activities/fun/decks/wheel/revealing", {})
    assert (early.status_code, early.json()["code"]) == (409, "lottery_not_over")
    assert admin.send("DELETE", "/activities/fun").status_code == 204
    assert admin.post("/activities/fun/decks/wheel/revealing", {}).status_code == 204
    assert admin.get(member).json()["items"] == []

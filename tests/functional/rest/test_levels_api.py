"""Members of programmes through the API: listed in reach, watched, explained, asked what if, and levels by hand."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.domain.tiering.models import LevelGrant, Membership, TierPeriod
from minghua.foundation.people.models import User
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel import clock
from minghua.kernel.periods import local_date
from tests.functional.rest.conftest import Program
from tests.integration.tiering.living import LONG_AGO, Life, person, publish

pytestmark = pytest.mark.django_db
JD = "jd_growth"
CLUB = "code: club\nlevels:\n  - {code: low}\n  - {code: high, from: 10, benefits: [tea]}\nbenefits:\n  - {code: tea}\n"


@pytest.fixture
def jd(staff: dict[str, int]) -> Life:
    """The programme of a shop, and one member."""
    return Life(publish(preset=JD))


def owned_by(name: str, owner: int) -> int:
    """Make a customer of somebody."""
    team = User.objects.values_list("team_id", flat=True).get(pk=owner)
    with unit_of_work(SYSTEM, at=LONG_AGO):
        new = NewCustomer(kind="person", name=name, owner_id=owner, team_id=team)
        return customers.create_customer(new, by=SYSTEM, at=LONG_AGO)


def names(answer: Any) -> list[str]:
    """The customers on a page."""
    return [row["customer_name"] for row in answer.json()["items"]]


def test_members_are_listed_page_by_page_and_only_those_in_reach(
    jd: Life, admin: Program, program: Callable[..., Program], staff: dict[str, int]
) -> None:
    mine, theirs = owned_by("我的", staff["sales"]), owned_by("别人的", staff["manager"])
    jd.order("2026-09-01", 2_500)
    for customer_id in (mine, theirs):
        Life(JD, customer_id).order("2026-09-01", 30_000, key=f"order {customer_id}")
    first = admin.get(f"/programmes/{JD}/members?limit=2").json()
    assert ([row["customer_name"] for row in first["items"]], first["next_cursor"] is None) == (["小A", "我的"], False)
    second = admin.get(f"/programmes/{JD}/members?limit=2&cursor={first['next_cursor']}").json()
    assert ([row["customer_name"] for row in second["items"]], second["next_cursor"]) == (["别人的"], None)
    assert names(admin.get(f"/programmes/{JD}/members?level=silver")) == ["小A"]
    sales = program("sales")
    assert names(sales.get(f"/programmes/{JD}/members")) == ["我的"]
    counts = {row["level"]: row["members"] for row in sales.get(f"/programmes/{JD}/levels").json()["items"]}
    assert {level: n for level, n in counts.items() if n} == {"diamond": 1}
    assert sales.get("/programmes").json()["items"][0]["members"] == 1
    moved = sales.get(f"/programmes/{JD}/movement?since=2026-08-01&until=2026-10-01").json()
    assert (moved["total"], moved["moves"]) == (1, [{"before": "", "after": "diamond", "members": 1}])
    assert sales.get(f"/customers/{theirs}/levels").status_code == 404
    assert sales.get(f"/customers/{theirs}/levels/{JD}/what-if?order_minor=1").status_code == 404


def test_who_ends_soon_and_who_falls_is_listed_with_what_is_missing(admin: Program, staff: dict[str, int]) -> None:
    code = publish(CLUB + "measure: {kind: rolling_days, days: 100}\nvalidity: {days: 100}\n")
    began = local_date(clock.now()) - timedelta(days=95)
    for place, name in enumerate(("甲", "乙", "丙")):
        Life(code, person(name)).order((began + timedelta(days=place)).isoformat(), 12)
    first = admin.get("/programmes/club/expiries?days=30&limit=2").json()
    assert [(row["customer_name"], row["stay_needs"]) for row in first["items"]] == [("甲", 10), ("乙", 10)]
    rest = admin.get(f"/programmes/club/expiries?days=30&limit=2&cursor={first['next_cursor']}")
    assert (names(rest), rest.json()["next_cursor"]) == (["丙"], None)
    assert names(admin.get("/programmes/club/expiries?days=1")) == []
    falling = admin.get("/programmes/club/falling?limit=1").json()
    assert ([row["customer_name"] for row in falling["items"]], falling["next_cursor"] is None) == (["甲"], False)


@pytest.mark.parametrize("query", ["since=2026-02-01&until=2026-01-01", "until=9999-12-31", "since=0001-01-01"])
def test_a_movement_between_days_that_make_no_sense_is_refused(jd: Life, admin: Program, query: str) -> None:
    refused = admin.get(f"/programmes/{JD}/movement?{query}")
    assert (refused.status_code, refused.json()["field"]) == (422, "since")


def test_a_member_is_explained_in_both_languages_now_and_at_an_earlier_instant(jd: Life, admin: Program) -> None:
    jd.order("2026-03-01", 2_500)
    jd.order("2026-06-01", 9_000)
    where = f"/customers/{jd.customer_id}/levels"
    sheet = admin.get(f"{where}/{JD}").json()
    assert (sheet["level"], sheet["score"], sheet["valid_from"], sheet["last_day"]) == (
        "gold", 11_500, "2026-06-01", "2027-05-31",
    )  # fmt: skip
    assert sheet["why"] == {
        "zh": "成绩 11,500 达到 10,000，升为「金牌会员」。",
        "en": "11,500 reached 10,000: Silver became Gold.",
    }
    assert sheet["trace"][-1]["text"] == sheet["why"]
    assert (sheet["progress"]["next_level"], sheet["progress"]["next_needs"]) == ("diamond", 18_500)
    earlier = admin.get(f"{where}/{JD}?at=2026-04-01T00:00:00Z").json()
    assert (earlier["level"], earlier["score"]) == ("silver", 2_500)
    assert admin.get(f"{where}/{JD}?at=2020-01-01T00:00:00Z").status_code == 404
    assert [each["programme"] for each in admin.get(where).json()["items"]] == [JD]
    ledger = admin.get(f"{where}/{JD}/ledger?limit=1").json()
    rest = admin.get(f"{where}/{JD}/ledger?limit=1&cursor={ledger['next_cursor']}").json()
    assert [page["items"][0]["amount"] for page in (ledger, rest)] == [9_000, 2_500]


def test_levels_are_judged_anew_by_hand_and_again_without_effect(jd: Life, admin: Program) -> None:
    jd.order("2026-06-01", 9_000)
    Membership.objects.update(level="bronze", rank=1, score=0)  # as a fault would leave it
    where = f"/customers/{jd.customer_id}"
    before = TierPeriod.objects.count()
    for _ in range(2):
        assert admin.post(f"{where}/level-judgements", {}).status_code == 204
        assert [(row["level"], row["score"]) for row in admin.get(f"{where}/levels").json()["items"]] == [
            ("silver", 9_000)
        ]
    assert (Membership.objects.get().score, TierPeriod.objects.count()) == (9_000, before)
    assert admin.post("/customers/999999/level-judgements", {}).status_code == 404


@pytest.mark.parametrize("instant", ["9999-12-31T00:00:00Z", "0001-01-01T00:00:00Z"])
def test_an_instant_that_has_not_come_or_cannot_be_reckoned_with_is_refused(
    jd: Life, admin: Program, instant: str
) -> None:
    refused = admin.get(f"/customers/{jd.customer_id}/levels?at={instant}")
    assert (refused.status_code, refused.json()["field"]) == (422, "at")


def test_what_if_tells_where_an_order_or_a_refund_would_lead_and_keeps_nothing(jd: Life, admin: Program) -> None:
    jd.order("2026-06-01", 9_000)
    where = f"/customers/{jd.customer_id}/levels/{JD}"
    order = admin.get(f"{where}/what-if?order_minor=2000000").json()
    assert (order["before"]["level"], order["after"]["level"], order["points"]) == ("silver", "gold", 20_000)
    refund = admin.get(f"{where}/what-if?refund_minor=900000").json()
    assert (refund["after"]["level"], refund["points"]) == ("registered", -9_000)
    assert admin.get(where).json()["score"] == 9_000
    stranger = admin.get(f"/customers/{person('新客')}/levels/{JD}/what-if?order_minor=2000000").json()
    assert (stranger["before"], stranger["after"]["level"]) == (None, "gold")


def test_a_level_is_given_by_hand_once_per_key_and_ended_again(
    jd: Life, admin: Program, program: Callable[..., Program]
) -> None:
    jd.order("2026-06-01", 2_500)
    today = local_date(clock.now())
    body = {
        "programme": JD,
        "level": "gold",
        "mode": "floor",
        "until_on": (today + timedelta(days=30)).isoformat(),
        "reason": "答谢老客户",
    }
    where = f"/customers/{jd.customer_id}/level-grants"
    first, again = (admin.post(where, body, key="grant-1") for _ in range(2))
    assert (first.status_code, again.json(), LevelGrant.objects.count()) == (201, first.json(), 1)
    sheet = admin.get(f"/customers/{jd.customer_id}/levels/{JD}").json()
    assert (sheet["level"], sheet["automatic"], sheet["granted"]) == ("gold", "silver", "floor")
    assert ("答谢老客户" in sheet["why"]["zh"], sheet["grants"][0]["ended"]) == (True, False)
    ended = admin.send("PUT", f"/level-grants/{first.json()['id']}/end", {"reason": "误授"})
    assert ended.status_code == 204
    sheet = admin.get(f"/customers/{jd.customer_id}/levels/{JD}").json()
    assert (sheet["level"], sheet["grants"][0]["ended"]) == ("silver", True)
    assert program("sales").post(where, body).json()["code"] == "forbidden"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"level": "platinum"}, "level"),
        ({"from_on": "2026-01-01"}, "from_on"),
        ({"from_on": "9999-12-31"}, "from_on"),
        ({"until_on": "9999-12-31"}, "until_on"),
        ({"until_on": "2020-01-01"}, "until_on"),
        ({"mode": "glue"}, "mode"),
        ({"reason": "  "}, "reason"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_level_by_hand_that_cannot_be_given_names_the_field(
    jd: Life, admin: Program, change: dict[str, str], field: str
) -> None:
    until = (local_date(clock.now()) + timedelta(days=30)).isoformat()
    body = {"programme": JD, "level": "gold", "mode": "pin", "until_on": until, "reason": "答谢"}
    refused = admin.post(f"/customers/{jd.customer_id}/level-grants", body | change)
    assert (refused.status_code, refused.json()["field"]) == (422, field)
    assert LevelGrant.objects.count() == 0


def test_another_system_books_score_once_and_takes_it_back(jd: Life, admin: Program) -> None:
    line = {
        "customer_id": jd.customer_id,
        "key": "A1",
        "event_at": "2026-06-01T08:00:00Z",
        "amount": 2_500,
        "name": "order",
    }
    where = f"/programmes/{JD}/scores"
    booked, again = (admin.post(where, {"lines": [line]}) for _ in range(2))
    assert (booked.status_code, again.json()) == (201, {"entry_ids": [], "known": 1})
    sheet = f"/customers/{jd.customer_id}/levels/{JD}"
    assert admin.get(sheet).json()["level"] == "silver"
    taken = admin.post(where, {"lines": [line | {"amount": 1}]})
    assert (taken.status_code, taken.json()["code"]) == (409, "score_key_taken")
    (entry,) = booked.json()["entry_ids"]
    back = admin.post(f"/level-entries/{entry}/reversal", {"key": "A1-back"})
    assert (back.status_code, admin.get(sheet).json()["level"]) == (201, "registered")
    more = admin.post(f"/level-entries/{entry}/reversal", {"key": "A1-more"})
    assert (more.status_code, more.json()["field"]) == (422, "amount")


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"event_at": "2099-01-01T00:00:00Z"}, 422, "event_at"),
        ({"event_at": "0001-01-01T00:00:00Z"}, 422, "lines.0.event_at"),
        ({"kind": "opening", "name": "platinum"}, 422, "name"),
        ({"kind": "gate", "name": "moon", "amount": 1}, 422, "name"),
        ({"kind": "gate", "name": "reputation", "amount": 7}, 422, "name"),
        ({"customer_id": 999_999}, 404, "customer_id 999999"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_cannot_have_happened_is_refused(
    jd: Life, admin: Program, change: dict[str, Any], status: int, field: str
) -> None:
    line = {"customer_id": jd.customer_id, "key": "A1", "event_at": "2026-06-01T08:00:00Z", "amount": 5}
    refused = admin.post(f"/programmes/{JD}/scores", {"lines": [line | change]})
    assert (refused.status_code, refused.json()["field"]) == (status, field)


@pytest.mark.parametrize("path", ["members", "expiries?days=366", "falling", "corrections", "levels"])
def test_lists_of_members_ask_no_more_as_they_grow(jd: Life, admin: Program, path: str) -> None:
    counts = []
    for place in range(3):
        Life(JD, jd.customer_id if place == 0 else person(f"客户{place}")).opening("silver", "2026-03-01", 2_400)
        if place != 1:
            with CaptureQueriesContext(connection) as asked:
                assert admin.get(f"/programmes/{JD}/{path}").status_code == 200
            counts.append(len(asked))
    assert counts[1] <= counts[0]  # the first request also says when the token was used

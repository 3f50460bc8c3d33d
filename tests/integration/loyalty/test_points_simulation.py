"""A text of points tried over the past and on one purchase: what it says is what it then pays (R24.1, P33)."""

from datetime import date

import pytest

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as reads
from minghua.domain.loyalty.queries import Piece
from minghua.domain.loyalty.types import SchemeInvalid
from minghua.foundation.people.types import SYSTEM
from minghua.journeys import close_day
from tests.company import found_company
from tests.integration.loyalty.test_earning_rules import bring_back, buy, relate, scheme
from tests.integration.loyalty.test_points import act, publish, sheet
from tests.trade import Trade, day, line, open_shop

pytestmark = pytest.mark.django_db
RULES = (
    "code: all, points: 1, per: 100",
    "code: sacks, kind: item, points: 20, products: [rice10]",
    "code: welcome, kind: first_order, points: 100",
    "code: row, kind: streak, every: month, count: 2, points: 30",
    "code: friends, kind: referral, points: 50, newcomer: 20",
)
LIMITS = (
    "code: cap, points: 150",
    "code: pot, of: all, period: ever, points: 380",
    "code: few, rules: [sacks], points: 30",
)


@pytest.fixture
def trade() -> Trade:
    trade = open_shop(found_company())
    relate(trade, date(2026, 3, 1))
    buy(trade, "w1", line(trade.rice, 3, 20), line(trade.oil, 1, 50), at=day(2))
    buy(trade, "l1", line(trade.rice, 1, 80), at=day(5), customer=trade.liu)
    bring_back(trade, "r1", line(trade.rice, 2, 20), at=day(6))
    buy(trade, "w2", line(trade.oil, 2, 40), at=day(20))
    buy(trade, "w3", line(trade.rice, 1, 60), at=day(3, 4))
    return trade


def test_the_simulation_gives_what_publishing_then_pays(trade: Trade) -> None:
    text, now = scheme(*RULES, limits=LIMITS), day(20, 4)
    tried = reads.try_points(SYSTEM, text, months=3, at=now)
    assert (tried.compared, tried.customers, tried.more, tried.since_on) == (False, 2, False, date(2026, 2, 1))
    assert {row.code: row.points for row in tried.rules}["friends"] == 50
    publish(text, from_on=date(2026, 2, 1))
    act(loyalty.points_for_some, limit=500, at=now)
    act(close_day.pay_referrals, at=now)
    paid = [sheet(pk, at=now)[0] for pk in (trade.wang, trade.liu)]
    told = {one.customer_id: one.after for one in tried.gaining}
    assert [told[trade.wang], told[trade.liu]] == paid
    assert (tried.after, sum(month.after for month in tried.months)) == (sum(paid), sum(paid))


def test_the_version_in_force_stands_beside_and_names_who_gains_and_who_loses(trade: Trade) -> None:
    publish(scheme("code: all, points: 1, per: 100"))
    text = scheme("code: all, points: 2, per: 100, categories: [粮油]", "code: few, points: 1, per: 100, least: 10000")
    tried = reads.try_points(SYSTEM, text, months=3, at=day(20, 4))
    assert [(month.before, month.after) for month in tried.months] == [(0, 0), (230, 460), (60, 120)]
    assert [(one.before, one.after) for one in tried.gaining] == [(210, 420), (80, 160)]
    assert tried.losing == ()
    less = reads.try_points(SYSTEM, scheme("code: all, points: 1, per: 200"), months=3, at=day(20, 4))
    assert [(one.before, one.after) for one in less.losing] == [(210, 105), (80, 40)]
    assert [row.cut for row in less.rules] == [0]


def test_a_purchase_is_traced_rule_by_rule_with_reasons_and_limits(trade: Trade) -> None:
    publish(scheme(*RULES[:1], limits=("code: cap, points: 100",)))
    act(loyalty.points_for_some, limit=500, at=day(20, 4))
    text = scheme(*RULES[:4], limits=("code: cap, points: 130",))
    traces = reads.try_purchase(SYSTEM, text, trade.wang, [Piece("RICE10", 2_000, 9_000)], at=day(20, 4))
    assert [(each.code, each.asked, each.given, each.reason) for each in traces] == [
        ("all", 90, 70, "earned"),
        ("sacks", 40, 0, "limited"),
        ("welcome", 0, 0, "not_first"),
        ("row", 30, 0, "limited"),
    ]
    assert traces[0].inputs["limits"] == [{"limit": "cap", "asked": 90, "left": 70, "given": 70}]
    assert sheet(trade.wang, at=day(20, 4))[0] == 160


def test_a_bad_text_is_not_tried(trade: Trade) -> None:
    with pytest.raises(SchemeInvalid):
        reads.try_points(SYSTEM, "code: p\nearn:\n  - {code: a, points: 0}\n", at=day(20, 4))

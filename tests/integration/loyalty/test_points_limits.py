"""Limits of points: cut or refused, by member and together, given back by returns in the period they came from (PL-…)."""

from datetime import date

import pytest

from minghua.domain.loyalty.models import PointsBudget, PointsFact
from minghua.domain.orders.models import ReturnLine
from minghua.journeys import record_order, record_return
from tests.company import found_company
from tests.integration.loyalty.test_earning_rules import bring_back, buy, given, scheme
from tests.integration.loyalty.test_points import act, publish, sheet, unproven
from tests.trade import Trade, an_order, day, line, open_shop

pytestmark = pytest.mark.django_db
RULE = "code: all, points: 1, per: 100"


@pytest.fixture
def trade() -> Trade:
    return open_shop(found_company())


def spend(trade: Trade, number: str, yuan: int, on: int, *, customer: int = 0, month: int = 3) -> None:
    buy(trade, number, line(trade.rice, 1, yuan), at=day(on, month), customer=customer or trade.wang)


def test_pl_1_an_award_above_the_limit_is_cut_and_a_return_gives_the_room_back(trade: Trade) -> None:
    publish(scheme(RULE, limits=("code: cap, points: 100",)))
    for number, yuan in enumerate((60, 70, 30)):
        spend(trade, f"o{number}", yuan, 2 + number)
    assert given(trade.wang, "all") == [60, 40, 0]
    bring_back(trade, "r0", line(trade.rice, 1, 60), at=day(10))
    spend(trade, "o3", 50, 11)
    assert given(trade.wang, "all") == [60, 40, 0, 50]
    assert sheet(trade.wang, at=day(11)) == (90, 0, 0, 0)
    spend(trade, "april", 90, 2, month=4)
    assert given(trade.wang, "all")[-1] == 90
    assert unproven(day(2, 4)) == {}


def test_pl_2_a_cut_award_keeps_what_its_order_still_is_worth(trade: Trade) -> None:
    publish(scheme(RULE, limits=("code: cap, points: 50",)))
    buy(trade, "o1", line(trade.rice, 10, 10), at=day(2))
    for number, left in enumerate((50, 50, 50, 50, 50, 40, 30)):
        bring_back(trade, f"r{number}", line(trade.rice, 1, 10), at=day(3 + number))
        assert sheet(trade.wang, at=day(3 + number)) == (left, 0, 0, 0)
    assert unproven(day(20)) == {}


def test_pl_3_a_limit_that_refuses_gives_all_or_nothing(trade: Trade) -> None:
    publish(scheme(RULE, limits=("code: cap, points: 100, on_exceed: reject",)))
    for number, yuan in enumerate((60, 41, 40, 1)):
        spend(trade, f"o{number}", yuan, 2 + number)
    assert given(trade.wang, "all") == [60, 0, 40, 0]
    cut = PointsFact.objects.filter(amount=0).order_by("pk").first()
    assert cut is not None
    assert cut.inputs["limits"] == [{"limit": "cap", "asked": 41, "left": 40, "given": 0}]
    assert unproven(day(20)) == {}


def test_pl_4_a_budget_of_all_members_is_never_exceeded_and_returns_fill_it_again(trade: Trade) -> None:
    publish(scheme(RULE, limits=("code: pot, of: all, period: ever, points: 150",)))
    spend(trade, "o1", 100, 2)
    spend(trade, "o2", 80, 3, customer=trade.liu)
    assert given(trade.liu, "all") == [50]
    assert PointsBudget.objects.values_list("given", "most").get() == (150, 150)
    bring_back(trade, "r1", line(trade.rice, 1, 100), at=day(4))
    assert PointsBudget.objects.values_list("given", "most").get() == (50, 150)
    spend(trade, "o3", 130, 5, customer=trade.sun)
    assert given(trade.sun, "all") == [100]
    assert unproven(day(5)) == {}


def test_pl_5_a_limit_may_mean_some_rules_only_and_several_stand_together(trade: Trade) -> None:
    publish(
        scheme(
            RULE,
            "code: sacks, kind: item, points: 20, products: [rice10]",
            limits=("code: sacks_cap, rules: [sacks], points: 30", "code: cap, points: 100"),
        )
    )
    buy(trade, "o1", line(trade.rice, 3, 20), at=day(2))
    assert (given(trade.wang, "all"), given(trade.wang, "sacks")) == ([60], [30])
    buy(trade, "o2", line(trade.rice, 1, 20), at=day(3))
    assert (given(trade.wang, "all"), given(trade.wang, "sacks")) == ([60, 10], [30, 0])
    assert unproven(day(3)) == {}


def test_pl_6_no_stretch_of_rolling_days_goes_above_its_limit_whenever_an_order_is_told(trade: Trade) -> None:
    publish(scheme(RULE, limits=("code: cap, period: rolling, days: 10, points: 100",)))
    for number, (yuan, on) in enumerate(((60, 2), (60, 14), (60, 8), (60, 24))):
        spend(trade, f"o{number}", yuan, on)
    assert given(trade.wang, "all") == [60, 60, 40, 60]
    assert unproven(day(24)) == {}


def test_pl_7_what_an_order_regains_must_be_free_still(trade: Trade) -> None:
    publish(scheme(RULE, limits=("code: cap, points: 100", "code: pot, of: all, points: 150")))
    spend(trade, "o1", 100, 2)
    bring_back(trade, "r1", line(trade.rice, 1, 100), at=day(3))
    spend(trade, "o2", 90, 4)
    act(record_return.untie, ReturnLine.objects.get().pk, at=day(5))
    assert sheet(trade.wang, at=day(5)) == (100, 0, 0, 0)
    assert PointsBudget.objects.get().given == 100
    assert unproven(day(5)) == {}


def test_pl_8_weeks_begin_on_monday(trade: Trade) -> None:
    publish(scheme(RULE, limits=("code: cap, period: week, points: 100",)))
    for number, on in enumerate((7, 8, 9)):  # 8 March 2026 is a Sunday
        spend(trade, f"o{number}", 80, on)
    assert given(trade.wang, "all") == [80, 20, 80]


def test_orders_told_together_share_a_limit_in_the_order_of_their_days(trade: Trade) -> None:
    publish(scheme(RULE, limits=("code: cap, points: 100",)))
    news = [an_order(f"o{on}", line(trade.rice, 1, 60), customer=trade.wang, at=day(on)) for on in (9, 3, 6)]
    act(record_order.record_orders, news, at=day(10))
    act(record_order.follow, [trade.wang], at=day(10))
    told = PointsFact.objects.filter(act="earn").order_by("at").values_list("at", "amount")
    assert [(at.day, amount) for at, amount in told] == [(3, 60), (6, 40), (9, 0)]
    act(record_order.follow, [trade.wang], at=day(11))
    assert PointsFact.objects.count() == 3
    assert unproven(day(11)) == {}


def test_a_smaller_limit_begins_with_its_version(trade: Trade) -> None:
    publish(scheme(RULE, limits=("code: pot, of: all, points: 150",)))
    spend(trade, "o1", 120, 2)
    publish(scheme(RULE, limits=("code: pot, of: all, points: 100",)), from_on=date(2026, 3, 10), at=day(5))
    spend(trade, "o2", 50, 11)
    assert given(trade.wang, "all") == [120, 0]
    assert unproven(day(11)) == {}

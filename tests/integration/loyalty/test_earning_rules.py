"""Every kind of earning through the public operations: orders earn by it, returns take it back by the stored award (ER-…)."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog.types import NewProduct
from minghua.domain.customers import operations as customers
from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty.models import PointsFact
from minghua.domain.orders.types import NewLine, OnDifference
from minghua.journeys import close_day, record_order, record_return
from tests.company import found_company
from tests.integration.loyalty.test_points import act, publish, sheet, unproven
from tests.trade import Trade, a_return, an_order, day, line, open_shop

pytestmark = pytest.mark.django_db
AT_ONCE = "pending: {days: none}\n"


@pytest.fixture
def trade() -> Trade:
    return open_shop(found_company())


def scheme(*rules: str, limits: tuple[str, ...] = ()) -> str:
    """Return a text with these rules and limits."""
    listed = "".join(f"  - {{{rule}}}\n" for rule in rules)
    under = "limits:\n" + "".join(f"  - {{{limit}}}\n" for limit in limits) if limits else ""
    return f"code: points\nearn:\n{listed}{under}{AT_ONCE}"


def buy(trade: Trade, number: str, *lines: NewLine, at: datetime, customer: int | None = None) -> int:
    new = an_order(number, *lines, customer=customer or trade.wang, at=at)
    return int(act(record_order.record_order, new, at=at).order_id)


def bring_back(trade: Trade, number: str, *lines: NewLine, at: datetime, customer: int | None = None) -> Any:
    new = a_return(number, *lines, customer=customer or trade.wang, at=at)
    return act(record_return.record_return, new, at=at)


def relate(trade: Trade, since_on: date) -> None:
    act(customers.relate, trade.wang, to_customer_id=trade.liu, kind="referral", since_on=since_on, at=day(1))


def given(customer: int, rule: str) -> list[int]:
    """Return what each award of a rule gave, in the order of telling."""
    rows = PointsFact.objects.filter(customer_id=customer, act="earn").order_by("pk")
    return [row.amount for row in rows if row.inputs.get("rule") == rule]


def test_er_1_pieces_earn_and_what_comes_back_takes_as_many(trade: Trade) -> None:
    publish(scheme("code: sacks, kind: item, points: 20, products: [rice10]"))
    buy(trade, "o1", line(trade.rice, 3), line(trade.oil, 2), at=day(2))
    assert sheet(trade.wang, at=day(2)) == (60, 0, 0, 0)
    bring_back(trade, "r1", line(trade.oil, 2), at=day(3))
    assert sheet(trade.wang, at=day(3)) == (60, 0, 0, 0)
    bring_back(trade, "r2", line(trade.rice, 1), at=day(4))
    assert sheet(trade.wang, at=day(4)) == (40, 0, 0, 0)
    bring_back(trade, "r3", line(trade.rice, 2), at=day(5))
    assert sheet(trade.wang, at=day(5)) == (0, 0, 0, 0)
    assert unproven(day(5)) == {}


def test_er_2_a_shelf_earns_on_what_was_paid_for_its_goods_as_they_stood_then(trade: Trade) -> None:
    publish(scheme("code: grain, points: 2, per: 100, categories: [粮油]"))
    buy(trade, "o1", line(trade.rice, 2, 50), line(trade.postage, 1, 10), at=day(2))
    assert sheet(trade.wang, at=day(2)) == (200, 0, 0, 0)
    act(catalog.upsert_many, [NewProduct(sku="RICE10", name="东北大米 10kg", category="米")], at=day(3))
    bring_back(trade, "r1", line(trade.rice, 1, 50), at=day(4))
    assert sheet(trade.wang, at=day(4)) == (100, 0, 0, 0)
    buy(trade, "o2", line(trade.rice, 1, 50), at=day(5))
    assert sheet(trade.wang, at=day(5)) == (100, 0, 0, 0)
    assert unproven(day(5)) == {}


def test_er_3_the_first_order_pays_once_and_a_loop_of_buying_and_returning_gains_nothing(trade: Trade) -> None:
    publish(scheme("code: welcome, kind: first_order, points: 100, least: 5000"))
    for number in range(5):
        buy(trade, f"o{number}", line(trade.rice, 1, 60), at=day(2 + number))
        assert sheet(trade.wang, at=day(2 + number)) == (100, 0, 0, 0)
        bring_back(trade, f"r{number}", line(trade.rice, 1, 60), at=day(2 + number))
        assert sheet(trade.wang, at=day(2 + number)) == (0, 0, 0, 0)
    buy(trade, "kept", line(trade.rice, 2, 60), at=day(20))
    buy(trade, "second", line(trade.rice, 2, 60), at=day(21))
    assert sheet(trade.wang, at=day(21)) == (100, 0, 0, 0)
    bring_back(trade, "part", line(trade.rice, 1, 60), at=day(22))
    assert sheet(trade.wang, at=day(22)) == (100, 0, 0, 0)
    assert unproven(day(22)) == {}


def test_er_4_a_first_order_below_the_least_uses_up_the_welcome(trade: Trade) -> None:
    publish(scheme("code: all, points: 1, per: 100", "code: welcome, kind: first_order, points: 100, least: 5000"))
    buy(trade, "o1", line(trade.rice, 1, 40), at=day(2))
    buy(trade, "o2", line(trade.rice, 1, 60), at=day(3))
    assert given(trade.wang, "welcome") == []
    assert sheet(trade.wang, at=day(3)) == (100, 0, 0, 0)


def test_er_5_every_third_month_in_a_row_pays_once_and_a_gap_begins_anew(trade: Trade) -> None:
    publish(scheme("code: row, kind: streak, every: month, count: 3, points: 200"))
    for month in (3, 4, 5, 6, 7, 8, 10, 11):
        buy(trade, f"a{month}", line(trade.rice), at=day(5, month))
        buy(trade, f"b{month}", line(trade.rice), at=day(25, month))
    told = PointsFact.objects.filter(act="earn").order_by("pk").values_list("at", "amount")
    assert [(at.month, amount) for at, amount in told] == [(5, 200), (8, 200)]
    bring_back(trade, "r", line(trade.rice), line(trade.rice), at=day(12, 11))
    assert unproven(day(12, 11)) == {}


def test_er_6_who_brought_somebody_earns_after_the_days_of_return_and_gives_back_with_them(trade: Trade) -> None:
    publish(scheme("code: friends, kind: referral, points: 50, newcomer: 20, after_days: 7"))
    relate(trade, date(2026, 3, 1))
    buy(trade, "o1", line(trade.rice, 1, 60), at=day(2), customer=trade.liu)
    act(close_day.pay_referrals, at=day(8))
    assert PointsFact.objects.count() == 0
    for _ in range(2):
        act(close_day.pay_referrals, at=day(9))
    assert sheet(trade.wang, at=day(9)) == (50, 0, 0, 0)
    assert sheet(trade.liu, at=day(9)) == (20, 0, 0, 0)
    bring_back(trade, "r1", line(trade.rice, 1, 60), at=day(12), customer=trade.liu)
    assert sheet(trade.wang, at=day(12)) == (0, 0, 0, 0)
    assert sheet(trade.liu, at=day(12)) == (0, 0, 0, 0)
    act(close_day.pay_referrals, at=day(20))
    assert sheet(trade.wang, at=day(20)) == (0, 0, 0, 0)
    assert unproven(day(20)) == {}


def test_er_7_one_who_had_ordered_before_brings_nothing(trade: Trade) -> None:
    publish(scheme("code: friends, kind: referral, points: 50"))
    buy(trade, "o1", line(trade.rice, 1, 60), at=day(2), customer=trade.liu)
    relate(trade, date(2026, 3, 3))
    act(close_day.pay_referrals, at=day(20))
    assert PointsFact.objects.count() == 0


def test_an_order_told_late_and_cancelled_orders_follow_the_same_rules(trade: Trade) -> None:
    publish(scheme("code: sacks, kind: item, points: 20, per: 2, products: [rice10, oil5]"))
    order = an_order("o1", line(trade.rice, 3), line(trade.oil, 2), customer=trade.wang, at=day(2))
    act(record_order.record_order, order, at=day(9))
    assert sheet(trade.wang, at=day(9)) == (50, 0, 0, 0)
    fewer = replace(order, lines=(line(trade.rice, 1),))
    act(record_order.record_order, fewer, on_difference=OnDifference.UPDATE, at=day(10))
    assert sheet(trade.wang, at=day(10)) == (10, 0, 0, 0)
    act(loyalty.rebuild_points, limit=500, at=day(10))
    assert unproven(day(10)) == {}

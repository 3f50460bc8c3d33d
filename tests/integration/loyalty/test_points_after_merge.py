"""What was given back, captured or returned while two records were one goes home when they are two again (I2)."""

import pytest

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.orders.types import OnDifference
from minghua.journeys import merge_customers, record_order, record_return
from tests.company import found_company
from tests.integration.loyalty.test_points import act, buy, publish, sheet, unproven
from tests.trade import Trade, a_return, an_order, day, line, open_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def trade() -> Trade:
    trade = open_shop(found_company())
    publish()
    buy(trade, "o", 20, at=day(2), customer=trade.liu)
    return trade


def test_a_spending_reversed_while_merged_is_given_back_to_whoever_spent(trade: Trade) -> None:
    act(loyalty.spend_points, "points", trade.liu, 20, key="s", at=day(3))
    merged = act(merge_customers.merge_customers, trade.wang, trade.liu, at=day(4))
    act(loyalty.reverse_spending, "points", trade.wang, of="s", key="back", at=day(5))
    act(merge_customers.unmerge, merged.id, at=day(6))
    assert (sheet(trade.liu, at=day(6)), unproven(day(6))) == ((20, 0, 0, 0), {})


def test_a_hold_captured_while_merged_is_spent_by_whoever_held(trade: Trade) -> None:
    act(loyalty.hold_points, "points", trade.liu, 15, key="h", minutes=10_000, at=day(3))
    merged = act(merge_customers.merge_customers, trade.wang, trade.liu, at=day(4))
    act(loyalty.capture_hold, "points", trade.wang, key="h", at=day(5))
    act(loyalty.reverse_spending, "points", trade.wang, of="h", key="back", amount=5, at=day(5))
    act(merge_customers.unmerge, merged.id, at=day(6))
    assert (sheet(trade.liu, at=day(6)), unproven(day(6))) == ((10, 0, 0, 0), {})


def test_goods_returned_while_merged_cost_the_points_of_whoever_bought(trade: Trade) -> None:
    merged = act(merge_customers.merge_customers, trade.wang, trade.liu, at=day(4))
    back = a_return("r", line(trade.rice, 1, 20), customer=trade.wang, at=day(5))
    act(record_return.record_return, back, at=day(5))
    act(merge_customers.unmerge, merged.id, at=day(6))
    assert (sheet(trade.liu, at=day(6)), unproven(day(6))) == ((0, 0, 0, 0), {})


def test_an_order_that_both_of_two_merged_customers_had_stands_for_points_once(trade: Trade) -> None:
    told = an_order("o", line(trade.rice, 1, 20), customer=trade.wang, at=day(2))
    act(record_order.record_order, told, on_difference=OnDifference.UPDATE, at=day(3))
    assert (sheet(trade.liu, at=day(3)), sheet(trade.wang, at=day(3))) == ((0, 0, 0, 0), (20, 0, 0, 0))
    merged = act(merge_customers.merge_customers, trade.wang, trade.liu, at=day(4))
    assert (sheet(trade.wang, at=day(4)), unproven(day(4))) == ((20, 0, 0, 0), {})
    act(merge_customers.unmerge, merged.id, at=day(5))
    assert (sheet(trade.liu, at=day(5)), sheet(trade.wang, at=day(5))) == ((0, 0, 0, 0), (20, 0, 0, 0))
    assert unproven(day(5)) == {}

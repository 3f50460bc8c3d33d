"""Orders and returns through their journeys: the customer's standing follows (R01.2)."""

from dataclasses import replace

import pytest

from minghua.domain.customers.models import Customer
from minghua.domain.orders.models import ReturnLine
from minghua.domain.orders.types import OnDifference
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.record_order import record_order
from minghua.journeys.record_return import record_return
from tests.company import Company
from tests.trade import Trade, a_return, an_order, day, line, open_shop


@pytest.fixture
def trade(company: Company) -> Trade:
    return open_shop(company)


def standing(customer_id: int) -> tuple[str, int, int]:
    row = Customer.objects.get(pk=customer_id)
    return row.status, row.order_count, row.net_minor


def test_a_first_and_a_second_order_move_the_status(trade: Trade) -> None:
    with unit_of_work(SYSTEM, at=day(2)):
        record_order(an_order("1", line(trade.rice), customer=trade.wang, at=day(1)), by=SYSTEM, at=day(2))
    assert standing(trade.wang) == ("first_time", 1, 6_800)
    with unit_of_work(SYSTEM, at=day(6)):
        record_order(an_order("2", line(trade.rice), customer=trade.wang, at=day(5)), by=SYSTEM, at=day(6))
    assert standing(trade.wang) == ("repeat", 2, 13_600)


def test_a_return_told_before_its_order_is_tied_when_the_order_arrives(trade: Trade) -> None:
    with unit_of_work(SYSTEM, at=day(9)):
        record_return(a_return("C1", line(trade.rice), customer=trade.wang, at=day(8)), by=SYSTEM, at=day(9))
        assert list(ReturnLine.objects.values_list("match", flat=True)) == ["no_prior_sale"]
        record_order(an_order("1", line(trade.rice, 2), customer=trade.wang, at=day(1)), by=SYSTEM, at=day(9))
    assert list(ReturnLine.objects.values_list("match", "order_line__order__number")) == [("exact", "1")]
    assert standing(trade.wang) == ("first_time", 1, 6_800)


def test_an_order_moved_to_another_customer_leaves_the_first_without_it(trade: Trade) -> None:
    new = an_order("1", line(trade.rice), customer=trade.wang, at=day(1))
    with unit_of_work(SYSTEM, at=day(2)):
        record_order(new, by=SYSTEM, at=day(2))
        moved = replace(new, customer_id=trade.liu)
        record_order(moved, on_difference=OnDifference.UPDATE, by=SYSTEM, at=day(2))
    assert (standing(trade.wang), standing(trade.liu)) == (("potential", 0, 0), ("first_time", 1, 6_800))

"""Goods come back from completed sales only, in their currency, and once however often the form is sent."""

from dataclasses import replace
from datetime import timedelta

import pytest

from minghua.domain.orders import operations as orders
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.models import OrderLine, Return, ReturnLine
from minghua.domain.orders.types import Outcome, Status
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Invalid
from tests.company import Company
from tests.conftest import AT
from tests.trade import Trade, a_return, an_order, day, line, open_shop


@pytest.fixture
def trade(company: Company) -> Trade:
    return open_shop(company)


@pytest.mark.parametrize(
    ("facts", "what"),
    [
        ({"status": Status.CANCELLED}, "只有已完成的订单可以退货。"),
        ({"status": Status.OPEN}, "只有已完成的订单可以退货。"),
        ({"lines": "free"}, "账务调整不能退货。"),
    ],
)
def test_goods_come_back_from_completed_sales_only(trade: Trade, facts: dict, what: str) -> None:
    told = facts | ({"lines": (line(trade.rice, 4, price=0),)} if "lines" in facts else {})
    new = replace(an_order("1", line(trade.rice, 4), customer=trade.wang, at=day(1)), **told)
    with unit_of_work(SYSTEM, at=AT):
        order = orders.record(new, by=SYSTEM, at=AT)
        sold = OrderLine.objects.get(order_id=order.order_id)
        with pytest.raises(Invalid) as raised:
            orders.return_lines(order.order_id, {sold.pk: 1_000}, source="shop", number="B1", by=SYSTEM, at=AT)
        back = orders.record_return(
            a_return("B2", line(trade.rice, 1), customer=trade.wang, at=day(2)), by=SYSTEM, at=AT
        )
        row = ReturnLine.objects.get(return_of_id=back.return_id)
        with pytest.raises(Invalid) as by_hand:
            orders.tie_by_hand(row.pk, order_line_id=sold.pk, by=SYSTEM, at=AT)
    assert (raised.value.message("zh-hans"), by_hand.value.message("zh-hans")) == (what, what)
    assert order_reads.candidates(SYSTEM, row.pk)[1] == []
    assert order_reads.is_returnable(order_reads.order(SYSTEM, order.order_id)) is False
    assert Return.objects.filter(number="B1").count() == 0


def test_a_return_in_another_currency_is_not_tied(trade: Trade) -> None:
    with unit_of_work(SYSTEM, at=AT):
        order = orders.record(an_order("1", line(trade.rice, 4), customer=trade.wang, at=day(1)), by=SYSTEM, at=AT)
        pounds = replace(a_return("B", line(trade.rice, 1), customer=trade.wang, at=day(2)), currency="GBP")
        row = ReturnLine.objects.get(return_of_id=orders.record_return(pounds, by=SYSTEM, at=AT).return_id)
        sold = OrderLine.objects.get(order_id=order.order_id)
        with pytest.raises(Invalid) as raised:
            orders.tie_by_hand(row.pk, order_line_id=sold.pk, by=SYSTEM, at=AT)
    assert raised.value.message("zh-hans") == "退货与订单的币种不同。"
    assert order_reads.candidates(SYSTEM, row.pk)[1] == []


def test_two_taps_on_one_return_form_are_one_return(trade: Trade) -> None:
    with unit_of_work(SYSTEM, at=AT):
        order = orders.record(an_order("1", line(trade.rice, 4), customer=trade.wang, at=day(1)), by=SYSTEM, at=AT)
        sold = OrderLine.objects.get(order_id=order.order_id).pk
        form = {"source": "minghua", "number": "R1", "by": SYSTEM}
        first = orders.return_lines(order.order_id, {sold: 1_000}, **form, at=AT)
        again = orders.return_lines(order.order_id, {sold: 1_000}, **form, at=AT + timedelta(seconds=1))
        with pytest.raises(orders.NumberDiffers):
            orders.return_lines(order.order_id, {sold: 2_000}, **form, at=AT + timedelta(seconds=2))
    assert (again.return_id, again.outcome, again.untied) == (first.return_id, Outcome.UNCHANGED, 0)
    assert (Return.objects.count(), Return.objects.get().returned_at) == (1, AT)

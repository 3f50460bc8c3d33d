"""Orders that come back give their coupons back by themselves, once, in the same transaction (R24.5, RT-02, RT-06 …)."""

from dataclasses import replace

import pytest

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty.models import Coupon, CouponReversal
from minghua.domain.loyalty.types.coupon_story import BackLine, Sale, SaleLine
from minghua.domain.orders.models import OrderLine, Return
from minghua.domain.orders.types import OnDifference, Status
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.record_order import record_order
from minghua.journeys.record_return import record_return, return_from_order
from tests.company import Company
from tests.integration.loyalty.test_coupons import act, counters, issue, publish, state
from tests.trade import Trade, a_return, an_order, day, line, open_shop

pytestmark = pytest.mark.django_db
LINES = (
    SaleLine(product="rice10", amount=20_400, quantity_milli=3_000),
    SaleLine(product="OIL5", amount=8_000, quantity_milli=1_000),
)


@pytest.fixture
def trade(company: Company) -> Trade:
    found = open_shop(company)
    publish()
    return found


def buy(trade: Trade, number: str = "o1") -> str:
    """A till uses a coupon on three rice and one oil, and the shop's books tell the order."""
    mine = issue("thirty", trade.wang, f"i-{number}")
    sale = Sale(coupons=(mine,), lines=LINES, customer_id=trade.wang, order=number)
    act(loyalty.redeem_coupons, sale, key=f"till-{number}", at=day(2))
    order(trade, number, customer=trade.wang)
    return mine


def order(
    trade: Trade, number: str, *, customer: int | None, source: str = "shop", status: Status = Status.COMPLETED
) -> None:
    bought = (line(trade.rice, 3, 68), line(trade.oil, 1, 80))
    told = replace(an_order(number, *bought, customer=customer, at=day(2)), source=source, status=status)
    act(record_order, told, at=day(2), on_difference=OnDifference.UPDATE)


def bring_back(trade: Trade, number: str, *, rice: int = 0, oil: int = 0, on: int = 4) -> None:
    goods = [line(trade.rice, rice, 68)] * bool(rice) + [line(trade.oil, oil, 80)] * bool(oil)
    told = a_return(number, *goods, customer=trade.wang, at=day(on))
    act(record_return, told, at=day(on))


def test_rt_06_a_part_that_comes_back_gives_the_budget_its_share_and_the_coupon_stays_used(trade: Trade) -> None:
    mine = buy(trade)
    bring_back(trade, "r1", rice=1)
    (reversal,) = CouponReversal.objects.all()
    assert (reversal.key.split(":")[0], reversal.whole, [each[:2] for each in reversal.lines]) == (
        "order", False, [[0, 1_000]],
    )  # fmt: skip
    assert (state(mine), counters("thirty")) == ("redeemed", (99, 3_000 - 718))


def test_the_same_return_again_changes_nothing_and_the_rest_gives_the_coupon_back(trade: Trade) -> None:
    mine = buy(trade)
    for _ in range(3):
        bring_back(trade, "r1", rice=1)
    assert CouponReversal.objects.count() == 1
    bring_back(trade, "r2", rice=2, oil=1, on=5)
    assert (state(mine), counters("thirty"), CouponReversal.objects.count()) == ("ready", (99, 0), 2)
    assert act(loyalty.catch_up_coupons, [trade.wang], at=day(6)) == 0


def test_what_comes_back_after_its_last_day_is_not_given_back(trade: Trade) -> None:
    mine = buy(trade)
    bring_back(trade, "r1", rice=3, oil=1, on=16)
    assert (state(mine), counters("thirty")) == ("expired", (99, 0))


def test_rt_07_what_the_till_gave_back_itself_is_not_given_back_again(trade: Trade) -> None:
    mine = buy(trade)
    act(loyalty.reverse_coupons, "till-o1", key="till", lines=[BackLine(0, 1_000)], at=day(3))
    bring_back(trade, "r1", rice=1)
    assert (CouponReversal.objects.count(), counters("thirty")) == (1, (99, 3_000 - 718))
    bring_back(trade, "r2", rice=2, oil=1, on=5)
    assert (state(mine), counters("thirty")) == ("ready", (99, 0))


def test_a_return_that_was_told_before_its_order_gives_back_when_the_order_comes(trade: Trade) -> None:
    mine = issue("thirty", trade.wang, "i1")
    sale = Sale(coupons=(mine,), lines=LINES, customer_id=trade.wang, order="o1")
    act(loyalty.redeem_coupons, sale, key="till", at=day(2))
    bring_back(trade, "r1", rice=3, oil=1)
    assert state(mine) == "redeemed"
    order(trade, "o1", customer=trade.wang)
    assert state(mine) == "ready"


def test_rt_09_a_cancelled_order_gives_its_coupon_back(trade: Trade) -> None:
    mine = buy(trade)
    order(trade, "o1", customer=trade.wang, status=Status.CANCELLED)
    assert (state(mine), counters("thirty")) == ("ready", (99, 0))


def test_a_number_that_two_sales_of_a_customer_have_is_not_guessed(trade: Trade) -> None:
    mine = buy(trade)
    order(trade, "o1", customer=trade.wang, source="fair")
    bring_back(trade, "r1", rice=3, oil=1)
    assert state(mine) == "redeemed"


def test_what_is_not_kept_leaves_neither_return_nor_coupon(trade: Trade) -> None:
    mine = buy(trade)
    with pytest.raises(Stop):
        bring_back_and_stop(trade)
    assert (state(mine), Return.objects.count(), CouponReversal.objects.count()) == ("redeemed", 0, 0)


def test_a_code_of_somebody_unknown_is_free_again_with_an_order_of_nobody(trade: Trade) -> None:
    (code,) = act(loyalty.mint_coupons, "thirty", 1, key="run", at=day(1)).codes
    act(loyalty.redeem_coupons, Sale(coupons=(code,), lines=LINES, order="o1"), key="till", at=day(2))
    order(trade, "o1", customer=None)
    bought = OrderLine.objects.order_by("position")
    back = {each.pk: each.quantity_milli for each in bought}
    act(return_from_order, bought[0].order_id, back, source="shop", number="r1", at=day(4))
    assert (Coupon.objects.get().state, counters("thirty")) == ("ready", (99, 0))


class Stop(Exception):
    """Ends the work before it is kept."""


def bring_back_and_stop(trade: Trade) -> None:
    with unit_of_work(SYSTEM, at=day(4)):
        told = a_return("r1", line(trade.rice, 3, 68), line(trade.oil, 1, 80), customer=trade.wang, at=day(4))
        record_return(told, by=SYSTEM, at=day(4))
        assert CouponReversal.objects.count() == 1
        raise Stop

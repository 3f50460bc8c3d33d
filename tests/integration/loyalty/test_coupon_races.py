"""Coupons asked for by many at once: the last one is made once, the one is used once, one key has one effect (R3, R4, §2.9)."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty.models import Coupon, CouponBatch, CouponEvent, CouponUse
from minghua.domain.loyalty.types.coupon_story import Sale
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests.append_only import emptied_afterwards
from tests.company import found_company
from tests.integration.loyalty.test_coupons import FIVE, THREE_LINES
from tests.integration.loyalty.test_points_races import NOW, at_once
from tests.trade import Trade, day, open_shop

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20


@pytest.fixture
def trade(transactional_db: None) -> Iterator[Trade]:
    with emptied_afterwards():
        trade = open_shop(found_company())
        with unit_of_work(SYSTEM, at=day(1)):
            text = FIVE.replace("total: 10", "total: 2\nper_member: 50\nbudget: 500")
            loyalty.publish_batch(text, from_on=date(2020, 1, 1), by=SYSTEM, at=day(1))
        yield trade


def test_of_twenty_who_ask_for_the_last_coupon_one_gets_it(trade: Trade) -> None:
    with unit_of_work(SYSTEM, at=day(1)):
        loyalty.mint_coupons("five", 1, key="run", by=SYSTEM, at=day(1))

    def asking(number: int) -> Callable[[], object]:
        customer = (trade.wang, trade.liu, trade.sun)[number % 3]
        return lambda: loyalty.issue_coupon("five", customer, key=f"i{number}", by=SYSTEM, at=NOW)

    told = at_once(*(asking(number) for number in range(MANY)))
    assert sorted(map(str, told)) == ["done", *["out_of_coupons"] * (MANY - 1)]
    assert (CouponBatch.objects.get().left, Coupon.objects.count()) == (0, 2)


def test_of_twenty_tills_with_one_code_one_uses_it(trade: Trade) -> None:
    with unit_of_work(SYSTEM, at=day(1)):
        (code,) = loyalty.mint_coupons("five", 1, key="run", by=SYSTEM, at=day(1)).codes

    def using(number: int) -> Callable[[], object]:
        sale = Sale(coupons=(code,), lines=THREE_LINES)
        return lambda: loyalty.redeem_coupons(sale, key=f"o{number}", by=SYSTEM, at=NOW)

    told = at_once(*(using(number) for number in range(MANY)))
    assert told.count("done") == 1
    assert set(told) <= {"done", "coupon_taken", "coupons_refused"}
    assert (CouponUse.objects.count(), CouponBatch.objects.get().spent) == (1, 500)


def test_of_two_coupons_and_a_budget_for_one_one_is_used(trade: Trade) -> None:
    with unit_of_work(SYSTEM, at=day(1)):
        codes = loyalty.mint_coupons("five", 2, key="run", by=SYSTEM, at=day(1)).codes

    def using(number: int) -> Callable[[], object]:
        sale = Sale(coupons=(codes[number % 2],), lines=THREE_LINES)
        return lambda: loyalty.hold_coupons(sale, key=f"o{number}", by=SYSTEM, at=NOW)

    told = at_once(*(using(number) for number in range(MANY)))
    assert told.count("done") == 1
    assert set(told) <= {"done", "coupon_taken", "coupons_refused", "budget_spent"}
    assert CouponBatch.objects.get().spent == 500


def test_one_key_told_by_twenty_at_once_is_one_use(trade: Trade) -> None:
    with unit_of_work(SYSTEM, at=day(1)):
        (code,) = loyalty.mint_coupons("five", 1, key="run", by=SYSTEM, at=day(1)).codes
    sale = Sale(coupons=(code,), lines=THREE_LINES)
    told = at_once(*[lambda: loyalty.redeem_coupons(sale, key="o1", by=SYSTEM, at=NOW)] * MANY)
    assert told == ["done"] * MANY
    assert CouponEvent.objects.filter(act="redeemed").count() == 1

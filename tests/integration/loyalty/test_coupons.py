"""Coupons through the public operations: published, made, quoted, held, used, given back, let go, expired; each case by its id."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as reads
from minghua.domain.loyalty.models import Coupon, CouponBatch
from minghua.domain.loyalty.types.coupon_story import BackLine, Sale, SaleLine, UseState
from minghua.foundation.parameters import operations as parameters
from minghua.foundation.people.queries import actor_named
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys import close_day
from minghua.kernel.errors import NotFound, Refusal
from tests.company import found_company
from tests.trade import Trade, day, open_shop

pytestmark = pytest.mark.django_db
EARLY = date(2020, 1, 1)
THIRTY = "code: thirty\nkind: threshold\nvalue: 3000\nleast: 20000\nvalid: {days: 15}\ntotal: 100\nper_member: 2\n"
FIVE = (
    "code: five\nkind: no_threshold\nvalue: 500\nvalid: {days: 30}\ncategory: platform\nstackable: always\ntotal: 10\n"
)
THREE_LINES = (
    SaleLine(product="RICE10", amount=12_000, quantity_milli=2_000),
    SaleLine(product="OIL5", amount=6_000, quantity_milli=3_000),
    SaleLine(product="SOAP", amount=4_000),
)


@pytest.fixture
def trade() -> Trade:
    return open_shop(found_company())


def act(run: Callable[..., Any], *told: Any, at: datetime, **also: Any) -> Any:
    with unit_of_work(SYSTEM, at=at):
        return run(*told, by=SYSTEM, at=at, **also)


def publish(text: str = THIRTY, *, at: datetime | None = None) -> None:
    act(loyalty.publish_batch, text, from_on=EARLY, at=at or day(1))


def issue(batch: str, customer: int, key: str, *, at: datetime | None = None) -> str:
    return str(act(loyalty.issue_coupon, batch, customer, key=key, at=at or day(1)).coupon_id)


def sale(*coupons: str, customer: int | None = None, **also: Any) -> Sale:
    return Sale(coupons=coupons, lines=THREE_LINES, customer_id=customer, **also)


def state(coupon: str) -> str:
    return Coupon.objects.get(pk=int(coupon)).state


def counters(code: str) -> tuple[int, int]:
    row = CouponBatch.objects.get(code=code)
    return row.left, row.spent


def test_cp_01_a_quote_lays_the_discount_by_largest_remainder_and_keeps_nothing(trade: Trade) -> None:
    publish()
    mine = issue("thirty", trade.wang, "i1")
    found = reads.quote_coupons(SYSTEM, sale(mine, customer=trade.wang), at=day(2))
    assert (found.off, found.left, found.saving) == ((1_636, 818, 546), 19_000, 3_000)
    assert (state(mine), counters("thirty")) == ("ready", (99, 0))


def test_cp_14_a_coupon_that_does_not_fit_is_skipped_with_what_is_missing(trade: Trade) -> None:
    publish(THIRTY.replace("20000", "22001"))
    mine = issue("thirty", trade.wang, "i1")
    found = reads.quote_coupons(SYSTEM, sale(mine, customer=trade.wang), at=day(2))
    assert [(each.coupon, each.code, each.why.zh) for each in found.skipped] == [
        (mine, "own_condition", "适用商品还差 ¥0.01。")
    ]
    with pytest.raises(loyalty.CouponsRefused):
        act(loyalty.redeem_coupons, sale(mine, customer=trade.wang), key="o1", at=day(2))


def test_rt_02_a_purchase_comes_back_piece_by_piece_and_exactly_whole(trade: Trade) -> None:
    publish()
    mine = issue("thirty", trade.wang, "i1")
    act(loyalty.redeem_coupons, sale(mine, customer=trade.wang, order="o1"), key="o1", at=day(2))
    assert (state(mine), counters("thirty")) == ("redeemed", (99, 3_000))
    told = [
        act(loyalty.reverse_coupons, "o1", key=f"r{n}", lines=[BackLine(1, 1_000)], at=day(3)).lines[0]
        for n in range(3)
    ]
    assert [(each.money, each.discount) for each in told] == [(1_727, 273), (1_728, 272), (1_727, 273)]
    with pytest.raises(loyalty.TooMuchOfLine):
        act(loyalty.reverse_coupons, "o1", key="r4", lines=[BackLine(1, 1_000)], at=day(3))
    assert (state(mine), counters("thirty")) == ("redeemed", (99, 3_000 - 818))
    rest = act(loyalty.reverse_coupons, "o1", key="rest", at=day(4))
    assert (rest.money, rest.whole) == (22_000 - 6_000 - (3_000 - 818), True)
    assert (state(mine), counters("thirty")) == ("ready", (99, 0))
    again = act(loyalty.reverse_coupons, "o1", key="rest", at=day(5))
    assert (again.again, again.money) == (True, rest.money)
    act(loyalty.redeem_coupons, sale(mine, customer=trade.wang), key="o2", at=day(5))
    assert state(mine) == "redeemed"


def test_what_comes_back_after_its_last_day_is_expired(trade: Trade) -> None:
    publish()
    mine = issue("thirty", trade.wang, "i1")
    act(loyalty.redeem_coupons, sale(mine, customer=trade.wang), key="o1", at=day(15))
    act(loyalty.reverse_coupons, "o1", key="r1", at=day(16))
    assert state(mine) == "expired"


def test_a_hold_is_used_once_released_once_and_times_out(trade: Trade) -> None:
    publish()
    mine = issue("thirty", trade.wang, "i1")
    held = act(loyalty.hold_coupons, sale(mine, customer=trade.wang), key="h1", minutes=10, at=day(2))
    assert (held.state, held.until_at, state(mine)) == (UseState.HELD, day(2) + timedelta(minutes=10), "held")
    with pytest.raises(loyalty.CouponsRefused):
        act(loyalty.hold_coupons, sale(mine, customer=trade.wang), key="h2", at=day(2))
    assert act(loyalty.release_coupons, "h1", at=day(2)).state is UseState.RELEASED
    assert act(loyalty.release_coupons, "h1", at=day(2)).again
    assert (state(mine), counters("thirty")) == ("ready", (99, 0))
    act(loyalty.hold_coupons, sale(mine, customer=trade.wang), key="h3", minutes=10, at=day(2))
    with pytest.raises(loyalty.CouponHoldOver):
        act(loyalty.redeem_hold, "h3", at=day(3))
    act(loyalty.hold_coupons, sale(mine, customer=trade.wang), key="h4", minutes=10, at=day(3))
    used = act(loyalty.redeem_hold, "h4", order="o4", at=day(3))
    assert (used.state, state(mine), counters("thirty")) == (UseState.REDEEMED, "redeemed", (99, 3_000))
    assert act(loyalty.redeem_hold, "h4", at=day(4)).again
    with pytest.raises(loyalty.OrderHasCoupons):
        act(loyalty.redeem_coupons, sale(mine, customer=trade.wang, order="o4"), key="o4", at=day(4))


def test_the_night_lets_go_and_writes_down_what_expired(trade: Trade) -> None:
    publish()
    held, kept = issue("thirty", trade.wang, "i1"), issue("thirty", trade.liu, "i2")
    act(loyalty.hold_coupons, sale(held, customer=trade.wang), key="h1", at=day(2))
    assert act(close_day.expire_coupons, at=day(15)) == 1
    assert (state(held), state(kept), counters("thirty")) == ("ready", "ready", (98, 0))
    assert [act(close_day.expire_coupons, at=day(16)) for _ in range(2)] == [2, 0]
    assert (state(held), state(kept)) == ("expired", "expired")
    row = reads.coupon_batches(SYSTEM, at=day(16))[0]
    assert row.total == row.left + row.ready + row.held + row.redeemed + row.expired + row.void


def test_a_found_code_becomes_its_users_and_counts_to_what_one_may_have(trade: Trade) -> None:
    publish(THIRTY.replace("per_member: 2", "per_member: 1"))
    one, two = act(loyalty.mint_coupons, "thirty", 2, key="run", at=day(1)).codes
    act(loyalty.redeem_coupons, sale(one, customer=trade.wang), key="o1", at=day(2))
    assert Coupon.objects.get(member_id=trade.wang).customer_id == trade.wang
    told = reads.quote_coupons(SYSTEM, sale(two, customer=trade.wang), at=day(2))
    assert [each.code for each in told.skipped] == ["member_limit"]
    mine = issue("thirty", trade.liu, "i1")
    theirs = reads.quote_coupons(SYSTEM, sale(mine, customer=trade.wang), at=day(2))
    assert [each.code for each in theirs.skipped] == ["unknown"]


def test_stock_members_limit_and_budget_are_kept(trade: Trade) -> None:
    publish(THIRTY.replace("total: 100", "total: 3") + "budget: 5000\n")
    first, _ = issue("thirty", trade.wang, "i1"), issue("thirty", trade.wang, "i2")
    with pytest.raises(loyalty.MemberHasAll):
        issue("thirty", trade.wang, "i3")
    assert issue("thirty", trade.wang, "i1") == first
    second = issue("thirty", trade.liu, "i4")
    with pytest.raises(loyalty.OutOfCoupons):
        issue("thirty", trade.sun, "i5")
    act(loyalty.redeem_coupons, sale(first, customer=trade.wang), key="o1", at=day(2))
    told = reads.quote_coupons(SYSTEM, sale(second, customer=trade.liu), at=day(2))
    assert [each.code for each in told.skipped] == ["budget_spent"]
    act(loyalty.reverse_coupons, "o1", key="r1", at=day(2))
    assert reads.quote_coupons(SYSTEM, sale(second, customer=trade.liu), at=day(2)).saving == 3_000


def test_sk_two_coupons_go_together_as_the_shop_says(trade: Trade) -> None:
    publish()
    publish(FIVE)
    thirty, five = issue("thirty", trade.wang, "i1"), issue("five", trade.wang, "i2")
    both = sale(thirty, five, customer=trade.wang)
    told = reads.quote_coupons(SYSTEM, both, at=day(2))
    assert [(each.coupon, each.code, each.because) for each in told.skipped] == [(five, "order_full", (thirty,))]
    act(parameters.set_value, "coupons.most", 2, valid_from=date(2026, 3, 1), reason="店庆", at=day(1))
    assert reads.quote_coupons(SYSTEM, both, at=day(2)).saving == 3_500
    best = reads.quote_coupons(SYSTEM, sale(customer=trade.wang), at=day(2))
    assert (best.saving, best.exact) == (3_500, True)


def test_cp_12_a_cash_card_pays_keeps_the_rest_and_is_paid_back(trade: Trade) -> None:
    publish("code: card\nkind: cash_card\nvalue: 30000\nvalid: {days: 90}\ntotal: 5\n")
    card = issue("card", trade.wang, "i1")
    act(loyalty.redeem_coupons, sale(card, customer=trade.wang), key="o1", at=day(2))
    assert (state(card), Coupon.objects.get(pk=int(card)).balance) == ("ready", 8_000)
    act(loyalty.redeem_coupons, sale(card, customer=trade.wang), key="o2", at=day(2))
    assert state(card) == "redeemed"
    back = act(loyalty.reverse_coupons, "o2", key="r1", lines=[BackLine(2, 1_000)], at=day(3))
    left = Coupon.objects.get(pk=int(card))
    assert (state(card), left.balance) == ("ready", back.lines[0].card)


def test_cp_11_an_exchange_costs_points_and_gives_them_back(trade: Trade) -> None:
    act(loyalty.publish_points, "code: points\npending: {days: none}\n", from_on=EARLY, at=day(1))
    act(loyalty.earn_points, "points", trade.wang, 100, key="a", at=day(1))
    publish("code: swap\nkind: exchange\nvalue: 1000\npoints: 60\npoints_scheme: points\nvalid: {days: 9}\ntotal: 5\n")
    swap = issue("swap", trade.wang, "i1")
    held = act(loyalty.hold_coupons, sale(swap, customer=trade.wang), key="h1", at=day(2))
    assert (held.quote.off, reads.points_of(SYSTEM, trade.wang, at=day(2))[0].held) == ((5_000, 0, 0), 60)
    act(loyalty.redeem_hold, "h1", at=day(2))
    assert reads.points_of(SYSTEM, trade.wang, at=day(2))[0].available == 40
    act(loyalty.reverse_coupons, "h1", key="r1", at=day(3))
    assert reads.points_of(SYSTEM, trade.wang, at=day(3))[0].available == 100


def test_the_same_key_is_answered_alike_for_ever(trade: Trade) -> None:
    publish()
    mine = issue("thirty", trade.wang, "i1")
    told = [act(loyalty.redeem_coupons, sale(mine, customer=trade.wang), key="o1", at=day(2 + n)) for n in range(3)]
    assert [(each.again, each.quote.off, each.quote.saving) for each in told] == [
        (again, (1_636, 818, 546), 3_000) for again in (False, True, True)
    ]
    with pytest.raises(loyalty.CouponKeyTaken):
        act(loyalty.redeem_coupons, sale(mine, customer=trade.wang, freight=1), key="o1", at=day(5))
    with pytest.raises(loyalty.CouponKeyTaken):
        issue("thirty", trade.liu, "i1")


def test_coupons_of_customers_out_of_reach_are_not_there(trade: Trade) -> None:
    publish()
    theirs = issue("thirty", trade.sun, "i1")
    east = actor_named("east1", channel="web")
    with pytest.raises(NotFound), unit_of_work(east, at=day(2)):
        loyalty.redeem_coupons(sale(theirs, customer=trade.sun), key="o1", by=east, at=day(2))
    for read in (reads.coupons_of, reads.coupon_story):
        with pytest.raises(Refusal):
            read(east, trade.sun, **({"at": day(2)} if read is reads.coupons_of else {}))

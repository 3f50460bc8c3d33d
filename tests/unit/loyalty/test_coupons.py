"""Coupons one by one: what each kind gives on a basket, on which days, and why not (R24.5)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.loyalty.rules import coupons
from minghua.domain.loyalty.types.coupons import Basis, Basket, BasketLine, CouponKind, Scope, ScopeKind, Validity
from minghua.kernel.periods import Period
from tests.unit.loyalty.baskets import ISSUED, OIL, RICE, SHOP, basket, held

FOOD = Scope(ScopeKind.CATEGORY, frozenset({"food"}))
NEW = Scope(ScopeKind.TAG, frozenset({"new"}))
SOAP_ONLY = Scope(ScopeKind.PRODUCT, frozenset({"soap"}))
TOYS = Scope(ScopeKind.CATEGORY, frozenset({"toys"}))


def judged(coupon, on_basket=SHOP, *, on=ISSUED, basis=Basis.DISCOUNTED):
    return coupons.judge(coupon, on_basket, on=on, basis=basis)


@pytest.mark.parametrize(
    ("coupon", "off", "freight"),
    [
        pytest.param(held("threshold", value=3000, least=20000), (1636, 818, 546), 0, id="CP-01"),
        pytest.param(held("threshold", value=3000, least=22000), (1636, 818, 546), 0, id="CP-02"),
        pytest.param(held("threshold", value=3000, least=18000, scope=FOOD), (2000, 1000, 0), 0, id="CP-03"),
        pytest.param(held("no_threshold", value=1000, scope=SOAP_ONLY), (0, 0, 1000), 0, id="CP-04"),
        pytest.param(held("no_threshold", value=5000, scope=SOAP_ONLY), (0, 0, 4000), 0, id="CP-05"),
        pytest.param(held("percent", value=12, scope=NEW), (1440, 0, 480), 0, id="CP-06"),
        pytest.param(held("percent", value=12, most=1000, scope=NEW), (750, 0, 250), 0, id="CP-07"),
        pytest.param(held("freight"), (0, 0, 0), 800, id="CP-08"),
        pytest.param(held("freight", value=500), (0, 0, 0), 500, id="CP-09"),
        pytest.param(held("exchange", value=1000, points=100), (5000, 0, 0), 0, id="CP-11"),
        pytest.param(held("cash_card", balance=11000), (6000, 3000, 2000), 0, id="CP-12"),
        pytest.param(held("cash_card", balance=99999), (12000, 6000, 4000), 0, id="CP-13"),
    ],
)
def test_what_a_coupon_takes_off(coupon, off, freight):
    gives = judged(coupon).gives
    assert (gives.off, gives.freight) == (off, freight)


def test_cp_10_a_gift_is_goods_and_no_money():
    gives = judged(held("gift_item", least=20000, gift="bowl", count=2, worth=1500)).gives
    assert (gives.gift, gives.count, gives.money, gives.saving) == ("bowl", 2, 0, 1500)


def test_cp_11_an_exchange_costs_points_and_is_made_once_per_line():
    coupon = held("exchange", value=1000, points=40)
    first = judged(coupon).gives
    then = coupons.after(SHOP, first)
    assert (first.points, first.exchanged, then.points, then.lines[0].left) == (40, 0, 60, 7000)
    second = judged(coupon, then).gives
    assert (second.off, second.exchanged) == ((0, 5000, 0), 1)


def test_cp_12_a_card_pays_and_saves_nothing():
    gives = judged(held("cash_card", balance=11000)).gives
    assert (gives.pays, gives.money, gives.saving) == (True, 11000, 0)


@pytest.mark.parametrize(
    ("coupon", "codes", "said"),
    [
        pytest.param(
            held("threshold", value=3000, least=22001), ["below_threshold"], "适用商品还差 ¥0.01。", id="CP-14"
        ),
        pytest.param(
            held("threshold", value=3000, least=20000, scope=FOOD), ["below_threshold"], "适用商品还差 ¥20.00。",
            id="CP-15",
        ),
        pytest.param(held("no_threshold", value=100, scope=TOYS), ["nothing_in_scope"], "没有适用的商品。", id="CP-16"),
        pytest.param(held("exchange", value=1000, points=130), ["too_few_points"], "还差 30 积分。", id="CP-17"),
        pytest.param(
            held("exchange", value=6000, points=10), ["nothing_to_take_off"], "没有可以减的金额。", id="CP-18"
        ),
        pytest.param(held("cash_card"), ["card_empty"], "卡内余额为零。", id="CP-19"),
        pytest.param(held("no_threshold", value=100, currency="GBP"), ["other_currency"], "币种不同。", id="CP-20"),
        pytest.param(
            held("exchange", value=100, points=130, scope=TOYS, currency="GBP", issued_on=date(2014, 11, 1)),
            ["other_currency", "not_yet", "nothing_in_scope", "too_few_points"], "币种不同。", id="CP-21",
        ),
    ],
)  # fmt: skip
def test_why_a_coupon_gives_nothing(coupon, codes, said):
    decision = judged(coupon)
    assert ([reason.code for reason in decision.reasons], decision.reasons[0].text.zh) == (codes, said)
    assert decision.gives is None


def test_cp_22_no_freight_to_pay():
    assert judged(held("freight"), replace(SHOP, freight=0)).code == "no_freight"


def test_cp_23_nothing_left_to_take_off():
    free = Basket(lines=(replace(OIL, off=6000),))
    assert judged(held("no_threshold", value=100), free).code == "nothing_to_take_off"


@pytest.mark.parametrize(
    ("basis", "code", "percent"),
    [
        pytest.param(Basis.INITIAL, "given", 600, id="CP-24-initial"),
        pytest.param(Basis.DISCOUNTED, "below_threshold", 500, id="CP-24-discounted"),
    ],
)
def test_thresholds_and_per_cents_on_the_chosen_amounts(basis, code, percent):
    reduced = Basket(lines=(replace(OIL, off=1000),))
    assert judged(held("threshold", value=500, least=6000), reduced, basis=basis).code == code
    assert judged(held("percent", value=10), reduced, basis=basis).gives.money == percent


PERIOD = Validity(period=Period(date(2014, 10, 5), date(2014, 11, 1)))


@pytest.mark.parametrize(
    ("validity", "on", "code"),
    [
        pytest.param(Validity(days=15), "2014-10-01", "given", id="XP-01-first-day"),
        pytest.param(Validity(days=15), "2014-10-15", "given", id="XP-01-last-day"),
        pytest.param(Validity(days=15), "2014-10-16", "expired", id="XP-01-day-after"),
        pytest.param(Validity(days=30), "2014-10-30", "given", id="XP-02-last-day"),
        pytest.param(Validity(days=30), "2014-10-31", "expired", id="XP-02-day-after"),
        pytest.param(Validity(days=1), "2014-10-01", "given", id="CP-25-one-day"),
        pytest.param(Validity(days=1), "2014-10-02", "expired", id="CP-25-day-after"),
        pytest.param(PERIOD, "2014-10-04", "not_yet", id="CP-26-before"),
        pytest.param(PERIOD, "2014-10-05", "given", id="CP-26-first-day"),
        pytest.param(PERIOD, "2014-10-31", "given", id="CP-26-last-day"),
        pytest.param(PERIOD, "2014-11-01", "expired", id="CP-26-day-after"),
    ],
)
def test_days_on_which_a_coupon_may_be_used(validity, on, code):
    assert judged(held("no_threshold", value=100, validity=validity), on=date.fromisoformat(on)).code == code


def test_the_last_day_is_said():
    decision = judged(held("no_threshold", value=100), on=date(2014, 10, 20))
    assert decision.reasons[0].text.en == "Its last day was 2014-10-15."


@pytest.mark.parametrize("told", [{}, {"days": 0}, {"days": 3, "period": Period(ISSUED, ISSUED + timedelta(days=1))}])
def test_cp_27_a_period_or_days_and_not_both(told):
    with pytest.raises(ValueError):
        Validity(**told)


@pytest.mark.parametrize(
    ("scope", "covered"), [(Scope(), True), (FOOD, True), (NEW, True), (SOAP_ONLY, False), (TOYS, False)]
)
def test_goods_by_product_category_and_tag(scope, covered):
    assert coupons.covers(scope, RICE) is covered


def test_an_empty_basket_is_given_nothing():
    assert {judged(held(kind, balance=1), Basket(lines=())).code for kind in CouponKind} == {"nothing_in_scope"}


LINES = st.builds(
    BasketLine,
    product=st.sampled_from(["rice", "oil", "soap"]),
    amount=st.integers(0, 10**6),
    quantity_milli=st.integers(1, 20_000),
    tags=st.sets(st.sampled_from(["new", "old"])).map(frozenset),
)
BASKETS = st.builds(
    Basket, lines=st.lists(LINES, max_size=6).map(tuple), freight=st.integers(0, 5000), points=st.integers(0, 500)
)
COUPONS = st.builds(
    held,
    st.sampled_from(list(CouponKind)),
    balance=st.integers(0, 10**6),
    value=st.integers(1, 100),
    least=st.integers(0, 1000),
    most=st.none() | st.integers(1, 1000),
    points=st.integers(0, 200),
    scope=st.sampled_from([Scope(), NEW, SOAP_ONLY]),
)


@given(COUPONS, BASKETS, st.sampled_from(Basis))
def test_no_coupon_takes_more_than_is_there_nor_from_goods_that_are_not_its_own(coupon, filled, basis):
    gives = judged(coupon, filled, basis=basis).gives
    if gives is None:
        return
    left = coupons.after(filled, gives)
    assert [line for line in left.lines if not 0 <= line.left <= line.amount] == []
    assert (left.freight >= 0, left.points >= 0, left.left) == (True, True, filled.left - gives.money)
    touched = [line for line, off in zip(filled.lines, gives.off, strict=True) if off]
    assert [line for line in touched if not coupons.covers(coupon.coupon.scope, line)] == []


@given(COUPONS, BASKETS, st.sampled_from(Basis))
def test_a_coupon_gives_something_or_says_why_not(coupon, filled, basis):
    decision = judged(coupon, filled, basis=basis)
    assert (decision.code == "given") is (decision.gives is not None and not decision.gives.is_nothing)
    assert [reason for reason in decision.reasons if not reason.text.zh or not reason.text.en] == []


@pytest.mark.parametrize(
    ("kind", "told", "said"),
    [
        ("no_threshold", {"value": 100}, ("减 ¥1.00。", "Takes ¥1.00 off.")),
        ("gift_item", {"gift": "bowl"}, ("赠 bowl × 1。", "Gives bowl × 1.")),
        ("cash_card", {"balance": 100}, ("从卡内支付 ¥1.00。", "Pays ¥1.00 from the card.")),
        ("exchange", {"value": 900, "points": 5}, ("用 5 积分，减 ¥1.00。", "Takes ¥1.00 off for 5 points.")),
    ],
)
def test_what_it_gives_in_words(kind, told, said):
    assert judged(held(kind, **told), basket(1000, points=5)).reasons[0].text == said

"""Several coupons on one basket: what each gives on what the others left, and what is told of the rest (R24.5)."""

import itertools
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.loyalty.rules import laying, stacking
from minghua.domain.loyalty.types import stacking as words
from minghua.domain.loyalty.types.coupons import Basis
from minghua.domain.loyalty.types.stacking import SkipCode, Stackable, StackingPolicy, Validation
from tests.unit.loyalty.baskets import ISSUED, SHOP, basket, held

OPEN = StackingPolicy(most=30, per_category=30)
RANKED = StackingPolicy(most=30, per_category=30, sequence=words.Sequence.HIERARCHY)
HUNDRED = basket(10000)


def lay(coupons, on_basket=HUNDRED, policy=OPEN, basis=Basis.DISCOUNTED):
    return laying.lay(coupons, on_basket, policy=policy, on=ISSUED, basis=basis)


def why(laid) -> dict[str, str]:
    return {each.coupon: each.code.value for each in laid.skipped}


def off(key, value=1000, **told):
    return held("no_threshold", key, value=value, **told)


@pytest.mark.parametrize(("first", "second"), list(itertools.product(Stackable, Stackable)))
def test_ly_01_pairs_go_together_as_the_table_says(first, second):
    policy = StackingPolicy(most=30, per_category=30, most_alone=2)
    laid = lay([off("a", stackable=first), off("b", stackable=second)], policy=policy)
    assert laid.keys == (("a", "b") if stacking.may_meet(first, second) else ("a",))


def test_ly_02_who_is_in_the_way_is_named():
    laid = lay([off("a", stackable=Stackable.NEVER), off("b")])
    assert [(each.coupon, each.code, each.because) for each in laid.skipped] == [("b", SkipCode.NOT_TOGETHER, ("a",))]


def test_ly_03_who_gives_nothing_is_in_nobodys_way_and_tells_its_own_reasons():
    laid = lay([held("threshold", "a", value=1, least=10001, stackable=Stackable.NEVER), off("b")])
    assert (laid.keys, why(laid), laid.skipped[0].why.zh) == (
        ("b",), {"a": "own_condition"}, "适用商品还差 ¥0.01。",
    )  # fmt: skip


def test_ly_04_partial_leaves_out_what_is_refused():
    laid = lay([off("a"), held("freight", "b"), off("c")])
    assert (laid.keys, why(laid), laid.basket.left) == (("a", "c"), {"b": "own_condition"}, 8000)


def test_ly_05_all_or_none():
    policy = StackingPolicy(most=30, per_category=30, validation=Validation.ALL)
    laid = lay([off("a"), held("freight", "b"), off("c")], policy=policy)
    assert (laid.keys, laid.basket) == ((), HUNDRED)
    assert why(laid) == {"a": "not_all", "b": "own_condition", "c": "not_all"}
    assert lay([off("a"), off("c")], policy=policy).keys == ("a", "c")


@pytest.mark.parametrize(
    ("policy", "basis", "keys", "left"),
    [
        pytest.param(OPEN, Basis.DISCOUNTED, ("p", "m"), 8000, id="LY-06"),
        pytest.param(RANKED, Basis.DISCOUNTED, ("m", "p"), 8100, id="LY-07"),
        pytest.param(RANKED, Basis.INITIAL, ("m", "p"), 8000, id="LY-08"),
    ],
)
def test_order_and_basis(policy, basis, keys, left):
    laid = lay([held("percent", "p", value=10, rank=2), off("m", rank=1)], policy=policy, basis=basis)
    assert (laid.keys, laid.basket.left) == (keys, left)


def test_ly_09_cards_pay_last_and_are_counted_with_nobody():
    laid = lay([held("cash_card", "card", balance=99999), off("a")], policy=StackingPolicy())
    assert (laid.keys, [each.gives.money for each in laid.applied], laid.saving) == (("a", "card"), [1000, 9000], 1000)


def test_ly_10_a_card_that_cannot_pay_spoils_nothing():
    policy = StackingPolicy(validation=Validation.ALL)
    card = held("cash_card", "card", balance=500)
    laid = lay([held("cash_card", "empty"), card, card, off("a")], policy=policy)
    assert laid.keys == ("a", "card")
    assert [(each.coupon, each.code.value) for each in laid.skipped] == [
        ("empty", "own_condition"), ("card", "named_twice"),
    ]  # fmt: skip


def test_ly_11_one_per_order_when_nothing_is_said():
    assert why(lay([off("a"), off("b")], policy=StackingPolicy())) == {"b": "category_full"}


def test_ly_12_never_more_than_thirty():
    laid = lay([off(f"k{place}", 1) for place in range(32)])
    assert (len(laid.keys), why(laid)) == (30, {"k30": "too_many_asked", "k31": "too_many_asked"})


def test_ly_13_one_coupon_twice_is_used_once():
    laid = lay([off("a"), off("a")])
    assert (laid.keys, why(laid), laid.basket.left) == (("a",), {"a": "named_twice"}, 9000)


@pytest.mark.parametrize(
    ("basis", "keys"),
    [
        pytest.param(Basis.DISCOUNTED, ("a",), id="LY-14-discounted"),
        pytest.param(Basis.INITIAL, ("a", "b"), id="LY-14-initial"),
    ],
)
def test_a_threshold_is_asked_on_the_chosen_amounts(basis, keys):
    assert lay([off("a"), held("threshold", "b", value=500, least=9500)], basis=basis).keys == keys


def test_no_coupons_leave_the_basket_as_it_is():
    laid = lay([], SHOP)
    assert (laid.applied, laid.skipped, laid.basket) == ((), (), SHOP)


HELD = st.builds(
    held,
    st.sampled_from(["threshold", "no_threshold", "freight", "percent", "gift_item", "exchange", "cash_card"]),
    st.sampled_from([f"k{place}" for place in range(40)]),
    balance=st.integers(0, 30000),
    value=st.integers(1, 90),
    least=st.integers(0, 25000),
    points=st.integers(0, 60),
    category=st.sampled_from(["shop", "platform"]),
    stackable=st.sampled_from(Stackable),
    rank=st.integers(0, 3),
)
POLICIES = st.builds(
    StackingPolicy,
    validation=st.sampled_from(Validation),
    sequence=st.sampled_from(words.Sequence),
    most=st.integers(1, 30),
    per_category=st.integers(1, 30),
    most_alone=st.integers(1, 5),
)
BASES = st.sampled_from(Basis)


@given(st.lists(HELD, max_size=12), POLICIES, BASES)
def test_each_coupon_is_used_or_left_out_with_a_reason_and_the_sums_agree(coupons, policy, basis):
    laid = lay(coupons, SHOP, policy, basis)
    told = Counter([*laid.keys, *(each.coupon for each in laid.skipped)])
    assert told == Counter(each.key for each in coupons)
    assert [each for each in laid.skipped if not each.why.zh or not each.why.en] == []
    assert laid.basket.left == SHOP.left - sum(each.gives.money for each in laid.applied)
    assert [line for line in laid.basket.lines if line.left < 0] == []


@given(st.lists(HELD, max_size=12), POLICIES, BASES)
def test_those_that_are_used_go_together_two_by_two(coupons, policy, basis):
    used = [each.held.coupon for each in lay(coupons, SHOP, policy, basis).applied if not laying.is_card(each.held)]
    apart = [
        pair for pair in itertools.combinations(used, 2) if not stacking.may_meet(pair[0].stackable, pair[1].stackable)
    ]
    assert (apart, len(used) <= policy.most) == ([], True)

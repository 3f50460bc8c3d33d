"""Which coupons save most on a basket, against every other choice (R24.5)."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minghua.domain.loyalty.rules import best_coupons, laying
from minghua.domain.loyalty.types.stacking import Stackable, StackingPolicy, Validation
from tests.unit.loyalty.baskets import ISSUED, SHOP, basket, held
from tests.unit.loyalty.test_laying import BASES, HELD, HUNDRED, OPEN, POLICIES, RANKED, off


def choose(coupons, on_basket=HUNDRED, policy=OPEN, **told):
    return best_coupons.choose(coupons, on_basket, policy=policy, on=ISSUED, **told)


@pytest.mark.parametrize(
    ("coupons", "policy", "keys", "saving"),
    [
        pytest.param([off("a"), off("b", 2000), off("c", 500)], StackingPolicy(), ("b",), 2000, id="BC-01"),
        pytest.param([off("a"), off("b"), off("c", 1500, stackable=Stackable.NEVER)], OPEN, ("a", "b"), 2000, id="BC-02"),
        pytest.param([off("a"), off("b"), off("c", 2500, stackable=Stackable.NEVER)], OPEN, ("c",), 2500, id="BC-03"),
        pytest.param(
            [off("a"), off("c", 2500, stackable=Stackable.NEVER), off("d", 1, stackable=Stackable.ALWAYS)], OPEN, ("c", "d"), 2501,
            id="BC-04",
        ),
        pytest.param([off("a", 100), held("threshold", "b", value=900, least=10000)], OPEN, ("b",), 900, id="BC-05"),
        pytest.param(
            [off("a", 100, rank=2), held("threshold", "b", value=900, least=10000, rank=1)],
            RANKED, ("b", "a"), 1000, id="BC-06",
        ),
        pytest.param([off("a", 10000), off("b", 10000)], OPEN, ("a",), 10000, id="BC-07"),
        pytest.param([held("gift_item", "g", gift="bowl", worth=1200, stackable=Stackable.NEVER), off("a")], OPEN, ("g",), 1200,
                     id="BC-08"),
        pytest.param([held("cash_card", "k", balance=9000), off("a")], OPEN, ("a",), 1000, id="BC-09"),
        pytest.param([], OPEN, (), 0, id="BC-10"),
    ],
)  # fmt: skip
def test_the_best_combination(coupons, policy, keys, saving):
    best = choose(coupons, policy=policy)
    assert (best.laid.keys, best.laid.saving, best.exact) == (keys, saving, True)


def test_bc_11_why_the_others_are_left_out():
    best = choose(
        [off("a"), off("b", 2500, stackable=Stackable.NEVER), held("freight", "f"), held("cash_card", "k", balance=1)]
    )
    assert {each.held.key: each.code for each in best.left_out} == {
        "a": "better_without",
        "f": "no_freight",
        "k": "own_money",
    }


def test_bc_12_all_or_none_asks_nothing_of_a_choice():
    policy = StackingPolicy(most=30, per_category=30, validation=Validation.ALL)
    assert choose([off("a"), held("freight", "f")], policy=policy).laid.keys == ("a",)


def test_bc_13_thirty_coupons_are_chosen_from_at_once_or_as_well_as_could_be_found():
    easy = choose([off(f"k{place}", 100) for place in range(30)])
    assert (len(easy.laid.keys), easy.laid.saving, easy.exact) == (30, 3000, True)
    hard = choose([held("percent", f"k{place}", value=3 + place % 7) for place in range(40)], basket(9973, 4999))
    assert (len(hard.laid.keys), hard.exact) == (30, False)


def test_bc_14_up_to_twelve_useful_coupons_the_choice_is_exact():
    worst = [held("percent", f"k{place}", value=3 + place) for place in range(12)]
    assert choose(worst, basket(9973, 4999)).exact is True


def best_of_all(coupons, policy, basis) -> int:
    policy = replace(policy, validation=Validation.PARTIAL)
    sizes = range(len(coupons) + 1)
    subsets = itertools.chain.from_iterable(itertools.combinations(coupons, size) for size in sizes)
    return max(laying.lay(each, SHOP, policy=policy, on=ISSUED, basis=basis).saving for each in subsets)


@settings(deadline=None)
@given(st.lists(HELD, max_size=6, unique_by=lambda each: each.key), POLICIES, BASES)
def test_no_other_choice_saves_more(coupons, policy, basis):
    best = choose(coupons, SHOP, policy, basis=basis)
    assert (best.laid.saving, best.exact) == (best_of_all(coupons, policy, basis), True)


@settings(deadline=None)
@given(st.lists(HELD, max_size=8, unique_by=lambda each: each.key), POLICIES, BASES)
def test_what_is_chosen_is_used_just_so_none_of_it_is_idle_and_the_rest_says_why(coupons, policy, basis):
    best = choose(coupons, SHOP, policy, basis=basis)
    chosen = [each.held for each in best.laid.applied]

    def laid(kept):
        return laying.lay(kept, SHOP, policy=replace(policy, validation=Validation.PARTIAL), on=ISSUED, basis=basis)

    assert laid(chosen) == best.laid
    fewer = [laid([each for each in chosen if each is not idle]).saving for idle in chosen]
    assert [each for each in fewer if each >= best.laid.saving] == []
    assert {*best.laid.keys, *(each.held.key for each in best.left_out)} == {each.key for each in coupons}

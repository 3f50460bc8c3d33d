"""Weights from pairwise judgements, against matrices whose answer is known (R15.3)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.tiering.rules import weighing
from minghua.domain.tiering.types.grading import WHOLE, Judgement

SAATY_SCALE = [Fraction(n) for n in range(1, 10)] + [Fraction(1, n) for n in range(2, 10)]


def judged(*pairs: tuple[str, str, str]) -> list[Judgement]:
    return [Judgement(one, other, Fraction(ratio)) for one, other, ratio in pairs]


def test_a_consistent_matrix_gives_its_exact_weights() -> None:
    found = weighing.weigh("abc", judged(("a", "b", "2"), ("b", "c", "3"), ("a", "c", "6")))
    assert found.weights == {"a": 600_000, "b": 300_000, "c": 100_000}
    assert found.ratio < 1e-9
    assert found.consistent


def test_ah1_the_known_three_by_three() -> None:
    """1 3 5 / 1/3 1 3 / 1/5 1/3 1: weights .637 .258 .105, λ 3.0385, CR .033."""
    found = weighing.weigh("abc", judged(("a", "b", "3"), ("a", "c", "5"), ("b", "c", "3")))
    assert found.weights == {"a": 636_986, "b": 258_285, "c": 104_729}
    assert (round(found.eigenvalue, 4), round(found.ratio, 4), found.consistent) == (3.0385, 0.0332, True)


def test_ah2_a_contradicting_judgement_is_named() -> None:
    """Everything says that c counts twice d, only the judgement itself says one ninth."""
    told = [("a", "b", "2"), ("a", "c", "4"), ("a", "d", "8"), ("b", "c", "2"), ("b", "d", "4"), ("c", "d", "1/9")]
    found = weighing.weigh("abcd", judged(*told))
    assert (found.consistent, found.worst) == (False, Judgement("c", "d", Fraction(1, 9)))


@pytest.mark.parametrize(("codes", "weights"), [("a", {"a": WHOLE}), ("ab", {"a": 750_000, "b": 250_000})])
def test_one_or_two_dimensions_cannot_contradict_each_other(codes: str, weights: dict[str, int]) -> None:
    found = weighing.weigh(codes, judged(("a", "b", "3")) if len(codes) == 2 else [])
    assert (found.weights, found.ratio) == (weights, 0.0)


def test_a_judgement_counts_the_same_from_either_side() -> None:
    one = weighing.weigh("abc", judged(("a", "b", "3"), ("a", "c", "5"), ("b", "c", "3")))
    other = weighing.weigh("abc", judged(("b", "a", "1/3"), ("c", "a", "1/5"), ("c", "b", "1/3")))
    assert one.weights == other.weights


@given(st.lists(st.sampled_from(SAATY_SCALE), min_size=10, max_size=10))
def test_weights_are_positive_and_make_a_whole(ratios: list[Fraction]) -> None:
    pairs = [(one, other) for place, one in enumerate("abcde") for other in "abcde"[place + 1 :]]
    found = weighing.weigh("abcde", [Judgement(*pair, ratio) for pair, ratio in zip(pairs, ratios, strict=True)])
    assert sum(found.weights.values()) == WHOLE
    assert min(found.weights.values()) > 0
    assert found.ratio >= 0

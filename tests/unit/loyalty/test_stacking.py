"""Which coupons are used together, and why each of the others is not (R24.5): the table of docs/rules/stacking.md."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.loyalty.rules.stacking import may_meet, stack
from minghua.domain.loyalty.types.stacking import (
    MOST_ASKED,
    Candidate,
    Sequence,
    SkipCode,
    Stackable,
    StackingPolicy,
    Validation,
)
from minghua.kernel.words import Text

COMMON, NEVER, ALWAYS = Stackable.COMMON, Stackable.NEVER, Stackable.ALWAYS
OPEN = StackingPolicy(most=9, per_category=9, most_alone=2)
TOO_LITTLE = Text("还差 20 元。", "20 yuan are missing.")


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (COMMON, COMMON, True), (COMMON, NEVER, False), (COMMON, ALWAYS, True),
        (NEVER, COMMON, False), (NEVER, NEVER, True), (NEVER, ALWAYS, True),
        (ALWAYS, COMMON, True), (ALWAYS, NEVER, True), (ALWAYS, ALWAYS, True),
    ],
)  # fmt: skip
def test_the_whole_table_of_pairs(one: Stackable, other: Stackable, together: bool) -> None:
    told = stack([Candidate("A", "a", one), Candidate("B", "b", other)], OPEN)
    assert (may_meet(one, other), told.used) == (together, ("A", "B") if together else ("A",))


A, B = Candidate("A", "shop"), Candidate("B", "platform")
ALONE, ALONE2 = Candidate("N", "vip", NEVER), Candidate("M", "staff", NEVER)
FREIGHT = Candidate("F", "freight", ALWAYS, rank=9)
FIRST = Candidate("H", "gold", rank=-1)
SHORT = Candidate("S", "short", against=TOO_LITTLE)
ALL = StackingPolicy(Validation.ALL, most=9, per_category=9)
RANKED = StackingPolicy(sequence=Sequence.HIERARCHY)


@pytest.mark.parametrize(
    ("case", "asked", "policy", "used", "skipped"),
    [
        ("SK1", [A, B], StackingPolicy(), ("A",), [("B", SkipCode.ORDER_FULL, ("A",))]),
        ("SK2", [A, B], StackingPolicy(most=2), ("A", "B"), []),
        ("SK3", [A, Candidate("C", "shop"), B], StackingPolicy(most=2), ("A", "B"), [("C", SkipCode.CATEGORY_FULL, ("A",))]),
        ("SK4", [A, ALONE, FREIGHT], OPEN, ("A", "F"), [("N", SkipCode.NOT_TOGETHER, ("A",))]),
        ("SK5", [ALONE, A, FREIGHT], OPEN, ("N", "F"), [("A", SkipCode.NOT_TOGETHER, ("N",))]),
        ("SK6", [ALONE, ALONE2], StackingPolicy(most=9), ("N",), [("M", SkipCode.ALONE_FULL, ("N",))]),
        ("SK7", [A, FIRST], RANKED, ("H",), [("A", SkipCode.ORDER_FULL, ("H",))]),
        ("SK8", [A, SHORT, B], ALL, (), [("A", SkipCode.NOT_ALL, ("S",)), ("S", SkipCode.OWN_CONDITION, ()), ("B", SkipCode.NOT_ALL, ("S",))]),
        ("SK9", [A, SHORT, B], OPEN, ("A", "B"), [("S", SkipCode.OWN_CONDITION, ())]),
        ("SK10", [A, A], OPEN, ("A",), [("A", SkipCode.NAMED_TWICE, ())]),
        ("SK11", [SHORT, A], StackingPolicy(), ("A",), [("S", SkipCode.OWN_CONDITION, ())]),
        ("SK12", [ALONE, FREIGHT], StackingPolicy(most=2), ("N", "F"), []),
        ("SK13", [FREIGHT, B, FIRST], RANKED, ("H",), [("F", SkipCode.ORDER_FULL, ("H",)), ("B", SkipCode.ORDER_FULL, ("H",))]),
    ],
)  # fmt: skip
def test_who_is_used_and_why_the_others_are_not(
    case: str, asked: list[Candidate], policy: StackingPolicy, used: tuple[str, ...], skipped: list[object]
) -> None:
    told = stack(asked, policy)
    assert (case, told.used, [(each.coupon, each.code, each.because) for each in told.skipped]) == (case, used, skipped)


def test_a_reason_is_told_in_both_tongues_with_its_number() -> None:
    told = stack([A, B, SHORT], StackingPolicy(most=1))
    assert [each.why for each in told.skipped] == [
        Text("每单最多用 1 张券。", "An order takes at most 1."),
        TOO_LITTLE,
    ]


def test_more_than_thirty_are_not_looked_at() -> None:
    asked = [Candidate(f"C{number}", f"k{number}") for number in range(MOST_ASKED + 1)]
    told = stack(asked, StackingPolicy(most=MOST_ASKED))
    assert [(each.coupon, each.code) for each in told.skipped] == [("C30", SkipCode.TOO_MANY_ASKED)]


@pytest.mark.parametrize(
    ("most", "per_category", "most_alone"), [(0, 1, 1), (31, 1, 1), (1, 0, 1), (1, 31, 1), (1, 1, 0), (1, 1, 6)]
)
def test_a_policy_beyond_its_bounds_is_refused(most: int, per_category: int, most_alone: int) -> None:
    with pytest.raises(ValueError, match="takes between 1 and"):
        StackingPolicy(most=most, per_category=per_category, most_alone=most_alone)


CANDIDATES = st.builds(
    Candidate,
    coupon=st.sampled_from("ABCDEFGH"),
    category=st.sampled_from(["shop", "platform", "freight"]),
    stackable=st.sampled_from(list(Stackable)),
    rank=st.integers(0, 3),
    against=st.sampled_from([None, None, TOO_LITTLE]),
)
POLICIES = st.builds(
    StackingPolicy,
    validation=st.sampled_from(list(Validation)),
    sequence=st.sampled_from(list(Sequence)),
    most=st.integers(1, 6),
    per_category=st.integers(1, 3),
    most_alone=st.integers(1, 5),
)


@given(st.lists(CANDIDATES, max_size=10), POLICIES)
def test_every_coupon_is_accounted_for_and_every_limit_holds(asked: list[Candidate], policy: StackingPolicy) -> None:
    told = stack(asked, policy)
    first = {each.coupon: each for each in reversed(asked)}
    used = [first[coupon] for coupon in told.used]
    alone = sum(each.stackable is NEVER for each in used)
    most = max([sum(each.category == name for each in used) for name in {each.category for each in used}], default=0)
    assert sorted([*told.used, *(each.coupon for each in told.skipped)]) == sorted(each.coupon for each in asked)
    assert len(used) <= policy.most
    assert alone <= policy.most_alone
    assert most <= policy.per_category
    assert all(may_meet(one.stackable, other.stackable) for one, other in combinations(used, 2))
    assert all(each.against is None for each in used)
    assert policy.validation is Validation.PARTIAL or not (told.used and told.skipped)


@given(st.lists(CANDIDATES, max_size=10), POLICIES)
def test_what_is_used_is_used_again_when_asked_alone(asked: list[Candidate], policy: StackingPolicy) -> None:
    told = stack(asked, policy)
    first = {each.coupon: each for each in reversed(asked)}
    assert stack([first[coupon] for coupon in told.used], policy).used == told.used

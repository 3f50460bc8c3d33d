"""Business grades by the table of docs/rules/grades.md (R15.3, A15.1)."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.tiering.rules import card_reading, grading
from minghua.domain.tiering.types.grading import GRADES, WHOLE, Facts, Scorecard

WEIGHTS = {"purchase": ".20", "profit": ".20", "stability": ".15", "payment": ".15", "growth": ".10", "influence": ".08", "cooperation": ".07", "risk": ".05"}  # fmt: skip
SCORES = {"purchase": 95, "profit": 80, "stability": 90, "payment": 60, "growth": 70, "influence": 85, "cooperation": 75, "risk": 50}  # fmt: skip
VETOES = [
    {
        "code": "overdue_days",
        "zh": "逾期天数",
        "over": "90",
        "effect": "down",
        "steps": 1,
        "unit_zh": "天",
        "unit_en": "days",
    },
    {"code": "bad_debt", "zh": "坏账", "over": "0", "effect": "cap", "grade": "C"},
    {"code": "legal_dispute", "zh": "法律纠纷", "over": "0", "effect": "cap", "grade": "C"},
]


def plain(**changes: Any) -> dict[str, Any]:
    dimensions = [
        {"code": code, "zh": code, "weight": weight, "indicators": [{"code": code, "zh": code}]}
        for code, weight in WEIGHTS.items()
    ]
    cutoffs = {"S": "85", "A": "70", "B": "55", "C": "40"}
    return {"dimensions": dimensions, "cutoffs": cutoffs, "vetoes": VETOES} | changes


def card(**changes: Any) -> Scorecard:
    found, faults = card_reading.read(plain(**changes))
    assert faults == ()
    assert found is not None
    return found


def facts(**values: int | str) -> Facts:
    return {code: Fraction(value) for code, value in (SCORES | values).items()}


def test_a15_1_scores_79_05_and_is_graded_a() -> None:
    decision = grading.judge(card(), facts())
    assert decision.score == Fraction("79.05")
    assert (decision.grade, decision.vetoes) == ("A", ())
    assert decision.reason.zh == "得分 79.05，按分数线为 A 级"


def test_a15_1_with_overdue_100_days_is_graded_b() -> None:
    decision = grading.judge(card(), facts(overdue_days=100))
    assert (decision.score, decision.earned, decision.grade) == (Fraction("79.05"), "A", "B")
    assert decision.reason.zh == "得分 79.05，按分数线为 A 级；逾期天数 100天，超过 90天：降 1 级 → B"


@pytest.mark.parametrize(
    ("case", "said", "grade"),
    [
        ("G1", {"overdue_days": 90}, "A"),
        ("G2", {"overdue_days": 91}, "B"),
        ("G3", {"bad_debt": 1}, "C"),
        ("G4", {"legal_dispute": 1}, "C"),
        ("G5", {"overdue_days": 100, "bad_debt": 1}, "C"),
        ("G6", {"bad_debt": 1, "purchase": 0, "profit": 0, "stability": 0, "payment": 0}, "D"),
        ("G7", {"overdue_days": 100, "purchase": 0, "profit": 0, "stability": 0, "payment": 0}, "D"),
    ],
)
def test_vetoes_take_hold_in_the_order_of_the_card(case: str, said: dict[str, int], grade: str) -> None:
    assert grading.judge(card(), facts(**said)).grade == grade


@pytest.mark.parametrize(
    ("score", "grade"),
    [("100", "S"), ("85", "S"), ("84.999999", "A"), ("70", "A"), ("69.995", "B"), ("55", "B"), ("54.99", "C"), ("40", "C"), ("39.99", "D"), ("0", "D")],
)  # fmt: skip
def test_the_exact_score_is_held_against_the_cut_offs(score: str, grade: str) -> None:
    assert grading.grade_of(card(), Fraction(score)) == grade


def test_too_little_known_gives_no_grade_and_says_what_is_missing() -> None:
    known = {code: value for code, value in facts().items() if code != "profit"}
    decision = grading.judge(card(), known)
    assert (decision.score, decision.grade, decision.known) == (None, "", 800_000)
    assert decision.reason.zh == "暂不评级，还缺：profit"


def test_what_is_unknown_leaves_its_weight_to_the_rest_when_enough_is_known() -> None:
    known = {code: value for code, value in facts().items() if code != "profit"}
    decision = grading.judge(card(min_known="0.8"), known)
    assert decision.score == (Fraction("79.05") - 16) / Fraction(8, 10)
    assert [line.points for line in decision.lines if line.code == "profit"] == [None]


def test_an_indicator_that_is_better_when_less_turns_round() -> None:
    inverse = {"code": "returns", "zh": "退货率", "low": "20", "high": "0"}
    one = [{"code": "risk", "zh": "风险", "weight": "1", "indicators": [inverse]}]
    indicator = card(dimensions=one).indicators[0]
    assert [grading.points(indicator, Fraction(value)) for value in (0, 5, 20, 30, -1)] == [100, 75, 0, 0, 100]


def test_a_card_is_written_and_read_back() -> None:
    assert card_reading.read(card_reading.written(card())) == (card(), ())


@pytest.mark.parametrize(
    ("place", "changes"),
    [
        ("card", None),
        ("dimensions", {"dimensions": []}),
        ("dimensions", {"dimensions": [{"code": "a", "zh": "甲", "weight": "0.9", "indicators": [{"code": "a", "zh": "甲"}]}]}),
        ("dimensions[0].indicators", {"dimensions": [{"code": "a", "zh": "甲", "weight": "1", "indicators": []}]}),
        ("dimensions[0].weight", {"dimensions": [{"code": "a", "zh": "甲", "weight": "-0.1", "indicators": []}]}),
        ("dimensions[0].code", {"dimensions": [{"code": "Å", "zh": "甲", "weight": "1"}]}),
        ("dimensions[0].indicators[0].high", {"dimensions": [{"code": "a", "zh": "甲", "weight": "1", "indicators": [{"code": "a", "zh": "甲", "low": "1", "high": "1"}]}]}),
        ("dimensions[0].indicators[0].source", {"dimensions": [{"code": "a", "zh": "甲", "weight": "1", "indicators": [{"code": "a", "zh": "甲", "source": "stars"}]}]}),
        ("dimensions[0].indicators[0].low", {"dimensions": [{"code": "a", "zh": "甲", "weight": "1", "indicators": [{"code": "a", "zh": "甲", "low": "NaN"}]}]}),
        ("cutoffs.B", {"cutoffs": {"S": "85", "A": "70", "B": "70", "C": "40"}}),
        ("cutoffs.S", {"cutoffs": {"S": "101", "A": "70", "B": "55", "C": "40"}}),
        ("cutoffs.C", {"cutoffs": {"S": "85", "A": "70", "B": "55"}}),
        ("vetoes[0].grade", {"vetoes": [{"code": "a", "zh": "甲", "effect": "cap", "grade": "S"}]}),
        ("vetoes[0].steps", {"vetoes": [{"code": "a", "zh": "甲", "effect": "down", "steps": 0}]}),
        ("vetoes[0].effect", {"vetoes": [{"code": "a", "zh": "甲", "effect": "gone"}]}),
        ("min_known", {"min_known": "0"}),
        ("judgements[0]", {"judgements": [["purchase", "nobody", "3"]]}),
        ("judgements[0]", {"judgements": [["purchase", "profit", "10"]]}),
        ("judgements", {"judgements": [["purchase", "profit", "9"], ["profit", "stability", "9"], ["purchase", "stability", "1/9"]]}),
    ],
)  # fmt: skip
def test_a_card_that_cannot_be_is_refused_with_its_place_and_remedy(place: str, changes: dict[str, Any] | None) -> None:
    _, faults = card_reading.read(None if changes is None else plain(**changes))
    assert [fault.place for fault in faults] == [place]
    assert all(fault.what.zh and fault.what.en and fault.remedy.zh and fault.remedy.en for fault in faults)


@given(st.fixed_dictionaries({code: st.integers(0, 100) for code in WEIGHTS}))
def test_the_score_is_the_weighted_mean_and_no_grade_beats_its_cut_off(scores: dict[str, int]) -> None:
    decision = grading.judge(card(), {code: Fraction(value) for code, value in scores.items()})
    assert decision.score == sum(Fraction(WEIGHTS[code]) * value for code, value in scores.items())
    assert decision.score is not None
    assert 0 <= decision.score <= 100
    least = dict(zip(GRADES, (*card().cutoffs, Decimal(0)), strict=True))[decision.grade]
    assert decision.score >= Fraction(least)
    assert decision.known == WHOLE

"""Asking members: valid answers pay once per edition and fill the archive only where consent allows (R24.2, R06.4)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.loyalty.rules import questionnaire, vote
from minghua.domain.loyalty.rules.vote import Band, PriceHint
from minghua.domain.loyalty.types.questionnaire import Fill, Filled, Into, Question, QuestionKind, Questionnaire
from minghua.kernel.words import Text

SKIN = Question("skin", Text("肤质", "Skin"), options=("dry", "oily"), fill=Fill(Into.TAG, "skin_type"))
STYLE = Question(
    "style", Text("风格", "Style"), QuestionKind.SOME, ("plain", "bright", "classic"), most=2, required=False,
    fill=Fill(Into.TAG, "style"),
)  # fmt: skip
EAT = Question(
    "eat", Text("几口人", "People"), QuestionKind.NUMBER, low=0, high=9, fill=Fill(Into.FIELD, "household", "service")
)
REMARK = Question("remark", Text("意见", "Remark"), QuestionKind.WORDS, required=False)
SPRING = Questionnaire("skin_care", "2024-spring", Text("春季问卷", "Spring"), (SKIN, STYLE, EAT, REMARK), points=15)
GOOD = {"skin": "dry", "eat": 0}
BOTH = ("profiling", "service")


def taken(said, *, before=False, consents=BOTH):
    return questionnaire.judge(SPRING, said, taken_before=before, consents=consents)


def codes(found):
    return {place: reason.code for place, reason in found.reasons.items()}


def test_answers_pay_once_and_become_tags_and_fields():
    found = taken({**GOOD, "style": ("plain", "classic"), "remark": "好"})
    assert (found.accepted, found.points) == (True, 15)
    assert found.filled == (
        Filled(Into.TAG, "skin_type", "dry", "profiling"),
        Filled(Into.TAG, "style", ("plain", "classic"), "profiling"),
        Filled(Into.FIELD, "household", 0, "service"),
    )


def test_the_same_edition_again_pays_nothing():
    found = taken(GOOD, before=True)
    assert (found.accepted, found.points, codes(found)) == (False, 0, {"2024-spring": "already_taken"})


def test_what_has_no_consent_stays_out_of_the_archive_and_is_paid_all_the_same():
    found = taken(GOOD, consents=("service",))
    assert (found.points, [each.target for each in found.filled]) == (15, ["household"])
    assert found.withheld == (Fill(Into.TAG, "skin_type"),)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"eat": 1}, {"skin": "missing"}),
        ({"skin": " ", "eat": 1}, {"skin": "missing"}),
        ({"skin": "green", "eat": 1}, {"skin": "not_an_option"}),
        ({"skin": ("dry",), "eat": 1}, {"skin": "not_an_option"}),
        ({**GOOD, "style": "plain"}, {"style": "not_an_option"}),
        ({**GOOD, "style": ("plain", "plain")}, {"style": "twice"}),
        ({**GOOD, "style": ("plain", "bright", "classic")}, {"style": "too_many"}),
        ({"skin": "dry", "eat": 10}, {"eat": "not_in_range"}),
        ({"skin": "dry", "eat": "3"}, {"eat": "not_in_range"}),
        ({"skin": "dry", "eat": True}, {"eat": "not_in_range"}),
        ({**GOOD, "remark": "好" * 501}, {"remark": "too_long"}),
        ({**GOOD, "shoe": "42"}, {"shoe": "unknown_question"}),
    ],
)
def test_what_is_wrong_with_an_answer(said, expected):
    found = taken(said)
    assert (found.accepted, found.points, found.filled, codes(found)) == (False, 0, (), expected)


@given(st.sets(st.sampled_from(["profiling", "service", "marketing"])))
def test_every_answer_is_filled_or_withheld_and_consent_changes_no_points(consents):
    found = taken(GOOD, consents=consents)
    assert (len(found.filled) + len(found.withheld), found.points) == (2, 15)
    assert {each.purpose for each in found.filled} <= consents


def test_a_vote_counts_every_option_also_those_nobody_chose():
    assert vote.tally(("red", "blue", "green"), ["blue", "red", "blue"]) == {"red": 1, "blue": 2, "green": 0}
    with pytest.raises(ValueError, match="no option: pink"):
        vote.tally(("red",), ["pink"])


def test_the_price_that_most_accept():
    bands = [Band(5000, 8000), Band(6000, 9000), Band(7000, 7500), Band(20000, 30000)]
    assert vote.price_hint(bands) == PriceHint(7000, 7500, Fraction(3, 4))
    assert vote.price_hint([]) is None


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), min_size=1, max_size=15))
def test_no_price_is_accepted_by_more_than_the_hint(spans):
    bands = [Band(low, low + width) for low, width in spans]
    hint = vote.price_hint(bands)
    shares = [Fraction(sum(low <= price <= high for low, high in bands), len(bands)) for price in range(81)]
    assert max(shares) == hint.share
    assert {shares[price] for price in range(hint.low, hint.high + 1)} == {hint.share}

"""Recommending: one reward per new customer, only after the return window, taken back from both sides (P6)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.loyalty.rules import referral
from minghua.domain.loyalty.types.referral import ReferralFacts, ReferralState, ReferralTerms, Side

TERMS = ReferralTerms(referrer_points=50, referee_points=20, return_days=7, most=3)
ANNA = Side(1, frozenset({"p1"}), frozenset({"d1"}), frozenset({"a1"}))
BEN = Side(2, frozenset({"p2"}), frozenset({"d2"}), frozenset({"a2"}))
ORDERED = date(2024, 5, 1)


def judged(referee=BEN, *, on=date(2024, 5, 8), **facts):
    known = ReferralFacts(**{"first_order_on": ORDERED, **facts})
    found = referral.judge(TERMS, ANNA, referee, known, on=on)
    return found.state, found.reason.code, found.referrer_points, found.referee_points


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"first_order_on": None}, (ReferralState.WAITING, "no_order_yet", 0, 0)),
        ({"on": date(2024, 5, 7)}, (ReferralState.WAITING, "in_return_window", 0, 0)),
        ({"on": date(2024, 5, 8)}, (ReferralState.QUALIFIED, "qualified", 50, 20)),
        ({"paid": True}, (ReferralState.QUALIFIED, "paid_before", 0, 0)),
        ({"paid": True, "returned": True}, (ReferralState.REVERSED, "returned", -50, -20)),
        ({"returned": True}, (ReferralState.REFUSED, "returned", 0, 0)),
        ({"recommended_by": 9}, (ReferralState.REFUSED, "already_recommended", 0, 0)),
        ({"recommended_by": 1}, (ReferralState.QUALIFIED, "qualified", 50, 20)),
        ({"ordered_before": True}, (ReferralState.REFUSED, "already_customer", 0, 0)),
        ({"qualified_before": 2}, (ReferralState.QUALIFIED, "qualified", 50, 20)),
        ({"qualified_before": 3}, (ReferralState.REFUSED, "most_reached", 0, 0)),
    ],
)
def test_where_a_recommendation_stands(facts, expected):
    assert judged(**facts) == expected


@pytest.mark.parametrize(
    ("referee", "code"),
    [
        (Side(1), "self"),
        (Side(3, phones=frozenset({"p1", "p9"})), "same_phone"),
        (Side(3, devices=frozenset({"d1"})), "same_device"),
        (Side(3, addresses=frozenset({"a1"})), "same_address"),
    ],
)
def test_nobody_recommends_themselves(referee, code):
    assert judged(referee) == (ReferralState.REFUSED, code, 0, 0)


@given(st.integers(0, 30), st.booleans())
def test_what_was_paid_and_returned_comes_to_nothing(day, returned):
    paid = judged(on=date(2024, 5, 1 + day))
    if paid[0] is ReferralState.QUALIFIED:
        after = judged(on=date(2024, 5, 31), paid=True, returned=returned)
        assert paid[2] + after[2] == (0 if returned else 50)
        assert paid[3] + after[3] == (0 if returned else 20)

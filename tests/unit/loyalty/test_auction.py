"""An auction in points: who leads, when it ends, who wins and why a bid cannot stand (R17.7)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.loyalty.rules import auction
from minghua.domain.loyalty.types.auction import Auction, Bid

START = datetime(2024, 5, 1, 2, tzinfo=UTC)
END = START + timedelta(hours=1)
KETTLE = Auction(code="kettle", starts_at=START, ends_at=END, start_price=100, increment=10, reserve=150)


def bid(number, points, seconds, **more):
    return Bid(number, number, points, START + timedelta(seconds=seconds), **more)


def stands(*bids, terms=KETTLE, at=END + timedelta(hours=1)):
    return auction.standing(terms, bids, at=at)


def codes(found):
    return {number: reason.code for number, reason in found.refused.items()}


def test_r17_7_the_highest_valid_bid_that_reaches_the_reserve_wins():
    found = stands(bid(1, 100, 0), bid(2, 105, 1), bid(3, 150, 2))
    assert (found.winner, codes(found), found.ends_at) == (bid(3, 150, 2), {2: "too_low"}, END)


def test_r17_7_below_the_reserve_nobody_wins():
    found = stands(bid(1, 149, 0))
    assert (found.leading, found.winner) == (bid(1, 149, 0), None)


def test_r17_7_of_equal_bids_the_earliest_wins():
    found = stands(bid(2, 200, 5), bid(1, 200, 5))
    assert (found.winner, codes(found)) == (bid(1, 200, 5), {2: "too_low"})


def test_r17_7_a_late_bid_moves_the_end_by_two_minutes_and_another_one_again():
    found = stands(bid(1, 200, 3599), bid(2, 300, 3599 + 119))
    assert (found.winner, found.ends_at) == (bid(2, 300, 3718), START + timedelta(seconds=3718 + 120))


def test_r17_7_the_end_is_outside():
    found = stands(bid(1, 200, 0), bid(2, 300, 3600))
    assert (found.winner, codes(found)) == (bid(1, 200, 0), {2: "over"})


def test_nobody_has_won_before_the_end():
    assert stands(bid(1, 200, 0), at=END - timedelta(seconds=1)).winner is None


@pytest.mark.parametrize(
    ("terms", "offered", "code"),
    [
        ({}, bid(1, 200, -1), "not_begun"),
        ({"levels": ("gold",)}, bid(1, 200, 1, level="silver"), "not_eligible"),
        ({"deposit": 20}, bid(1, 200, 1), "no_deposit"),
        ({}, bid(1, 99, 1), "too_low"),
    ],
)
def test_why_a_bid_cannot_stand(terms, offered, code):
    plain = {"code": "kettle", "starts_at": START, "ends_at": END, "start_price": 100}
    assert codes(stands(offered, terms=Auction(**{**plain, **terms}))) == {1: code}


BIDS = st.lists(st.tuples(st.integers(1, 400), st.integers(-60, 4200)), max_size=25)


@given(BIDS, st.randoms(use_true_random=False))
def test_the_order_in_which_bids_are_told_does_not_matter(offers, chance):
    bids = [bid(number, points, seconds) for number, (points, seconds) in enumerate(offers)]
    shuffled = chance.sample(bids, len(bids))
    assert stands(*bids, at=END + timedelta(hours=9)) == stands(*shuffled, at=END + timedelta(hours=9))


@given(BIDS)
def test_the_leader_has_the_most_of_all_bids_that_stand(offers):
    bids = [bid(number, points, seconds) for number, (points, seconds) in enumerate(offers)]
    found = stands(*bids, at=END + timedelta(hours=9))
    standing = [each.points for each in bids if each.bid_id not in found.refused]
    assert (found.leading.points if found.leading else None) == max(standing, default=None)

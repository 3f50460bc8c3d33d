"""A mini-game: what a round costs and pays, and where the day's caps stop it (R24.2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.loyalty.rules import mini_game
from minghua.domain.loyalty.types.mini_game import MiniGame, PlayedToday
from minghua.kernel.words import Text

WHEEL = MiniGame("wheel", Text("转盘", "Wheel"), cost=2, least=1, highest=10, rounds_a_day=3, points_a_day=12)


def played(rounds=0, won=0, *, balance=100, outcome=8):
    found = mini_game.judge(WHEEL, PlayedToday(rounds, won), balance=balance, outcome=outcome)
    return found.played, found.cost, found.won, found.reason.code


@pytest.mark.parametrize(
    ("today", "more", "expected"),
    [
        ((0, 0), {}, (True, 2, 8, "paid")),
        ((1, 8), {}, (True, 2, 4, "capped")),
        ((2, 12), {}, (True, 2, 0, "capped")),
        ((3, 0), {}, (False, 0, 0, "day_limit")),
        ((0, 0), {"balance": 1}, (False, 0, 0, "too_few_points")),
        ((0, 0), {"balance": 2}, (True, 2, 8, "paid")),
    ],
)
def test_what_a_round_comes_to(today, more, expected):
    assert played(*today, **more) == expected


def test_an_outcome_that_the_game_cannot_have_is_a_fault():
    with pytest.raises(ValueError, match="from 1 to 10"):
        played(outcome=11)


def test_the_first_round_counts_the_least_without_the_cost():
    assert mini_game.least_of_a_round(WHEEL) == -1


@given(st.lists(st.integers(1, 10), max_size=12))
def test_no_day_pays_more_than_its_cap(outcomes):
    today = PlayedToday()
    for outcome in outcomes:
        found = mini_game.judge(WHEEL, today, balance=100, outcome=outcome)
        today = PlayedToday(today.rounds + found.played, today.won + found.won)
    assert (today.rounds <= 3, today.won <= 12) == (True, True)

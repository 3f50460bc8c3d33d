"""Goods without stock data (R08.4)."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate

import pytest

from minghua.domain.care.rules import interval

TODAY = date(2025, 8, 15)


def bought(last: date, gaps: tuple[int, ...]) -> list[date]:
    """Return the purchase days that end on `last` and lie `gaps` apart."""
    back = accumulate(reversed(gaps), initial=0)
    return [last - timedelta(days=days) for days in back]


def test_A08_3_the_median_of_the_gaps_sets_the_due_day():
    rhythm = interval.rhythm(bought(date(2025, 6, 1), (30, 33, 28, 31, 60)), usual_days=None, on=TODAY)
    assert (rhythm.interval, rhythm.due_on, rhythm.learned) == (31, date(2025, 7, 2), True)


def test_A08_3_seventy_five_days_later_the_overdue_ratio_is_2_42():
    last = date(2025, 6, 1)
    ratio = interval.overdue_ratio(last_on=last, interval=Fraction(31), on=last + timedelta(days=75))
    assert (ratio, f"{float(ratio):.2f}") == (Fraction(75, 31), "2.42")


@pytest.mark.parametrize(
    ("gaps", "usual", "expected"),
    [
        pytest.param((30,), 45, (45, False), id="one gap is not enough"),
        pytest.param((), 45, (45, False), id="a single purchase"),
        pytest.param((30, 31), 45, (Fraction(61, 2), True), id="two gaps are"),
        pytest.param((2557, 2556), 365, (Fraction(5113, 2), True), id="a building firm every seven years"),
    ],
)
def test_two_gaps_or_the_usual_interval(gaps, usual, expected):
    rhythm = interval.rhythm(bought(date(2025, 6, 1), gaps), usual_days=usual, on=TODAY)
    assert (rhythm.interval, rhythm.learned) == expected


def test_half_days_are_dropped():
    rhythm = interval.rhythm(bought(date(2025, 6, 1), (30, 31)), usual_days=None, on=TODAY)
    assert rhythm.due_on == date(2025, 7, 1)


def test_a_durable_cycle_of_seven_years_crosses_leap_days():
    rhythm = interval.rhythm([date(2018, 3, 1)], usual_days=2557, on=TODAY)
    assert rhythm.due_on == date(2025, 3, 1)


@pytest.mark.parametrize("usual", [None, 0], ids=["unknown", "zero"])
def test_without_gaps_or_a_usual_interval_there_is_no_rhythm(usual):
    assert interval.rhythm([date(2025, 6, 1)], usual_days=usual, on=TODAY) is None


def test_two_purchases_on_one_day_are_one():
    day = date(2025, 6, 1)
    assert interval.rhythm([day, day, day], usual_days=10, on=TODAY).gaps == ()


def test_an_interval_of_zero_has_no_ratio():
    assert interval.overdue_ratio(last_on=TODAY, interval=Fraction(0), on=TODAY) is None

"""The daily need and how it changes (R08.1)."""

from datetime import date
from fractions import Fraction

import pytest

from minghua.domain.care.rules import need
from minghua.domain.care.types import Feast, Life, Size
from minghua.kernel.periods import Period

MARCH = date(2025, 3, 1)


@pytest.mark.parametrize(
    ("people", "per_person", "portions", "expected"),
    [
        pytest.param(4, 2, (), 8, id="A08.1 four people, two bowls"),
        pytest.param(0, 2, (), 0, id="MH-05 nobody"),
        pytest.param(3, Fraction(3, 2), (), Fraction(9, 2), id="a bowl and a half"),
        pytest.param(4, 2, (Fraction(3), Fraction(2), Fraction(1, 2)), Fraction(11, 2), id="each member's own portion"),
    ],
)
def test_daily_need(people, per_person, portions, expected):
    assert need.daily_need(people=people, per_person=Fraction(per_person), portions=portions) == expected


def test_days_away_count_nothing_and_guests_count_more():
    life = Life(
        absences=(Period(date(2025, 3, 3), date(2025, 3, 5)),),
        feasts=(Feast(Period(date(2025, 3, 6), date(2025, 3, 8)), Fraction(2)),),
    )
    assert need.weighted_days(life, since=MARCH, until=date(2025, 3, 9)) == 8


def test_a_size_counts_from_its_day_on():
    life = Life(sizes=(Size(date(2020, 1, 1), Fraction(8)), Size(date(2025, 3, 4), Fraction(10))))
    assert need.weighted_days(life, since=MARCH, until=date(2025, 3, 5)) == 3 + Fraction(10, 8)


def test_the_larger_of_two_feasts_counts():
    both = Period(MARCH, date(2025, 3, 3))
    life = Life(feasts=(Feast(both, Fraction(2)), Feast(both, Fraction(3))))
    assert need.weight_on(life, MARCH, since=MARCH) == 3


def test_absence_outside_the_interval_is_not_away():
    life = Life(absences=(Period(date(2025, 3, 10), date(2025, 3, 12)),))
    assert [
        need.is_away(life, since=MARCH, until=date(2025, 3, 10)),
        need.is_away(life, since=MARCH, until=date(2025, 3, 11)),
        need.is_away(life, since=MARCH, until=MARCH),
    ] == [False, True, False]

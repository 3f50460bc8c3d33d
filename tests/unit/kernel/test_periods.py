"""Periods: half-open days, clamped months (R00.3)."""

from datetime import UTC, date, datetime

import pytest

from minghua.kernel.clock import local_date
from minghua.kernel.periods import Period, add_months, rolling_months


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2025, 1, 15), -1, date(2024, 12, 15)),
    ],
)
def test_month_arithmetic_clamps_to_the_months_end(day, months, result):
    assert add_months(day, months) == result


def test_rolling_twelve_months_leave_the_first_day_out():
    window = rolling_months(date(2025, 6, 30), 12)
    assert (date(2024, 6, 30) in window, date(2024, 7, 1) in window, date(2025, 6, 30) in window) == (False, True, True)
    assert date(2025, 7, 1) not in window


def test_periods_are_half_open():
    may, june = Period(date(2025, 5, 1), date(2025, 6, 1)), Period(date(2025, 6, 1), date(2025, 7, 1))
    assert (may.days, may.overlaps(june), june.overlaps(Period(date(2025, 5, 31), date(2025, 6, 2)))) == (
        31,
        False,
        True,
    )


def test_a_period_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="end before"):
        Period(date(2025, 5, 2), date(2025, 5, 1))


def test_the_business_day_is_shanghais():
    assert local_date(datetime(2025, 5, 1, 16, 0, tzinfo=UTC)) == date(2025, 5, 2)

"""Working days by the published arrangements: the table of docs/rules/rights.md, R00.4."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.kernel import working_days
from minghua.kernel.holidays import DAYS_OFF, MADE_UP


def test_r00_4_the_autumn_of_2025() -> None:
    assert [working_days.is_working(date(2025, 9, 28)), working_days.is_working(date(2025, 10, 11))] == [True, True]
    assert [working_days.is_working(date(2025, 10, day)) for day in range(1, 9)] == [False] * 8


@pytest.mark.parametrize(
    ("start", "days", "due", "provisional"),
    [
        (date(2025, 9, 26), 1, date(2025, 9, 28), False),
        (date(2025, 9, 30), 1, date(2025, 10, 9), False),
        (date(2025, 10, 9), 2, date(2025, 10, 11), False),
        (date(2025, 9, 1), 15, date(2025, 9, 22), False),
        (date(2025, 9, 22), 15, date(2025, 10, 17), False),
        (date(2026, 2, 13), 1, date(2026, 2, 14), False),
        (date(2026, 2, 14), 1, date(2026, 2, 24), False),
        (date(2026, 12, 21), 15, date(2027, 1, 12), True),
        (date(2026, 6, 15), 0, date(2026, 6, 15), False),
    ],
    ids=["W01", "W02", "W03", "W04", "W05", "W06", "W07", "W08", "none"],
)
def test_counted_from_the_day_of_receipt(start: date, days: int, due: date, provisional: bool) -> None:
    assert working_days.after(start, days) == working_days.DueDay(due, provisional)


def test_made_up_days_are_weekend_days_and_never_off() -> None:
    assert {day.weekday() >= 5 for day in MADE_UP} == {True}
    assert frozenset() == MADE_UP & DAYS_OFF


@pytest.mark.parametrize(("year", "off", "made_up"), [(2024, 28, 8), (2025, 28, 5), (2026, 33, 6)])
def test_each_published_year_is_whole(year: int, off: int, made_up: int) -> None:
    """2024: 1+8+3+5+1+3+7; 2025: 1+8+3+5+3+8; 2026: 3+9+3+5+3+3+7."""
    found = (sum(day.year == year for day in DAYS_OFF), sum(day.year == year for day in MADE_UP))
    assert found == (off, made_up)


@given(st.dates(date(2024, 1, 1), date(2028, 12, 1)), st.integers(1, 40))
def test_the_due_day_is_worked_and_exactly_so_far(start: date, days: int) -> None:
    due = working_days.after(start, days).on
    assert (working_days.is_working(due), working_days.between(start, due)) == (True, days)
    assert working_days.between(start, due - timedelta(days=1)) == days - 1


def test_the_past_counts_backwards() -> None:
    assert working_days.between(date(2026, 6, 15), date(2026, 6, 11)) == -2
    with pytest.raises(ValueError, match="forward"):
        working_days.after(date(2026, 6, 15), -1)

"""The holiday arrangements the State Council published, year by year: days off and the weekend days made up for them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

_OFF: Final = """
2024: 0101 0210-0217 0404-0406 0501-0505 0610 0915-0917 1001-1007
2025: 0101 0128-0204 0404-0406 0501-0505 0531-0602 1001-1008
2026: 0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007
"""
_MADE_UP: Final = """
2024: 0204 0218 0407 0428 0511 0914 0929 1012
2025: 0126 0208 0427 0928 1011
2026: 0104 0214 0228 0509 0920 1010
"""


def _days(text: str) -> Iterator[tuple[int, date]]:
    for line in text.strip().splitlines():
        year, stretches = line.split(":")
        for stretch in stretches.split():
            first, _, last = stretch.partition("-")
            day, end = _day(year, first), _day(year, last or first)
            while day <= end:
                yield int(year), day
                day += timedelta(days=1)


def _day(year: str, month_day: str) -> date:
    return date(int(year), int(month_day[:2]), int(month_day[2:]))


DAYS_OFF: Final = frozenset(day for _year, day in _days(_OFF))
MADE_UP: Final = frozenset(day for _year, day in _days(_MADE_UP))
PUBLISHED: Final = frozenset(year for year, _day in _days(_OFF))
EVERY_YEAR: Final = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""The holidays whose date is fixed by law (since 2025), for years whose arrangement is not published yet."""


def is_day_off(day: date) -> bool:
    """Return whether a holiday keeps that day free: as published, else by the dates the law fixes."""
    return day in DAYS_OFF if day.year in PUBLISHED else (day.month, day.day) in EVERY_YEAR


def is_provisional(first_year: int, last_year: int) -> bool:
    """Return whether an arrangement of these years, both included, is still to be published."""
    return bool(set(range(first_year, last_year + 1)) - PUBLISHED)

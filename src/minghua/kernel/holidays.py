"""The holiday arrangements the State Council published, year by year: days off and the weekend days made up for them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_SHIPPED: Final = """
2024: 0101 0210-0217 0404-0406 0501-0505 0610 0915-0917 1001-1007 / 0204 0218 0407 0428 0511 0914 0929 1012;
2025: 0101 0128-0204 0404-0406 0501-0505 0531-0602 1001-1008 / 0126 0208 0427 0928 1011;
2026: 0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007 / 0104 0214 0228 0509 0920 1010
"""
_LINE: Final = re.compile(
    r"(?P<year>2\d{3}): ?(?P<off>\d{4}(?:-\d{4})?(?: \d{4}(?:-\d{4})?)*)(?: ?/ ?(?P<up>\d{4}(?: \d{4})*)?)?"
)
EVERY_YEAR: Final = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""The holidays whose date is fixed by law (since 2025), for years whose arrangement is not published yet."""
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The published years: which days are off, which weekend days are worked instead."""

    off: frozenset[date]
    made_up: frozenset[date]
    years: frozenset[int]

    def is_day_off(self, day: date) -> bool:
        """Return whether a holiday keeps that day free: as published, else by the dates the law fixes."""
        return day in self.off if day.year in self.years else (day.month, day.day) in EVERY_YEAR

    def is_provisional(self, first_year: int, last_year: int) -> bool:
        """Return whether an arrangement of these years, both included, is still to be published."""
        return bool(set(range(first_year, last_year + 1)) - self.years)

    def with_years(self, text: str) -> "Arrangement":
        """Return this arrangement with the years of a text in place of what was known of them; raises ValueError.

        A year reads `2027: 0101-0103 0206-0213 / 0130 0220`: days off, then the weekend days worked for them; years
        stand apart by `;`.
        """
        read = [_year(part) for part in re.split(r"[;\n]+", text) if part.strip()]
        years = {year for year, _off, _up in read}
        if len(years) != len(read):
            raise ValueError("a year stands twice")
        return Arrangement(
            frozenset(day for day in self.off if day.year not in years) | {day for _, off, _up in read for day in off},
            frozenset(day for day in self.made_up if day.year not in years)
            | {day for _, _off, up in read for day in up},
            self.years | years,
        )


def _year(part: str) -> tuple[int, set[date], set[date]]:
    found = _LINE.fullmatch(" ".join(part.split()))
    if found is None:
        raise ValueError(f"“{part.strip()}” does not read like 2027: 0101-0103 / 0104")
    year = int(found["year"])
    off = {day for stretch in found["off"].split() for day in _stretch(year, stretch)}
    up = {_day(year, text) for text in (found["up"] or "").split()}
    if not all(day.weekday() >= _SATURDAY for day in up):
        raise ValueError(f"{year}: only days of a weekend are made up")
    if off & up:
        raise ValueError(f"{year}: a day is off and made up at once")
    return year, off, up


def _stretch(year: int, text: str) -> Iterator[date]:
    first, _, last = text.partition("-")
    day, end = _day(year, first), _day(year, last or first)
    if day > end:
        raise ValueError(f"{year}: {text} ends before it begins")
    while day <= end:
        yield day
        day += timedelta(days=1)


def _day(year: int, month_day: str) -> date:
    return date(year, int(month_day[:2]), int(month_day[2:]))


SHIPPED: Final = Arrangement(frozenset(), frozenset(), frozenset()).with_years(_SHIPPED)
"""What stood in the State Council's notices when this was made; later years are given with `with_years`."""
DAYS_OFF: Final = SHIPPED.off
MADE_UP: Final = SHIPPED.made_up

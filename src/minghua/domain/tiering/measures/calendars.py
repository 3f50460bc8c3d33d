"""Local days and midnights of many instants, and what the calendar rules say of every day, asked once for each day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np

from minghua.kernel.periods import midnight

_DAY: Final = 86_400_000_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST: Final = _EPOCH.date().toordinal()
_UNASKED: Final = -(1 << 40)


def days_of(at: Any, zone: ZoneInfo) -> Any:
    """Return the local day (ordinal) of each instant (microseconds)."""
    if not len(at):
        return np.zeros(0, np.int64)
    first, last = int(at.min() // _DAY) + _FIRST - 2, int(at.max() // _DAY) + _FIRST + 3
    begins = _midnights(first, last, zone.key)
    return np.searchsorted(begins, at, side="right") - 1 + first


def midnights_of(days: Any, zone: ZoneInfo) -> Any:
    """Return the instant (microseconds) at which each local day begins."""
    if not len(days):
        return np.zeros(0, np.int64)
    first = int(days.min())
    return _midnights(first, int(days.max()) + 1, zone.key)[days - first]


@lru_cache(maxsize=16)
def _midnights(first: int, last: int, zone: str) -> Any:
    tz = ZoneInfo(zone)
    found = [(midnight(date.fromordinal(day), tz) - _EPOCH) // timedelta(microseconds=1) for day in range(first, last)]
    return np.array(found, np.int64)


class Told:
    """What a rule says of each day, asked once for each: kept in a table from one day until another."""

    __slots__ = ("first", "rule", "table")

    def __init__(self, rule: Callable[[int], int], first: int, last: int) -> None:
        self.rule, self.first = rule, first
        self.table = np.full(last + 1 - first, _UNASKED, np.int64)

    def of(self, days: Any) -> Any:
        """Return the rule's answer for each day."""
        if not len(days) or days.min() < self.first or days.max() >= self.first + len(self.table):
            return self._each(days)
        found = self.table[days - self.first]
        if (found == _UNASKED).any():
            known = np.unique(days[found == _UNASKED])
            self.table[known - self.first] = self._each(known)
            found = self.table[days - self.first]
        return found

    def _each(self, days: Any) -> Any:
        known, back = np.unique(days, return_inverse=True)
        return np.array([self.rule(int(day)) for day in known], np.int64)[back]

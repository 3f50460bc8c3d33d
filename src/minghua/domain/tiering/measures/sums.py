"""The score of many members on their days, from running sums over the columns; the same measures as `rules/score.py`."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

from minghua.domain.tiering.measures.calendars import Told
from minghua.domain.tiering.measures.columns import READ, SPAN, Columns
from minghua.domain.tiering.rules import score as rule
from minghua.domain.tiering.types.spec import Gaps, Measure, MeasureKind


class Sums:
    """Running sums by (member, scoring day). An entry that counts for a day before its neighbour's is a stray, added by hand.

    Sums may run over 64 bits; their differences are exact all the same.
    """

    def __init__(self, columns: Columns) -> None:
        self.offset = columns.offset
        members = np.repeat(np.arange(len(columns.customer)), np.diff(columns.offset))
        key = members * SPAN + columns.scored
        self.key = np.maximum.accumulate(key) if len(key) else key
        stray = np.flatnonzero(key < self.key)
        self.running = np.r_[0, np.cumsum(np.where(key < self.key, 0, columns.amount))]
        self.stray, self.amount, self.scored = stray, columns.amount, columns.scored
        self.strays = np.searchsorted(members[stray], np.arange(len(columns.customer) + 1))

    def between(self, who: Any, place: Any, start: Any, end: Any | None = None) -> Any:
        """Return the sum of the first `place` entries of each member that count for [start, end)."""
        most = self.offset[who] + place
        low = np.minimum(np.searchsorted(self.key, who * SPAN + start), most)
        high = most if end is None else np.minimum(np.searchsorted(self.key, who * SPAN + end), most)
        total = self.running[high] - self.running[low]
        if len(self.stray):
            self._add_strays(total, who, most, start, end)
        return total

    def _add_strays(self, total: Any, who: Any, most: Any, start: Any, end: Any | None) -> None:
        begin, count = self.strays[who], self.strays[who + 1] - self.strays[who]
        for number in range(int(count.max(initial=0))):
            some = np.flatnonzero(count > number)
            entry = self.stray[begin[some] + number]
            counts = (entry < most[some]) & (self.scored[entry] >= start[some])
            if end is not None:
                counts &= self.scored[entry] < end[some]
            total[some[counts]] += self.amount[entry[counts]]


class Readings:
    """Running areas under the balances told: a balance stands until the next one is told."""

    def __init__(self, columns: Columns) -> None:
        self.offset, self.value, self.scored = columns.offset, columns.amount, columns.scored
        members = np.repeat(np.arange(len(columns.customer)), np.diff(columns.offset))
        self.key = members * SPAN + columns.scored
        self.running = np.r_[0, np.cumsum(columns.amount[:-1] * np.diff(columns.scored))]
        last = np.r_[self.key[1:] != self.key[:-1], True] if len(self.key) else np.zeros(0, bool)
        self.days = np.r_[0, np.cumsum(np.where(last, columns.amount, 0))]

    def area(self, who: Any, place: Any, start: Any, end: Any) -> Any:
        """Return Σ end-of-day balances of [start, end), each standing until the next; before the first nothing."""
        return self._until(who, place, end) - self._until(who, place, start)

    def _until(self, who: Any, place: Any, day: Any) -> Any:
        begin = self.offset[who]
        last = np.minimum(np.searchsorted(self.key, who * SPAN + day), begin + place) - 1
        known = last >= begin
        last = np.where(known, last, begin)
        return np.where(
            known, self.running[last] - self.running[begin] + self.value[last] * (day - self.scored[last]), 0
        )

    def told(self, who: Any, place: Any, start: Any, end: Any) -> Any:
        """Return the sum of the balances told for the days of [start, end)."""
        most = self.offset[who] + place
        low = np.minimum(np.searchsorted(self.key, who * SPAN + start), most)
        return self.days[np.minimum(np.searchsorted(self.key, who * SPAN + end), most)] - self.days[low]

    def last(self, who: Any, place: Any) -> Any:
        """Return the last value told, 0 before the first."""
        return np.where(place > 0, self.value[np.maximum(self.offset[who] + place - 1, 0)], 0)


Read = Callable[[Any, Any, Any], tuple[Any, Any]]


def reader(measure: Measure, sums: Sums | Readings | None, total: Any, *, first: int, last: int) -> Read:
    """Return what reads the score of members (who, how many entries, on which days): numerators and denominators."""
    kind = measure.kind
    if kind is MeasureKind.GROWTH or sums is None:
        return lambda who, place, day: (total[who], 1)
    if isinstance(sums, Readings):
        return _of_readings(measure, sums, first, last)
    if kind is MeasureKind.NATURAL_MONTHS:
        return _of_months(measure, sums, first, last)
    starts = Told(rule.start_of(measure), first, last)
    return lambda who, place, day: (sums.between(who, place, starts.of(day)), 1)


def _of_readings(measure: Measure, sums: Readings, first: int, last: int) -> Read:
    if measure.kind is MeasureKind.REGISTERED:
        return lambda who, place, day: (sums.last(who, place), 1)
    begins = Told(lambda day: rule.month_before(day)[0], first, last)
    ends = Told(lambda day: rule.month_before(day)[1], first, last)
    total = sums.area if measure.gaps is Gaps.CARRY else sums.told

    def read(who: Any, place: Any, day: Any) -> tuple[Any, Any]:
        start, end = begins.of(day), ends.of(day)
        return total(who, place, start, end), end - start

    return read


def _of_months(measure: Measure, sums: Sums, first: int, last: int) -> Read:
    """Bands of closed months: each is the sum between two firsts of months, times its per cent."""
    bands, young = [], 0
    for months, percent in measure.weights:
        bands.append((Told(_first_of(young + months), first, last), Told(_first_of(young), first, last), percent))
        young += months

    def read(who: Any, place: Any, day: Any) -> tuple[Any, Any]:
        total = np.zeros(len(who), np.int64)
        for start, end, percent in bands:
            total += percent * sums.between(who, place, start.of(day), end.of(day))
        return total, 100

    return read


def _first_of(months: int) -> Callable[[int], int]:
    """Return the rule for the first day of the month so many months before a day's."""

    def first(day: int) -> int:
        year, month = divmod(rule.month_of(day) - months, 12)
        return date(year, month + 1, 1).toordinal()

    return first


def sums_for(columns: Columns, kinds: set[MeasureKind]) -> Sums | Readings | None:
    """Return the running sums that measures of these kinds read; a balance needs none."""
    if kinds <= {MeasureKind.GROWTH}:
        return None
    return Readings(columns) if not kinds.isdisjoint(READ) else Sums(columns)

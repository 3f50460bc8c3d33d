"""The score of a member as integers: a numerator and what it is divided by, so that nothing is ever rounded (R14.5).

Days are ordinals. Reads go forward in time; what is added lies on or before the day of the next read.
"""

from bisect import bisect_left, bisect_right, insort
from calendar import monthrange
from collections.abc import Callable, Iterable
from copy import copy
from datetime import date
from typing import Final, Protocol

from minghua.domain.tiering.rules.validity import unit_start
from minghua.domain.tiering.types.spec import Gaps, Measure, MeasureKind
from minghua.kernel.periods import add_months

ROOM: Final = 2**63 - 1  # what a database keeps of a whole number


class Tally(Protocol):
    """What adds up the entries of one member."""

    def add(self, day: int, amount: int) -> None:
        """Take an entry that counts from that day."""

    def read(self, day: int) -> tuple[int, int]:
        """Return the score on that day: numerator and denominator."""


class Balance:
    """A growth value: never below zero; what could not be taken is the shortfall."""

    __slots__ = ("shortfall", "total")

    def __init__(self, total: int = 0) -> None:
        self.total = total
        self.shortfall = 0

    def add(self, day: int, amount: int) -> None:
        """Add or take points; below zero nothing is taken."""
        self.total += amount
        if self.total < 0:
            self.shortfall -= self.total
            self.total = 0

    def read(self, day: int) -> tuple[int, int]:
        """Return the balance."""
        return self.total, 1


class Window:
    """The sum since the day that `start_of` names: a rolling window or a calendar sum."""

    __slots__ = ("days", "low", "start", "start_of", "sums", "total")

    def __init__(self, start_of: Callable[[int], int]) -> None:
        self.start_of = start_of
        self.days: list[int] = []
        self.sums: dict[int, int] = {}
        self.low = self.start = self.total = 0

    def add(self, day: int, amount: int) -> None:
        """Take an entry of that scoring day."""
        if day in self.sums:
            self.sums[day] += amount
        else:
            self.sums[day] = amount
            insort(self.days, day)
            self.low += day < self.start
        if day >= self.start:
            self.total += amount

    def read(self, day: int) -> tuple[int, int]:
        """Return the sum of the window that ends on that day."""
        self.start = start = self.start_of(day)
        days, low = self.days, self.low
        while low < len(days) and days[low] < start:
            self.total -= self.sums[days[low]]
            low += 1
        self.low = low
        return self.total, 1


class Months:
    """Closed months before the present one, weighted in per cent by age (decay)."""

    __slots__ = ("bands", "sums")

    def __init__(self, weights: tuple[tuple[int, int], ...]) -> None:
        self.sums: dict[int, int] = {}
        self.bands = [percent for months, percent in weights for _ in range(months)]

    def add(self, day: int, amount: int) -> None:
        """Take an entry of that day's month."""
        month = month_of(day)
        self.sums[month] = self.sums.get(month, 0) + amount

    def read(self, day: int) -> tuple[int, int]:
        """Return the weighted sum × 100 of the months before."""
        last = month_of(day) - 1
        bands = self.bands
        return sum(
            total * bands[last - month] for month, total in self.sums.items() if 0 <= last - month < len(bands)
        ), 100


class _LastOfDay:
    """Values told for days; the last one told of a day counts."""

    __slots__ = ("days", "values")

    def __init__(self) -> None:
        self.days: list[int] = []
        self.values: dict[int, int] = {}

    def add(self, day: int, amount: int) -> None:
        """Take the value of that day."""
        if day not in self.values:
            insort(self.days, day)
        self.values[day] = amount


class Average(_LastOfDay):
    """The monthly average of end-of-day balances: the sum over the month before, and its number of days."""

    __slots__ = ("carry",)

    def __init__(self, gaps: Gaps) -> None:
        super().__init__()
        self.carry = gaps is Gaps.CARRY

    def read(self, day: int) -> tuple[int, int]:
        """Return Σ daily balances of the month before that day's month, and its days; before the first reading 0."""
        start, end = month_before(day)
        low, high = bisect_left(self.days, start), bisect_left(self.days, end)
        inside = self.days[low:high]
        if not self.carry:
            return sum(self.values[each] for each in inside), end - start
        standing = self.values[self.days[low - 1]] if low else 0
        total, since = 0, start
        for each in inside:
            total += standing * (each - since)
            standing, since = self.values[each], each
        return total + standing * (end - since), end - start


class Reading(_LastOfDay):
    """The last value of a registered measure."""

    __slots__ = ()

    def read(self, day: int) -> tuple[int, int]:
        """Return the last value read on or before that day, 0 when there was none."""
        place = bisect_right(self.days, day)
        return (self.values[self.days[place - 1]] if place else 0), 1


def percents(measure: Measure) -> tuple[int, ...]:
    """Return by how many per cent a measure counts its entries; 100 where it does not weigh them."""
    return tuple(percent for _, percent in measure.weights) or (100,)


def largest_sum(measures: Iterable[Measure]) -> int:
    """Return what the amounts of one member may add up to, without their signs, so that every score fits twice."""
    return ROOM // 2 // max([100, *(percent for measure in measures for percent in percents(measure))])


def tally(measure: Measure) -> Tally:
    """Return an empty score of that measure."""
    kind = measure.kind
    if kind is MeasureKind.GROWTH:
        return Balance()
    if kind is MeasureKind.NATURAL_MONTHS:
        return Months(measure.weights)
    if kind is MeasureKind.MONTHLY_AVERAGE:
        return Average(measure.gaps)
    if kind is MeasureKind.REGISTERED:
        return Reading()
    return Window(start_of(measure))


def twin_of(known: Tally) -> Tally:
    """Return a score of its own that has taken the same entries."""
    twin = copy(known)
    for name in ("days", "sums", "values"):
        if hasattr(known, name):
            setattr(twin, name, getattr(known, name).copy())
    return twin


def month_of(day: int) -> int:
    """Return the number of a day's month."""
    on = date.fromordinal(day)
    return on.year * 12 + on.month - 1


def month_before(day: int) -> tuple[int, int]:
    """Return the first day of the month before a day's month, and the first day of that day's month."""
    year, month = divmod(month_of(day) - 1, 12)
    start = date(year, month + 1, 1).toordinal()
    return start, start + monthrange(year, month + 1)[1]


def start_of(measure: Measure) -> Callable[[int], int]:
    """Return what names the first day of the window that ends on a day."""
    if measure.kind is MeasureKind.ROLLING_DAYS:
        return lambda day: day - measure.length + 1
    if measure.kind is MeasureKind.ROLLING_MONTHS:
        return lambda day: add_months(date.fromordinal(day), -measure.length).toordinal() + 1
    return lambda day: unit_start(date.fromordinal(day), measure.unit).toordinal()

"""Business hours: several intervals a day, nights, holidays and made-up working days; adding time and measuring it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from minghua.kernel.holidays import SHIPPED, Arrangement
from minghua.kernel.periods import SHANGHAI

_DAY: Final = timedelta(days=1)
_MIDNIGHT: Final = timedelta(0)
_LONGEST_REST: Final = 400
"""Days without work after which hours are a mistake rather than a rest."""

Span = tuple[datetime, datetime]
"""A half-open stretch between two instants."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Work from one local time to another, counted from the midnight its day begins with; an end beyond 24 h lies in the next day."""

    start: timedelta
    end: timedelta

    def __post_init__(self) -> None:
        if not _MIDNIGHT <= self.start < _DAY or not self.start < self.end <= self.start + _DAY:
            raise ValueError("a shift begins within its day and lasts at most 24 hours")


def shift(start: time, end: time) -> Shift:
    """Return the shift from `start` to `end`; an end at or before the start lies in the next day."""
    begins, ends = _since_midnight(start), _since_midnight(end)
    return Shift(begins, ends if ends > begins else ends + _DAY)


@dataclass(frozen=True, slots=True)
class Due:
    """An instant counted in business time; provisional while a year on the way has no published arrangement."""

    at: datetime
    provisional: bool


@dataclass(frozen=True)
class BusinessHours:
    """The hours of one team or purpose: shifts of each weekday (Monday first), days that differ, whether the State Council's arrangement holds.

    A day is worked by its entry in `differing`, else by `made_up` when it is made up for a holiday, else not at all on a holiday, else by its weekday.
    Raises ValueError when shifts of a day overlap or when no work would be done for 400 days.
    """

    weekly: Sequence[Sequence[Shift]]
    differing: Mapping[date, Sequence[Shift]] = field(default_factory=lambda: MappingProxyType({}))
    made_up: Sequence[Shift] | None = None
    by_arrangement: bool = True
    zone: ZoneInfo = SHANGHAI
    arrangement: Arrangement = SHIPPED

    def __post_init__(self) -> None:
        if len(self.weekly) != 7:
            raise ValueError("a week has seven days")
        for shifts in (*self.weekly, *self.differing.values(), self.made_up or ()):
            _check_apart(shifts)
        self._check_rest()

    def shifts(self, day: date) -> Sequence[Shift]:
        """Return the shifts that begin on a local day."""
        if day in self.differing:
            return self.differing[day]
        if self.by_arrangement and day in self.arrangement.made_up:
            return self.weekly[0] if self.made_up is None else self.made_up
        if self.by_arrangement and self.arrangement.is_day_off(day):
            return ()
        return self.weekly[day.weekday()]

    def spans(self, since: datetime) -> Iterator[Span]:
        """Yield, without end, the instants worked from `since` on, in order and without overlap."""
        reached = since
        day = since.astimezone(self.zone).date() - _DAY
        while True:
            for work in self.shifts(day):
                begins, ends = max(self._instant(day, work.start), reached), self._instant(day, work.end)
                if begins < ends:
                    yield begins, ends
                    reached = ends
            day += _DAY

    def add(self, start: datetime, seconds: int, *, without: Sequence[Span] = ()) -> Due:
        """Return the first instant by which so many seconds were worked since `start`, pauses (`without`) not counted.

        Raises ValueError when `seconds` is negative.
        """
        if seconds < 0:
            raise ValueError("business time is counted forward")
        left, at = timedelta(seconds=seconds), start
        for begins, ends in _apart_from(self.spans(start), _joined(without)) if left else ():
            at = min(ends, begins + left)
            left -= at - begins
            if not left:
                break
        return Due(at.astimezone(UTC), self._is_provisional(start, at))

    def elapsed(self, start: datetime, end: datetime, *, without: Sequence[Span] = ()) -> int:
        """Return the whole seconds worked in [start, end), pauses not counted; negative when the end comes first."""
        if end < start:
            return -self.elapsed(end, start, without=without)
        worked = timedelta(0)
        for begins, ends in _apart_from(self.spans(start), _joined(without)):
            if begins >= end:
                break
            worked += min(ends, end) - begins
        return worked // timedelta(seconds=1)

    def next_open(self, at: datetime) -> datetime:
        """Return the first instant at or after `at` that is worked, or at which work ends."""
        begins, _ends = next(self.spans(at - timedelta(microseconds=1)))
        return max(at, begins).astimezone(UTC)

    def _instant(self, day: date, since_midnight: timedelta) -> datetime:
        local = datetime.combine(day, time.min) + since_midnight
        return local.replace(tzinfo=self.zone).astimezone(UTC)

    def _is_provisional(self, start: datetime, end: datetime) -> bool:
        first, last = (instant.astimezone(self.zone).year for instant in (start, end))
        return self.by_arrangement and self.arrangement.is_provisional(first, last)

    def _check_rest(self) -> None:
        if not any(self.weekly):
            raise ValueError("no weekday is worked")
        rest = 0
        for day in _days_around(self.differing):
            rest = 0 if self.shifts(day) else rest + 1
            if rest > _LONGEST_REST:
                raise ValueError(f"nothing is worked for {_LONGEST_REST} days up to {day.isoformat()}")


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)


def _check_apart(shifts: Sequence[Shift]) -> None:
    for earlier, later in pairwise(shifts):
        if later.start < earlier.end:
            raise ValueError("the shifts of a day follow each other and do not overlap")


def _days_around(differing: Mapping[date, object]) -> Iterator[date]:
    if differing:
        first, last = min(differing), max(differing)
        yield from (first + n * _DAY for n in range((last - first).days + 1))


def _joined(pauses: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for begins, ends in sorted(pauses):
        if joined and begins <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(ends, joined[-1][1]))
        elif begins < ends:
            joined.append((begins, ends))
    return joined


def _apart_from(spans: Iterator[Span], pauses: Sequence[Span]) -> Iterator[Span]:
    for begins, ends in spans:
        at = begins
        for pause_begins, pause_ends in pauses:
            if pause_ends <= at or pause_begins >= ends:
                continue
            if at < pause_begins:
                yield at, pause_begins
            at = pause_ends
        if at < ends:
            yield at, ends

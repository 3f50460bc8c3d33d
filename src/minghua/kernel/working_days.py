"""Working days by the Chinese calendar: holidays are off, made-up weekend days are worked (R00.4)."""

from dataclasses import dataclass
from datetime import date, timedelta

from minghua.kernel.holidays import SHIPPED, Arrangement

_SATURDAY = 5
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day counted in working days; provisional while a year on the way has no published arrangement."""

    on: date
    provisional: bool


def is_working(day: date, *, arrangement: Arrangement = SHIPPED) -> bool:
    """Return whether people work on that day."""
    return day in arrangement.made_up or (day.weekday() < _SATURDAY and not arrangement.is_day_off(day))


def after(start: date, days: int, *, arrangement: Arrangement = SHIPPED) -> DueDay:
    """Return the `days`-th working day after `start`, which is day 0 whatever kind of day it is (R00.4)."""
    if days < 0:
        raise ValueError("working days are counted forward")
    day, left = start, days
    while left:
        day += _ONE
        left -= is_working(day, arrangement=arrangement)
    return DueDay(day, arrangement.is_provisional(start.year, day.year))


def between(start: date, end: date) -> int:
    """Return how many working days lie in (start, end]; negative when the end has passed."""
    if end < start:
        return -between(end, start)
    return sum(is_working(start + n * _ONE) for n in range(1, (end - start).days + 1))

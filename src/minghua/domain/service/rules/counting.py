"""Counting one clock: when it is due, and when to warn of it; in business minutes, minutes or working days."""

from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Final

from minghua.domain.service.types.clocks import Clock, Target, Terms, Unit
from minghua.kernel.business_hours import BusinessHours, Due, Shift
from minghua.kernel.holidays import Arrangement

_WHOLE_DAY: Final = (Shift(timedelta(0), timedelta(hours=24)),)
_ALWAYS: Final = BusinessHours((_WHOLE_DAY,) * 7, by_arrangement=False)
_DAY_SECONDS: Final = 86_400


def due(clock: Clock, terms: Terms) -> Due | None:
    """Return when a clock is due by these terms; None for one without a target."""
    return _reached(clock, terms, 100)


def warnings(clock: Clock, terms: Terms) -> list[tuple[int, datetime]]:
    """Return the percentages and instants to warn at, inside working time and before it is due (Zammad#4432)."""
    if clock.due_at is None:
        return []
    reached = [(percent, _reached(clock, terms, percent)) for percent in terms.warnings]
    told = [(percent, terms.hours.next_open(found.at)) for percent, found in reached if found]
    return [(percent, at) for percent, at in told if at < clock.due_at]


def _reached(clock: Clock, terms: Terms, percent: int) -> Due | None:
    if clock.promised_at is not None:
        return Due(clock.started_at + (clock.promised_at - clock.started_at) * percent / 100, provisional=False)
    if clock.target is None:
        return None
    hours, start = _hours(clock.target, terms), _start(clock, terms)
    return hours.add(start, _seconds(clock.target, clock.percent) * percent // 100, without=clock.pauses)


def _hours(target: Target, terms: Terms) -> BusinessHours:
    return {Unit.BUSINESS: terms.hours, Unit.WALL: _ALWAYS}.get(target.unit) or _working_days(terms.hours.arrangement)


@lru_cache(maxsize=16)
def _working_days(arrangement: Arrangement) -> BusinessHours:
    return BusinessHours((_WHOLE_DAY,) * 5 + ((), ()), arrangement=arrangement)


def _start(clock: Clock, terms: Terms) -> datetime:
    """Working days are counted from the end of the day of receipt, which is day 0 (R00.4)."""
    if clock.target is None or clock.target.unit != Unit.DAYS:
        return clock.started_at
    local = clock.started_at.astimezone(terms.hours.zone)
    return datetime.combine(local.date() + timedelta(days=1), time.min, terms.hours.zone)


def _seconds(target: Target, percent: int) -> int:
    if target.unit == Unit.DAYS:
        return -(-target.amount * percent // 100) * _DAY_SECONDS
    return target.amount * 60 * percent // 100

"""Orders on enough days of one month earn once, on a day of the next month (R14.2, JD-14); what was booked follows what the days say."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from minghua.domain.tiering.rules.earning import for_order_days, posted_on, rules_of
from minghua.domain.tiering.types.spec import EarningRule, ProgrammeSpec
from minghua.kernel.periods import add_months, midnight


class OrderDays(NamedTuple):
    """What one rule gives for one month: the points (0: too few days), when they count, how they were reckoned."""

    rule: str
    month: str
    points: int
    at: datetime
    inputs: Mapping[str, Any]


class Spell(NamedTuple):
    """The day of an order, and when nothing of it was left any more (None: something was kept)."""

    day: date
    ended_at: datetime | None = None


def due(rules: Callable[[date], ProgrammeSpec], days: Iterable[date], *, zone: ZoneInfo) -> list[OrderDays]:
    """Return what the days with an order give, month by month, under the rules in force when the month ended."""
    found = []
    counted = sorted(set(days))
    for month in sorted({day.replace(day=1) for day in counted}):
        spec = rules(add_months(month, 1))
        found += [_given(rule, counted, month, zone) for rule in rules_of(spec, "order_days", level="")]
    return found


def steps(
    rules: Callable[[date], ProgrammeSpec], spells: Sequence[Spell], given: OrderDays, *, zone: ZoneInfo
) -> dict[datetime, int]:
    """Return instant → points that a rule gives for a month and, when too many of its orders came back, takes again.

    `given` is what the days say when nothing comes back. What came back before the posting was never given.
    """
    if not given.points:
        return {}
    lost = _lost_at(rules, spells, given, zone)
    if lost is None:
        return {given.at: given.points}
    return {given.at: given.points, lost: -given.points} if lost > given.at else {}


def _lost_at(
    rules: Callable[[date], ProgrammeSpec], spells: Sequence[Spell], given: OrderDays, zone: ZoneInfo
) -> datetime | None:
    for ended in sorted(each.ended_at for each in spells if each.ended_at is not None):
        days = [each.day for each in spells if each.ended_at is None or each.ended_at > ended]
        left = (each.points for each in due(rules, days, zone=zone) if each[:2] == given[:2])
        if not any(left):
            return ended
    return None


def _given(rule: EarningRule, days: Iterable[date], month: date, zone: ZoneInfo) -> OrderDays:
    earned = for_order_days(rule, days, month=month)
    return OrderDays(
        rule.code, f"{month:%Y-%m}", earned.points, midnight(posted_on(rule, month=month), zone), earned.inputs
    )

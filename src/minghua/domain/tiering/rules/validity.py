"""How long a level is valid: periods of days, months or the calendar, half-open (R00.3, R14.1, R14.4)."""

from datetime import date, timedelta

from minghua.domain.tiering.types.spec import UNIT_MONTHS, LeapRule, ProgrammeSpec, Unit, Validity, ValidityKind
from minghua.kernel.periods import add_months


def ends_on(spec: ProgrammeSpec, validity: Validity, start: date) -> date | None:
    """Return the day before which a level given on `start` ends, None when it has no end."""
    first = start if spec.first_day_counts else start + timedelta(days=1)
    if validity.kind is ValidityKind.NONE:
        return None
    if validity.kind is ValidityKind.DAYS:
        return first + timedelta(days=validity.length)
    if validity.kind is ValidityKind.MONTHS:
        return _months_later(first, validity.length, spec.leap)
    return add_months(unit_start(first, validity.unit), UNIT_MONTHS[validity.unit] * max(validity.length, 1))


def unit_start(day: date, unit: Unit) -> date:
    """Return the first day of the month, quarter, half-year or year of a day."""
    months = UNIT_MONTHS[unit]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def next_month_day(after: date, day: int) -> date:
    """Return the next `day` of a month after that day."""
    this = after.replace(day=day)
    return this if this > after else add_months(this, 1)


def _months_later(first: date, months: int, leap: LeapRule) -> date:
    """29 February + 12 months ends before 1 March: its last day is the last of February."""
    end = add_months(first, months)
    if leap is LeapRule.MONTH_END and end.day != first.day:
        return end + timedelta(days=1)
    return end

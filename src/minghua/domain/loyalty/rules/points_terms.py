"""When points become usable and until when they live, in local days of the programme (R24.1)."""

from datetime import date, timedelta

from minghua.domain.loyalty.types.points import Expiry, ExpiryKind, RoundUp
from minghua.kernel.periods import add_months

_MONTHS = {RoundUp.MONTH: 1, RoundUp.QUARTER: 3, RoundUp.HALF: 6, RoundUp.YEAR: 12}
_ONE = timedelta(days=1)


def available_on(earned_on: date, *, days: int) -> date:
    """Return the first day on which points wait no more: the day of earning is not counted, the last of `days` is whole."""
    return earned_on + timedelta(days=days + 1)


def expires_on(terms: Expiry, active_on: date) -> date | None:
    """Return the day from which points that became usable (or, sliding, were last stirred) on a day are gone; None for never."""
    if terms.kind is ExpiryKind.NONE:
        return None
    if terms.kind is ExpiryKind.CALENDAR:
        return _next(terms.dates, active_on) + _ONE
    end = add_months(active_on, terms.months) + timedelta(days=terms.days)
    return end if terms.round_up is RoundUp.NONE else _end_of(end, _MONTHS[terms.round_up])


def _end_of(day: date, months: int) -> date:
    """Return the first day after the period of so many months that the day lies in."""
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return add_months(first, months)


def _next(dates: tuple[tuple[int, int], ...], day: date) -> date:
    """Return the next of these days of the year, that day included; the 29th of February is the 28th in common years."""
    found = [_day(year, month, number) for year in (day.year, day.year + 1) for month, number in dates]
    return min(each for each in found if each >= day)


def _day(year: int, month: int, number: int) -> date:
    return min(date(year, month, 1) + timedelta(days=number - 1), add_months(date(year, month, 1), 1) - _ONE)

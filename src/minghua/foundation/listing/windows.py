"""Windows of days relative to a given day: this week, last month, the last thirty days."""

from datetime import date, timedelta

from minghua.kernel.periods import Period, add_months

_DAY = timedelta(days=1)


def window(op: str, days: int, *, on: date) -> Period:
    """Return the half-open period an operator means on that day; weeks begin on Monday."""
    month = on.replace(day=1)
    week = on - _DAY * on.weekday()
    periods = {
        "today": (on, on + _DAY),
        "yesterday": (on - _DAY, on),
        "tomorrow": (on + _DAY, on + 2 * _DAY),
        "this_week": (week, week + 7 * _DAY),
        "this_month": (month, add_months(month, 1)),
        "last_month": (add_months(month, -1), month),
        "next_month": (add_months(month, 1), add_months(month, 2)),
        "this_year": (date(on.year, 1, 1), date(on.year + 1, 1, 1)),
        "in_last_days": (on - _DAY * (days - 1), on + _DAY),
        "not_in_last_days": (on - _DAY * (days - 1), on + _DAY),
        "in_next_days": (on, on + _DAY * days),
    }
    return Period(*periods[op])

"""When a pack may be had: the window around a birthday, the period of a monthly pack, the snapshot day."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from minghua.domain.loyalty.types.scheme import PERIOD_MONTHS, Leap, Occasion, OccasionKind
from minghua.domain.loyalty.types.story import Window
from minghua.kernel.periods import Period, add_months, midnight


def birthday_in(birthday: date, year: int, *, leap: Leap = Leap.FEB_28) -> date:
    """Return the birthday of a year; who was born on 29 February has it on 28 February or 1 March in common years."""
    if (birthday.month, birthday.day) != (2, 29):
        return birthday.replace(year=year)
    day = add_months(date(year, 1, 29), 1)
    return day if day.day == 29 or leap is Leap.FEB_28 else day + timedelta(days=1)


def birthday_window(occasion: Occasion, birthday: date, year: int) -> Window:
    """Return the half-open window [B − before_days, B − before_days + days) of the birthday B of a year."""
    day = birthday_in(birthday, year, leap=occasion.leap)
    start = day - timedelta(days=occasion.before_days)
    return Window(str(year), Period(start, start + timedelta(days=occasion.days)), day)


def period_window(occasion: Occasion, on: date) -> Window:
    """Return the window of the month, quarter or year that a day lies in, and its snapshot day in the month before."""
    months = PERIOD_MONTHS[occasion.kind]
    begins = on.replace(month=(on.month - 1) // months * months + 1, day=1)
    ends = add_months(begins, months)
    before = add_months(begins, -1)
    snapshot = min(before + timedelta(days=occasion.snapshot_day - 1), begins - timedelta(days=1))
    return Window(f"{begins:%Y%m}", Period(begins + timedelta(days=occasion.issue_day - 1), ends), begins, snapshot)


def window_on(occasion: Occasion, birthday: date | None, on: date) -> Window | None:
    """Return the window that is open on a day, None without one: no birthday, outside its days, before the issue day."""
    if occasion.kind is not OccasionKind.BIRTHDAY:
        found = [period_window(occasion, on)]
    elif birthday is None:
        return None
    else:
        found = [birthday_window(occasion, birthday, year) for year in (on.year - 1, on.year, on.year + 1)]
    return next((window for window in found if on in window.days), None)


def next_window(occasion: Occasion, birthday: date | None, on: date) -> Window | None:
    """Return the window that is open on a day or the next one to open; None without a birthday."""
    if occasion.kind is not OccasionKind.BIRTHDAY:
        return period_window(occasion, on)
    if birthday is None:
        return None
    found = (birthday_window(occasion, birthday, year) for year in range(on.year - 1, on.year + 3))
    return next((window for window in found if on < window.days.end), None)


def level_counts_at(window: Window, *, at: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant at which the level counts: the last of the snapshot day, or now."""
    if window.snapshot_on is None:
        return at
    return midnight(window.snapshot_on + timedelta(days=1), zone) - timedelta(microseconds=1)

"""Periods of days, half-open, and month arithmetic that clamps to the month's end (R00.3)."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local_date(at: datetime, zone: ZoneInfo = SHANGHAI) -> date:
    """Return the business date of an instant: its local day (R00.3)."""
    return at.astimezone(zone).date()


def midnight(day: date, zone: ZoneInfo = SHANGHAI) -> datetime:
    """Return the instant at which a local day begins."""
    return datetime.combine(day, time.min, zone)


def add_months(day: date, months: int) -> date:
    """Return the day `months` later (or earlier); 31 March − 1 month is the last of February."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` up to but not including `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("a period cannot end before it starts")

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    @property
    def days(self) -> int:
        """The number of days in it."""
        return (self.end - self.start).days

    def overlaps(self, other: "Period") -> bool:
        """Return whether a day lies in both."""
        return self.start < other.end and other.start < self.end


def rolling_months(on: date, months: int) -> Period:
    """Return the rolling window (on − months, on] as a half-open period of days (R00.3)."""
    one = timedelta(days=1)
    return Period(add_months(on, -months) + one, on + one)

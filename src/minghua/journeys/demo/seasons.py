"""When people buy: spring festival first of all, weekends, and the hours of a rice shop."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YEAR = (  # first day of the lunar year
    date(2023, 1, 22),
    date(2024, 2, 10),
    date(2025, 1, 29),
    date(2026, 2, 17),
    date(2027, 2, 6),
    date(2028, 1, 26),
    date(2029, 2, 13),
    date(2030, 2, 3),
    date(2031, 1, 23),
    date(2032, 2, 11),
)
HOME_HOURS = (
    (8, 5),
    (9, 9),
    (10, 16),
    (11, 11),
    (12, 3),
    (13, 2),
    (14, 4),
    (15, 6),
    (16, 9),
    (17, 16),
    (18, 14),
    (19, 5),
)
FIRM_HOURS = ((7, 6), (8, 22), (9, 26), (10, 16), (11, 6), (14, 10), (15, 8), (16, 6))


def factor(day: date, *, firm: bool) -> float:
    """Return how much more than usual is bought that day."""
    to_festival = min((first - day).days for first in NEW_YEAR if first >= day - timedelta(days=15))
    if -7 <= to_festival <= 0:
        return 0.12 if firm else 0.25  # the shop is shut, canteens are empty
    if 0 < to_festival <= 24:
        return 1.3 if firm else 2.1
    if firm:
        return 0.35 if day.weekday() >= 5 else 1.1
    warm = 0.85 if day.month in (7, 8) else 1.0
    feast = 1.35 if (day.month, day.day) >= (9, 20) and (day.month, day.day) <= (10, 6) else 1.0
    return warm * feast * (1.35 if day.weekday() >= 5 else 0.92)


def moment(random: Random, day: date, *, firm: bool) -> datetime:
    """Return an instant (UTC) on that local day within the hours of such buyers."""
    hours = FIRM_HOURS if firm else HOME_HOURS
    hour = random.choices([h for h, _ in hours], weights=[w for _, w in hours])[0]
    local = datetime.combine(day, time(hour, random.randint(0, 59), random.randint(0, 59)), SHANGHAI)
    return local.astimezone(UTC)


def evening(day: date, *, hour: int = 20) -> datetime:
    """Return that hour of the local day as an instant (UTC)."""
    return datetime.combine(day, time(hour), SHANGHAI).astimezone(UTC)

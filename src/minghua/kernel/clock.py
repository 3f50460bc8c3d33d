"""The clock: read at the doors only; everything inside receives `at=` or `on=`."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the present instant in UTC."""
    return datetime.now(UTC)


def local_date(at: datetime, zone: ZoneInfo = SHANGHAI) -> date:
    """Return the business date of an instant: its local day (R00.3)."""
    return at.astimezone(zone).date()

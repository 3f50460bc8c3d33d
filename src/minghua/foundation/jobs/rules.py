"""When a job is tried again, and which cron slot is due: pure decisions."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from cronsim import CronSim

FIRST_DELAY: Final = timedelta(seconds=10)
LONGEST_DELAY: Final = timedelta(hours=1)
CATCH_UP: Final = timedelta(days=1)  # a slot missed longer ago than this is let go


def retry_delay(attempts: int, *, chance: float) -> timedelta:
    """Return the wait after that many attempts: doubling from ten seconds to an hour, cut by up to half by `chance` in [0, 1)."""
    doubled = FIRST_DELAY * 2 ** min(attempts - 1, 20)
    return min(doubled, LONGEST_DELAY) * (1 - chance / 2)


def due_slot(expression: str, *, at: datetime, tz: ZoneInfo) -> datetime | None:
    """Return the latest slot of the expression up to `at`, or None when it lies too far back to be caught up."""
    local = at.astimezone(tz)
    slot = next(CronSim(expression, local + timedelta(microseconds=1), reverse=True))
    return slot if at - slot <= CATCH_UP else None

"""How long a telephone is locked after wrong codes: five within 24 hours, until 24 hours after the first of them (P8)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

MOST_WRONG: Final = 5
STRETCH: Final = timedelta(hours=24)


def locked_until(wrong_at: Collection[datetime], *, at: datetime) -> datetime | None:
    """Return when the lock ends that is on at that instant; None when there is none.

    Any five wrong codes within 24 hours lock, so no stretch of 24 hours ever holds a sixth one.
    """
    times = sorted(each for each in wrong_at if each <= at)
    pairs = zip(times, times[MOST_WRONG - 1 :], strict=False)
    ends = (first + STRETCH for first, fifth in pairs if fifth - first < STRETCH)
    return max((end for end in ends if at < end), default=None)

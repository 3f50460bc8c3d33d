"""The morning's reminder of archives that are due."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from minghua.foundation.jobs.types import CronEntry, Handler
from minghua.foundation.people.types import SYSTEM
from minghua.journeys.remind_of_reviews import remind_of_reviews
from minghua.kernel.words import Text


def remind(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Tell the owners."""
    remind_of_reviews(by=SYSTEM, at=at)


JOBS = {"reviews.remind": Handler(remind, Text("档案复核提醒", "Remind of reviews"))}
CRON = (CronEntry("reviews.remind", "20 6 * * *"),)

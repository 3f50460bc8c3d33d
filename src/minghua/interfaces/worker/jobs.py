"""Chores of the job table itself."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from minghua.foundation.jobs import operations as jobs
from minghua.foundation.jobs.types import CronEntry, Handler
from minghua.kernel.words import Text

KEPT = timedelta(days=30)


def purge_history(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Forget jobs done more than thirty days ago."""
    jobs.purge(done_before=at - KEPT)


JOBS = {"jobs.purge_history": Handler(purge_history, Text("清理旧任务", "Purge old jobs"))}
CRON = (CronEntry("jobs.purge_history", "40 3 * * *"),)

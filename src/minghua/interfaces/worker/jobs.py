"""Chores of the job table itself."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from minghua.foundation.jobs import operations as jobs
from minghua.foundation.jobs.types import CronEntry, Handler
from minghua.foundation.parameters import queries as parameters
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text


def purge_history(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Forget the jobs whose term is over, and old slots of the timetable."""
    if kept := int(parameters.value("retention.job_days", on=local_date(at))):
        jobs.purge(done_before=at - timedelta(days=kept))


JOBS = {"jobs.purge_history": Handler(purge_history, Text("清理旧任务", "Purge old jobs"))}
CRON = (CronEntry("jobs.purge_history", "40 3 * * *"),)

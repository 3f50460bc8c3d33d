"""How long jobs are kept after they are done; failed ones stay until somebody has looked."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from minghua.foundation.jobs.models import Job
from minghua.foundation.jobs.types import JobState
from minghua.foundation.personal.retention import Fate, Kind
from minghua.foundation.personal.told import rows_part
from minghua.kernel.words import Text


def _due(before: datetime) -> "QuerySet[Any]":
    return Job.objects.filter(state=JobState.DONE, finished_at__lt=before)


KINDS = (
    Kind(
        "jobs",
        Text("已完成的后台任务", "Jobs that are done"),
        "employment",
        Fate.PURGE,
        "retention.job_days",
        (rows_part("jobs.Job", _due),),
    ),
)

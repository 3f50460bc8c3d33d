"""Reads about jobs for the people who look after them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min

from minghua.foundation.jobs.models import Job, WorkerBeat
from minghua.foundation.jobs.types import JobState
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.paging import Page, decode_cursor, encode_cursor


@dataclass(frozen=True, slots=True)
class JobCard:
    """One job as it is shown."""

    id: int
    name: str
    payload: dict[str, Any]
    state: JobState
    attempts: int
    worker: str
    last_error: str
    due_at: datetime
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


_SHOWN = tuple(JobCard.__dataclass_fields__)


def counts(viewer: Actor) -> dict[JobState, int]:
    """Return how many jobs stand where, every state named."""
    require(viewer, "jobs.view")
    found = dict(Job.objects.values_list("state").annotate(number=Count("id")).order_by())
    return {state: found.get(state, 0) for state in JobState}


def listing(viewer: Actor, *, state: JobState | None, cursor: str | None = None, limit: int = 50) -> Page[JobCard]:
    """Return jobs, newest first."""
    require(viewer, "jobs.view")
    jobs = Job.objects.order_by("-id")
    if state is not None:
        jobs = jobs.filter(state=state)
    if cursor:
        (before,) = decode_cursor(cursor, int)
        jobs = jobs.filter(pk__lt=before)
    rows = [JobCard(**row) for row in jobs.values(*_SHOWN)[: limit + 1]]
    following = encode_cursor((rows[limit - 1].id,)) if len(rows) > limit else None
    return Page(tuple(rows[:limit]), following)


def job(viewer: Actor, job_id: int) -> JobCard:
    """Return one job; raises NotFound."""
    require(viewer, "jobs.view")
    row = Job.objects.filter(pk=job_id).values(*_SHOWN).first()
    if row is None:
        raise NotFound(field="job_id")
    return JobCard(**row)


@dataclass(frozen=True, slots=True)
class Load:
    """How the work stands: jobs by state, how long the one due first has waited, since when no worker was heard of."""

    counts: dict[JobState, int]
    oldest_seconds: float
    beat_seconds: float | None


def load(*, at: datetime) -> Load:
    """Return how the work stands as of `at`, for whoever looks after the machine; names nothing and nobody.

    A job under a running lease is a sign of life too: a worker in a long job beats through it.
    """
    found = dict(Job.objects.values_list("state").annotate(number=Count("id")).order_by())
    waiting = Job.objects.filter(state__in=[JobState.QUEUED, JobState.LEASED], due_at__lte=at)
    oldest = waiting.aggregate(first=Min("due_at"))["first"]
    beat = WorkerBeat.objects.aggregate(last=Max("beat_at"))["last"]
    if Job.objects.filter(state=JobState.LEASED, due_at__gt=at).exists():
        beat = at
    return Load(
        {state: found.get(state, 0) for state in JobState},
        max(0.0, (at - oldest).total_seconds()) if oldest else 0.0,
        max(0.0, (at - beat).total_seconds()) if beat else None,
    )


def last_keyed(prefix: str) -> JobCard | None:
    """Return the job asked for last under a key that begins so, for the room that asked; None without one."""
    row = Job.objects.filter(key__startswith=prefix).order_by("-id").values(*_SHOWN).first()
    return None if row is None else JobCard(**row | {"state": JobState(row["state"])})

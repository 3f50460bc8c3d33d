"""Background jobs: what waits, what died, try again or give up."""

from typing import Any

from django.http import HttpRequest

from minghua.foundation.jobs import operations as jobs
from minghua.foundation.jobs import queries as job_reads
from minghua.foundation.jobs.types import JobState
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Cursor, Id, Instant, Limit, Out, PageOut

router = Door(tags=["jobs"])


class JobOut(Out):
    """One job; a dead one has used all its attempts and waits for a person."""

    id: int
    name: str
    payload: dict[str, Any]
    state: JobState
    attempts: int
    worker: str
    last_error: str
    due_at: Instant
    created_at: Instant
    started_at: Instant | None
    finished_at: Instant | None


@router.read("/jobs", permission="jobs.view", answers=PageOut[JobOut])
def list_jobs(request: HttpRequest, state: JobState | None = None, cursor: Cursor = "", limit: Limit = 50) -> Any:
    """Jobs, newest first."""
    return job_reads.listing(of(request).actor, state=state, cursor=cursor, limit=limit)


@router.read("/jobs/counts", permission="jobs.view", answers=dict[JobState, int])
def count_jobs(request: HttpRequest) -> Any:
    """How many jobs stand where."""
    return job_reads.counts(of(request).actor)


@router.read("/jobs/{job_id}", permission="jobs.view", answers=JobOut)
def get_job(request: HttpRequest, job_id: Id) -> Any:
    """One job."""
    return job_reads.job(of(request).actor, job_id)


@router.write("POST", "/jobs/{job_id}/retry", permission="jobs.manage")
def retry_job(request: HttpRequest, job_id: Id) -> None:
    """Put a dead job back into the queue; 409 when it is not dead."""
    caller = of(request)
    jobs.requeue(job_id, by=caller.actor, at=caller.at)


@router.write("PUT", "/jobs/{job_id}/closure", permission="jobs.manage")
def close_job(request: HttpRequest, job_id: Id) -> None:
    """Close a dead job that need not be done any more; 409 when it is not dead."""
    caller = of(request)
    jobs.give_up(job_id, by=caller.actor, at=caller.at)

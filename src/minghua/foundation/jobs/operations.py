"""Writes about jobs: ask for work in one's own transaction, take it, renew, finish, fail, and put failed work back."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F

from minghua.foundation.audit import operations as audit
from minghua.foundation.jobs.models import CronSlot, Job, WorkerBeat
from minghua.foundation.jobs.types import Handlers, JobNotDead, JobState, Lease, LeaseLost
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound

ERROR_LENGTH = 4_000


def enqueue(
    name: str, payload: dict[str, Any], *, at: datetime, key: str | None = None, run_after: datetime | None = None
) -> int:
    """Ask for work within the caller's transaction and return the job's id; the same key again is the same job."""
    job = Job(name=name, payload=payload, key=key, due_at=run_after or at, created_at=at)
    if key is None:
        job.save(force_insert=True)
        return job.pk
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        return Job.objects.values_list("pk", flat=True).get(key=key)
    return job.pk


def take(handlers: Handlers, *, worker: str, at: datetime) -> Lease | None:
    """Lease the job that is due first, or return None; a job whose worker fell silent is due again."""
    due = Job.objects.filter(state__in=[JobState.QUEUED, JobState.LEASED], due_at__lte=at, name__in=list(handlers))
    due = due.order_by("due_at", "id")
    if not due.exists():  # a read, so that an idle worker never holds SQLite's one writer's place
        return None
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        job = due.first()
        return None if job is None else _lease(job, handlers, worker=worker, at=at)


def _lease(job: Job, handlers: Handlers, *, worker: str, at: datetime) -> Lease | None:
    handler = handlers[job.name]
    if job.attempts >= handler.max_attempts:
        _settle(job, at=at, state=JobState.DEAD, error="the worker vanished at every attempt")
        return None
    until = at + handler.lease
    taken = Job.objects.filter(pk=job.pk, fence=job.fence, state=job.state).update(
        state=JobState.LEASED,
        fence=job.fence + 1,
        attempts=job.attempts + 1,
        due_at=until,
        worker=worker,
        started_at=at,
    )
    if not taken:
        return None
    return Lease(job.pk, job.name, job.payload, attempt=job.attempts + 1, fence=job.fence + 1, until=until)


def _settle(job: Job, *, at: datetime, state: JobState, error: str) -> None:
    Job.objects.filter(pk=job.pk, fence=job.fence).update(
        state=state, finished_at=at, last_error=job.last_error or error, fence=F("fence") + 1
    )


def renew(lease: Lease, *, until: datetime) -> None:
    """Keep the lease until then; raises LeaseLost when the job has gone to another worker."""
    _owned_update(lease, due_at=until)


def complete(lease: Lease, *, at: datetime) -> None:
    """Record the job as done; raises LeaseLost, which must undo the work when both share a transaction."""
    _owned_update(lease, state=JobState.DONE, finished_at=at, last_error="")


def retry(lease: Lease, *, due_at: datetime, error: str) -> None:
    """Put the job back for another attempt then; raises LeaseLost."""
    _owned_update(lease, state=JobState.QUEUED, due_at=due_at, last_error=error[-ERROR_LENGTH:])


def release(lease: Lease, *, at: datetime) -> None:
    """Hand the job back untried because this worker is stopping; raises LeaseLost."""
    _owned_update(lease, state=JobState.QUEUED, due_at=at, attempts=F("attempts") - 1)


def bury(lease: Lease, *, at: datetime, error: str) -> None:
    """Record that the job failed for good, to be seen and judged by a person; raises LeaseLost."""
    _owned_update(lease, state=JobState.DEAD, finished_at=at, last_error=error[-ERROR_LENGTH:])


def _owned_update(lease: Lease, **values: Any) -> None:
    owned = Job.objects.filter(pk=lease.job_id, state=JobState.LEASED, fence=lease.fence)
    if not owned.update(**values):
        raise LeaseLost(lease.job_id)


def serve_slot(name: str, *, slot: datetime, at: datetime) -> bool:
    """Enqueue the job of one cron slot unless somebody has; return whether we did."""
    if CronSlot.objects.filter(name=name, slot=slot).exists():
        return False
    try:
        with transaction.atomic():  # the unique constraint decides between two that come this far together
            CronSlot.objects.create(name=name, slot=slot, served_at=at)
            enqueue(name, {"slot": slot.isoformat()}, at=at)
    except IntegrityError:
        return False
    return True


def beat(worker: str, *, at: datetime) -> None:
    """Note that this worker is alive, and forget those silent for a day."""
    WorkerBeat.objects.update_or_create(worker=worker[:80], defaults={"beat_at": at})
    WorkerBeat.objects.filter(beat_at__lt=at - timedelta(days=1)).delete()


def requeue(job_id: int, *, by: Actor, at: datetime) -> None:
    """Put a dead job back into the queue with all its attempts; raises JobNotDead."""
    require(by, "jobs.manage")
    _judge_dead(job_id, state=JobState.QUEUED, attempts=0, due_at=at, finished_at=None)
    audit.record("job.requeued", "jobs.Job", job_id, {}, by=by, at=at)


def give_up(job_id: int, *, by: Actor, at: datetime) -> None:
    """Close a dead job that need not be done any more; its error stays readable; raises JobNotDead."""
    require(by, "jobs.manage")
    _judge_dead(job_id, state=JobState.DONE, finished_at=at)
    audit.record("job.given_up", "jobs.Job", job_id, {}, by=by, at=at)


def _judge_dead(job_id: int, **values: Any) -> None:
    if Job.objects.filter(pk=job_id, state=JobState.DEAD).update(**values):
        return
    if not Job.objects.filter(pk=job_id).exists():
        raise NotFound(field="job_id")
    raise JobNotDead(job_id=job_id)


def purge(*, done_before: datetime, most: int = 5_000) -> int:
    """Forget at most `most` jobs done before then, and old cron slots; return how many jobs went. The dead stay."""
    old = Job.objects.filter(state=JobState.DONE, finished_at__lt=done_before)
    gone, _ = Job.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:most])).delete()
    CronSlot.objects.filter(served_at__lt=done_before - timedelta(days=30)).delete()
    return gone

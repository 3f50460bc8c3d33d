"""The worker's loop body: serve cron slots, take one job, do it under its lease, record how it ended."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog
from django.db import DatabaseError, transaction

from minghua.foundation.jobs import operations, rules
from minghua.foundation.jobs.types import CronEntry, Handler, Handlers, Lease, LeaseLost, WorkerStopping
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.redaction import redacted, told

log = structlog.get_logger("minghua.jobs")


@dataclass(frozen=True)
class Worker:
    """One worker: its name, what it can do, the clock and the chance it was given, and whether it shall stop."""

    name: str
    handlers: Handlers
    clock: Callable[[], datetime]
    chance: Callable[[], float] = field(default_factory=lambda: random.SystemRandom().random)
    stopping: Callable[[], bool] = lambda: False

    def work_once(self) -> bool:
        """Do the job that is due first; return whether there was one."""
        lease = operations.take(self.handlers, worker=self.name, at=self.clock())
        if lease is None:
            return False
        self._attempt(lease, self.handlers[lease.name])
        return True

    def _attempt(self, lease: Lease, handler: Handler) -> None:
        started = self.clock()
        try:
            self._run(lease, handler)
        except LeaseLost:
            log.warning("job_lease_lost", job=lease.job_id, kind=lease.name, fence=lease.fence)
        except WorkerStopping:
            operations.release(lease, at=self.clock())
        except Exception as error:
            log.error(
                "job_failed", job=lease.job_id, kind=lease.name, attempt=lease.attempt, error=type(error).__name__
            )
            self._record_failure(lease, handler, error)
        else:
            seconds = (self.clock() - started).total_seconds()
            log.info("job_done", job=lease.job_id, kind=lease.name, attempt=lease.attempt, seconds=seconds)

    def _run(self, lease: Lease, handler: Handler) -> None:
        def beat() -> None:
            operations.renew(lease, until=self.clock() + handler.lease)
            if self.stopping():
                raise WorkerStopping

        if handler.in_pieces:
            handler.run(lease.payload, at=self.clock(), beat=beat)
            operations.complete(lease, at=self.clock())
            return
        at = self.clock()
        with unit_of_work(SYSTEM, at=at):
            handler.run(lease.payload, at=at, beat=beat)
            operations.complete(lease, at=self.clock())  # LeaseLost here undoes what the handler did

    def _record_failure(self, lease: Lease, handler: Handler, error: Exception) -> None:
        text = described(error)
        at = self.clock()
        try:
            with transaction.atomic():
                if lease.attempt >= handler.max_attempts:
                    operations.bury(lease, at=at, error=text)
                else:
                    wait = rules.retry_delay(lease.attempt, chance=self.chance())
                    operations.retry(lease, due_at=at + wait, error=text)
        except LeaseLost:
            log.warning("job_lease_lost", job=lease.job_id, kind=lease.name, fence=lease.fence)


def described(error: Exception) -> str:
    """Return what is kept of a failure for whoever looks after it: its places, and its words unless they are data's."""
    words = "" if isinstance(error, DatabaseError) else redacted(str(error).split("\n", 1)[0])[:300]
    return f"{told(error)}\n{words}"


def serve_cron(entries: Iterable[CronEntry], *, at: datetime, tz: ZoneInfo) -> int:
    """Enqueue what the clock asks for, each slot once however many workers ask; return how many slots were ours."""
    served = 0
    for entry in entries:
        slot = rules.due_slot(entry.expression, at=at, tz=tz)
        served += slot is not None and operations.serve_slot(entry.name, slot=slot, at=at)
    return served

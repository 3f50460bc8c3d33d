"""The other side of the worker tests: `fill`, `work`, `careless` (the mutant) and `report`, each a process of its own."""

import sys
from time import monotonic, sleep

import django

django.setup()

import json  # noqa: E402
import uuid  # noqa: E402
from pathlib import Path  # noqa: E402

from django.db import transaction  # noqa: E402
from django.db.models import Count  # noqa: E402

from minghua.foundation.jobs import operations as jobs  # noqa: E402
from minghua.foundation.jobs import register  # noqa: E402
from minghua.foundation.jobs.models import Job  # noqa: E402
from minghua.foundation.jobs.types import Handler, JobState, Lease  # noqa: E402
from minghua.foundation.vocabulary.models import VocabularyTerm  # noqa: E402
from minghua.interfaces.worker.main import run_worker  # noqa: E402
from minghua.kernel import clock  # noqa: E402

LEASE_SECONDS = 2


def mark(payload, *, at, beat):
    """An effect that can be counted: a row for every time it happened and stayed."""
    VocabularyTerm.objects.create(vocabulary="marks", code=f"{payload['number']}-{uuid.uuid4().hex}", zh="", en="")
    sleep(0.003)


def hang_once(payload, *, at, beat):
    """Mark, tell that it began, and hang; the second time, mark and end."""
    mark(payload, at=at, beat=beat)
    began = Path(payload["began"])
    if not began.exists():
        began.touch()
        sleep(60)


register.declare(
    {
        "torture.mark": Handler(mark, max_attempts=50, lease_seconds=LEASE_SECONDS),
        "torture.hang_once": Handler(hang_once, lease_seconds=LEASE_SECONDS),
    }
)


def fill(count: str) -> None:
    """Ask for that many marks in one transaction."""
    with transaction.atomic():
        for number in range(int(count)):
            jobs.enqueue("torture.mark", {"number": number}, at=clock.now())


def fill_hanging(began: str) -> None:
    """Ask for one job that hangs at its first attempt."""
    jobs.enqueue("torture.hang_once", {"number": 0, "began": began}, at=clock.now())


def work() -> None:
    """Be a worker until told to stop."""
    run_worker(poll_seconds=0.05)


def careless() -> None:
    """Be a worker without compare-and-set: read, think, write, and never look at the fence."""

    def take(handlers, *, worker, at):
        job = Job.objects.filter(state=JobState.QUEUED, name__in=list(handlers)).order_by("id").first()
        if job is None:
            return None
        sleep(0.005)
        Job.objects.filter(pk=job.pk).update(state=JobState.LEASED, attempts=job.attempts + 1)
        return Lease(job.pk, job.name, job.payload, attempt=1, fence=0, until=at)

    def update_unfenced(lease, **values):
        Job.objects.filter(pk=lease.job_id).update(**values)

    jobs.take = take
    jobs._owned_update = update_unfenced
    work()


def report(seconds: str) -> None:
    """Wait until nothing is waiting or running, then print what happened."""
    until = monotonic() + float(seconds)
    open_jobs = Job.objects.filter(name__startswith="torture.", state__in=[JobState.QUEUED, JobState.LEASED])
    while open_jobs.exists() and monotonic() < until:
        sleep(0.1)
    effects = [
        code.split("-")[0] for code in VocabularyTerm.objects.filter(vocabulary="marks").values_list("code", flat=True)
    ]
    states = dict(
        Job.objects.filter(name__startswith="torture.").values_list("state").annotate(number=Count("id")).order_by()
    )
    attempts = max(Job.objects.filter(name__startswith="torture.").values_list("attempts", flat=True), default=0)
    print(json.dumps({"states": states, "marks": len(effects), "distinct": len(set(effects)), "attempts": attempts}))


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])

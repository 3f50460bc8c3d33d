"""Background jobs at the shell: what waits, what died, try again."""

import click

from minghua.foundation.jobs import operations as jobs
from minghua.foundation.jobs import queries as job_reads
from minghua.foundation.jobs.types import JobState
from minghua.interfaces.cli.acting import Person, acting


@click.group("jobs")
def group() -> None:
    """后台任务。Background jobs."""


@group.command("list")
@click.option("--state", type=click.Choice([state.value for state in JobState]), help="只看这种状态。Only this state.")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@acting("jobs.view")
def list_jobs(person: Person, state: str | None, limit: int) -> None:
    """列出任务，新的在前。List jobs, newest first."""
    found = job_reads.listing(person.actor, state=JobState(state) if state else None, limit=limit)
    person.show(list(found.items))


@group.command()
@click.argument("job_id", type=int)
@acting("jobs.manage")
def retry(person: Person, job_id: int) -> None:
    """把失败的任务放回队列。Put a dead job back into the queue."""
    with person.writing():
        jobs.requeue(job_id, by=person.actor, at=person.at)
    person.say("已放回队列。", "Back in the queue.")


commands = [group]

"""The words of jobs: who handles which, how often again, and at which hours."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Protocol

from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    LEASED = "leased"
    DONE = "done"
    DEAD = "dead"


STATES: Final[dict[str, Text]] = {
    JobState.QUEUED: Text("等待中", "Waiting"),
    JobState.LEASED: Text("执行中", "Running"),
    JobState.DONE: Text("已完成", "Done"),
    JobState.DEAD: Text("已失败", "Failed"),
}


class Run(Protocol):
    """What does the work of a job; `beat` renews its lease and raises LeaseLost when another worker has it."""

    def __call__(self, payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None: ...


UNNAMED: Final = Text("", "")


@dataclass(frozen=True, slots=True)
class Handler:
    """How one name of job is done.

    Normally the runtime opens the transaction and marks the job done inside it, so that its effects happen exactly once.
    With `in_pieces` the handler commits piece by piece itself, must bear being begun again, and calls `beat()` in between.
    """

    run: Run
    label: Text = UNNAMED
    in_pieces: bool = False
    max_attempts: int = 5
    lease_seconds: int = 60

    @property
    def lease(self) -> timedelta:
        """How long a worker may stay silent before the job is taken from it."""
        return timedelta(seconds=self.lease_seconds)


@dataclass(frozen=True, slots=True)
class CronEntry:
    """A job enqueued at each slot of a cron expression, in local time."""

    name: str
    expression: str


Handlers = Mapping[str, Handler]


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to do one job until `until`; the fence tells this right from any later one."""

    job_id: int
    name: str
    payload: dict[str, Any]
    attempt: int
    fence: int
    until: datetime


class LeaseLost(Exception):
    """Another worker has taken the job since: whatever this one still does must not count."""


class WorkerStopping(Exception):
    """This worker was asked to stop: the job goes back, and another goes on with it."""


class JobNotDead(Refusal):
    """Only a job that failed for good can be put back or given up."""

    code = "job_not_dead"
    status = 409
    text = Text("任务 {job_id} 不在失败状态。", "Job {job_id} has not failed.")
    remedy = Text("请刷新页面查看它现在的状态。", "Reload the page to see where it stands now.")

"""Imports in the background: one job drives a run to its end, piece by piece."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from minghua.foundation.imports import operations as imports
from minghua.foundation.imports.operations.lifecycle import JOB
from minghua.foundation.imports.runner import Runner
from minghua.foundation.jobs.types import Handler
from minghua.foundation.people import queries as people
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel import clock
from minghua.kernel.words import Text

NOBODY = "发起人已停用；请由有权限的人继续。 The person who asked is deactivated; somebody else may resume."


def advance(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Check, run or undo the import, as the person who asked for it."""
    by = people.actor_of_user(payload["user_id"], channel="worker", request_id=f"import-{payload['run_id']}")
    if by is None:
        with unit_of_work(SYSTEM, at=at):
            imports.stop_run(payload["run_id"], reason=NOBODY, at=at)
        return
    Runner(payload["run_id"], by, clock.now, beat).advance()


JOBS = {
    JOB: Handler(advance, Text("导入数据", "Import data"), in_pieces=True, max_attempts=8, lease_seconds=300),
}

"""The nightly check of every invariant, and the one somebody asks for."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog

from minghua.foundation.audit import queries as audit
from minghua.foundation.invariants import operations as invariants
from minghua.foundation.jobs.types import CronEntry, Handler
from minghua.foundation.people import queries as people
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel import clock
from minghua.kernel.words import Text

_log = structlog.get_logger()


def verify(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Check everything without a transaction, then keep what was found in a short one.

    The end of the audit chain goes to the log, which is kept elsewhere: a record rewritten as a whole is found by it.
    """
    asked = payload.get("user_id")
    by = (people.actor_of_user(asked, channel="worker", request_id="") if asked else None) or SYSTEM
    found = invariants.verdicts(at=at, beat=beat)
    ended = clock.now()
    with unit_of_work(by, at=ended):
        invariants.keep(found, started_at=at, finished_at=ended, by=by)
    _log.info("audit_head", head=audit.head())


JOBS = {invariants.JOB: Handler(verify, Text("核对数据", "Verify the data"), in_pieces=True, lease_seconds=1_800)}
CRON = (CronEntry(invariants.JOB, "30 2 * * *"),)

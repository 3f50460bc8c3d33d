"""Cleaning runs in the background: batch after batch as the person who asked, to the run's next rest."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from minghua.domain.customers import operations as customers
from minghua.domain.customers.operations.cleaning import JOB
from minghua.foundation.jobs.types import Handler
from minghua.foundation.people import queries as people
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel import clock
from minghua.kernel.words import Text


def advance(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Check, apply or undo; a person who has left meanwhile cleans nothing more."""
    by = people.actor_of_user(payload["user_id"], channel="worker", request_id=f"cleaning-{payload['run_id']}")
    more = by is not None
    while by is not None and more:
        beat()
        now = clock.now()
        with unit_of_work(by, at=now):
            more = customers.advance_cleaning(payload["run_id"], by=by, at=now)


JOBS = {JOB: Handler(advance, Text("清洗客户数据", "Clean customer data"), in_pieces=True, lease_seconds=300)}

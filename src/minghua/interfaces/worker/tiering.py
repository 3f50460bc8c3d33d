"""Drafts of membership programmes are tried in the background, as the person who asked."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as tiering_reads
from minghua.foundation.jobs.types import Handler
from minghua.foundation.people import queries as people
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.words import Text


def simulate(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Try the draft; who has left meanwhile is told nothing, and a draft that is gone needs no trial."""
    by = people.actor_of_user(payload["user_id"], channel="worker", request_id=f"simulate-{payload['programme']}")
    if by is None:
        return
    begins = date.fromisoformat(payload["from_on"]) if payload["from_on"] else None
    with suppress(tiering.NoDraft), unit_of_work(by, at=at):
        tiering.simulate(payload["programme"], from_on=begins, costs=payload["costs"], by=by, at=at)


JOBS = {
    tiering_reads.SIMULATE: Handler(
        simulate, Text("试算等级计划", "Try a level programme"), in_pieces=True, max_attempts=2, lease_seconds=3600
    )
}

"""Drafts of membership programmes are tried in the background, as the person who asked."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from minghua.domain.tiering import queries as tiering_reads
from minghua.foundation.jobs.types import Handler
from minghua.foundation.people import queries as people
from minghua.journeys import simulate_programme
from minghua.kernel import clock
from minghua.kernel.words import Text


def simulate(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Try the draft from where it stands; who has left meanwhile is told nothing, a draft that is gone needs no trial."""
    by = people.actor_of_user(payload["user_id"], channel="worker", request_id=f"simulate-{payload['programme']}")
    if by is not None:
        simulate_programme.go_on(payload["run_id"], by=by, now=clock.now, beat=beat)


JOBS = {
    tiering_reads.SIMULATE: Handler(
        simulate, Text("试算等级计划", "Try a level programme"), in_pieces=True, max_attempts=5, lease_seconds=300
    )
}

"""Acts over thousands of customers: piece by piece, as the person who asked for them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from minghua.domain.customers import operations as customers
from minghua.foundation.jobs.types import Handler
from minghua.foundation.people import queries as people
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text


def sweep(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Go through the act to its end; rights that were lost meanwhile leave it where it is."""
    token = payload["token"]
    by = people.actor_of_user(payload["user_id"], channel="worker", request_id=f"sweep-{token[:12]}")
    if by is None:
        _stop(token, at=at)
        return
    try:
        going_on = True
        while going_on:
            beat()
            with unit_of_work(by, at=at):
                going_on = customers.advance_sweep(token, by=by, at=at).going_on
    except Refusal:
        _stop(token, at=at)


def _stop(token: str, *, at: datetime) -> None:
    with unit_of_work(SYSTEM, at=at):
        customers.stop_sweep(token, by=SYSTEM)


JOBS = {"customers.sweep": Handler(sweep, Text("批量处理客户", "Act on many customers"), in_pieces=True)}

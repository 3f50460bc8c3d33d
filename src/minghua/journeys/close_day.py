"""A day begins: standings that time has changed are judged afresh, neglected customers return to the pool, jars are planned.

The order is fixed: standing, pool, jars, rhythms. Repeating a day, or missing one, changes nothing in the end.
Each step is one small transaction opened by the door; a step returns how many it touched, zero when it is done.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from minghua.domain.care import operations as care
from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.orders import queries as order_reads
from minghua.foundation.people.types import Actor
from minghua.kernel.periods import local_date

BATCH = 500


class Step(NamedTuple):
    """How far a step came: the last id it looked at, and whether more may follow."""

    after_id: int
    more: bool


def refresh_due_standings(*, after_id: int = 0, by: Actor, at: datetime) -> Step:
    """Judge the next batch of customers whose status no longer fits their last order's age (R01.2)."""
    due = customer_reads.standing_due(by, on=local_date(at), after_id=after_id, limit=BATCH)
    if due:
        customers.refresh_standings(due, partial(order_reads.trading_facts, by), by=by, at=at)
    return _step(due, after_id)


def recycle_neglected(*, by: Actor, at: datetime) -> int:
    """Return the next batch of neglected customers to their pools (P01) and say how many."""
    return customers.recycle_overdue(by=by, at=at, limit=BATCH)


def plan_jars(*, after_id: int = 0, by: Actor, at: datetime) -> Step:
    """Plan the next batch of jars for the new day (C08)."""
    return _step(care.reschedule_some(after_id=after_id, limit=BATCH, by=by, at=at), after_id)


def read_rhythms(*, after_id: int = 0, by: Actor, at: datetime) -> Step:
    """Read the next batch of customers' rhythms from their orders (R08.4)."""
    return _step(care.refresh_some_rhythms(after_id=after_id, limit=BATCH, by=by, at=at), after_id)


def _step(ids: Sequence[int], after_id: int) -> Step:
    return Step(ids[-1] if ids else after_id, len(ids) == BATCH)

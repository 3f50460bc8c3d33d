"""A day begins: standings that time has changed are judged afresh, neglected customers return to the pool, jars are planned.

The order is fixed: standing, pool, jars, rhythms. Repeating a day, or missing one, changes nothing in the end.
Each step is one small transaction opened by the door; a step returns how many it touched, zero when it is done.
"""

from datetime import datetime
from typing import NamedTuple

from minghua.domain.care import operations as care
from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.orders import queries as order_reads
from minghua.foundation.people.types import Actor
from minghua.kernel.periods import local_date

BATCH = 500


class Step(NamedTuple):
    """How far a step came: the last customer id it looked at, and whether more may follow."""

    after_id: int
    more: bool


def refresh_due_standings(*, after_id: int = 0, by: Actor, at: datetime) -> Step:
    """Judge the next batch of customers whose status no longer fits their last order's age (R01.2)."""
    due = customer_reads.standing_due(by, on=local_date(at), after_id=after_id, limit=BATCH)
    if due:
        customers.refresh_standings(order_reads.trading_facts(by, due), by=by, at=at)
    return Step(due[-1] if due else after_id, len(due) == BATCH)


def recycle_neglected(*, by: Actor, at: datetime) -> int:
    """Return the next batch of neglected customers to their pools (P01) and say how many."""
    return customers.recycle_overdue(by=by, at=at, limit=BATCH)


def plan_refills(*, by: Actor, at: datetime) -> int:
    """Plan every jar and rhythm for the new day and say how many (C08)."""
    return care.reschedule_all(by=by, at=at) + care.refresh_rhythms(by=by, at=at)

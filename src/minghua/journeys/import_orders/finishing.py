"""What follows the orders: returns find the purchases they undo, customers are judged afresh."""

from collections import Counter
from datetime import datetime
from functools import partial
from typing import Final

from minghua.domain.customers import operations as customers
from minghua.domain.orders import operations as orders
from minghua.domain.orders import queries as order_reads
from minghua.foundation.imports import memory
from minghua.foundation.imports.targets import RunFacts, Step
from minghua.foundation.people.types import Actor

BATCH: Final = 400


def step(phase: str, cursor: int, run: RunFacts, *, by: Actor, at: datetime) -> Step:
    """Do a piece of the phase: "ties" goes by customers (those without one at the end), "standing" too."""
    ids = memory.touched_after(run.run_id, cursor, limit=BATCH)
    if phase == "ties":
        return _ties(ids, run, by=by, at=at)
    if not ids:
        return Step(None, Counter())
    refresh(ids, run, by=by, at=at)
    return Step(ids[-1], Counter({"customers.judged": len(ids)}))


def _ties(ids: list[int], run: RunFacts, *, by: Actor, at: datetime) -> Step:
    if ids:
        tied = orders.tie_returns(import_run_id=run.run_id, customer_ids=ids, by=by, at=at)
        return Step(ids[-1], Counter({"lines.tied": tied}))
    orders.tie_returns(import_run_id=run.run_id, by=by, at=at)
    return Step(None, Counter())


def refresh(ids: list[int], run: RunFacts, *, by: Actor, at: datetime) -> None:
    """Judge these customers by their orders as they are now (R01.2)."""
    customers.refresh_standings(ids, partial(order_reads.trading_facts, by), run_id=run.run_id, by=by, at=at)

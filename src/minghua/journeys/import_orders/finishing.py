"""What follows the orders: returns find the purchases they undo, customers are judged afresh."""

from collections import Counter
from datetime import datetime
from functools import partial
from typing import Final

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.orders import operations as orders
from minghua.domain.orders import queries as order_reads
from minghua.domain.tiering import operations as tiering
from minghua.foundation.imports import memory
from minghua.foundation.imports.targets import RunFacts, Step
from minghua.foundation.people.types import SYSTEM, Actor

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
    """Judge these customers by their orders as they are now (R01.2).

    Whom the run brought is given levels by the night: a ledger is for ever, and until then the run can be undone as a whole.
    """
    customers.refresh_standings(ids, partial(order_reads.trading_facts, by), run_id=run.run_id, by=by, at=at)
    brought = set(customer_reads.seen(by).filter(pk__in=ids, import_run_id=run.run_id).values_list("pk", flat=True))
    tiering.catch_up([each for each in ids if each not in brought], by=SYSTEM, at=at)
    tiering.await_night(brought, by=SYSTEM)

"""Goods come back: stored once, tied to the purchase, and the customer's standing follows."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial

from minghua.domain.customers import operations as customers
from minghua.domain.orders import operations as orders
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.types import NewReturn, OnDifference, Outcome, ReturnRecorded
from minghua.foundation.people.types import Actor


def record_return(
    new: NewReturn, *, on_difference: OnDifference = OnDifference.REFUSE, by: Actor, at: datetime
) -> ReturnRecorded:
    """Record one return and let the customer's standing follow; raises what `orders.record_return` raises."""
    recorded = orders.record_return(new, on_difference=on_difference, by=by, at=at)
    if recorded.outcome in (Outcome.CREATED, Outcome.UPDATED):
        _follow(recorded.touched, by=by, at=at)
    return recorded


def return_from_order(
    order_id: int,
    quantities: Mapping[int, int],
    *,
    source: str,
    number: str,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """Record what came back of one order (line id → thousandths), tied to those lines, and return the return's id."""
    recorded = orders.return_lines(order_id, quantities, source=source, number=number, reason=reason, by=by, at=at)
    _follow(recorded.touched, by=by, at=at)
    return recorded.return_id


def _follow(customer_ids: Iterable[int], *, by: Actor, at: datetime) -> None:
    ids = frozenset(customer_ids)
    if ids:
        customers.refresh_standings(ids, partial(order_reads.trading_facts, by), by=by, at=at)

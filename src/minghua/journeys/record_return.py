"""Goods come back: stored once, tied to the purchase, and the customer's standing, levels, points and coupons follow."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import partial

from minghua.domain.customers import operations as customers
from minghua.domain.loyalty import operations as loyalty
from minghua.domain.orders import operations as orders
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.types import NewReturn, OnDifference, Outcome, ReturnRecorded
from minghua.domain.tiering import operations as tiering
from minghua.foundation.people.types import SYSTEM, Actor


def record_return(
    new: NewReturn, *, on_difference: OnDifference = OnDifference.REFUSE, by: Actor, at: datetime
) -> ReturnRecorded:
    """Record one return and let the customer's standing follow; raises what `orders.record_return` raises."""
    recorded = orders.record_return(new, on_difference=on_difference, by=by, at=at)
    if recorded.outcome in (Outcome.CREATED, Outcome.UPDATED):
        _follow(recorded.touched, return_ids=(recorded.return_id,), by=by, at=at)
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
    _follow(recorded.touched, return_ids=(recorded.return_id,), by=by, at=at)
    return recorded.return_id


def tie_by_hand(return_line_id: int, *, order_line_id: int, by: Actor, at: datetime) -> None:
    """Say which order line came back; standing and levels follow at once. Raises what `orders.tie_by_hand` raises."""
    _follow(orders.tie_by_hand(return_line_id, order_line_id=order_line_id, by=by, at=at), by=by, at=at)


def untie(return_line_id: int, *, by: Actor, at: datetime) -> None:
    """Take a tie back; standing and levels follow at once. Raises NotFound."""
    _follow(orders.untie(return_line_id, by=by, at=at), by=by, at=at)


def _follow(customer_ids: Iterable[int], *, return_ids: Collection[int] = (), by: Actor, at: datetime) -> None:
    ids = frozenset(customer_ids)
    if ids:
        customers.refresh_standings(ids, partial(order_reads.trading_facts, by), by=by, at=at)
        tiering.catch_up(ids, by=SYSTEM, at=at)
        loyalty.catch_up_points(ids, by=SYSTEM, at=at)
    loyalty.catch_up_coupons(ids, return_ids=return_ids, by=SYSTEM, at=at)
    loyalty.give_due(ids, by=SYSTEM, at=at)

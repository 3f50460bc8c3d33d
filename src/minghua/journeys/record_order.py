"""An order is recorded: stored once, earlier returns tied to it, and the customer's standing and rhythms follow."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from minghua.domain.care import operations as care
from minghua.domain.customers import operations as customers
from minghua.domain.customers.operations import holding, news
from minghua.domain.loyalty import operations as loyalty
from minghua.domain.orders import operations as orders
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.types import ManyRecorded, NewOrder, OnDifference, OrderRecorded, Outcome
from minghua.domain.tiering import operations as tiering
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.routing import queries as routing
from minghua.kernel.periods import local_date


def record_order(
    new: NewOrder, *, on_difference: OnDifference = OnDifference.REFUSE, by: Actor, at: datetime
) -> OrderRecorded:
    """Record one order and let the customer's standing follow; raises what `orders.record` raises."""
    recorded = orders.record(new, on_difference=on_difference, by=by, at=at)
    if recorded.outcome in (Outcome.CREATED, Outcome.UPDATED):
        follow(recorded.touched, by=by, at=at)
    if recorded.outcome is Outcome.CREATED:
        _spread(recorded, by=by, at=at)
    return recorded


def _spread(recorded: OrderRecorded, *, by: Actor, at: datetime) -> None:
    """A routine order is archived on the timeline unless the table of the day sends it to somebody (R06.5)."""
    if recorded.customer_id is not None and routing.is_sent("routine_order", on=local_date(at)):
        key = f"order:{recorded.order_id}"
        news.spread_later("routine_order", recorded.customer_id, key=key, by=by, at=at)


def record_orders(
    news: Iterable[NewOrder], *, on_difference: OnDifference = OnDifference.SKIP, by: Actor, at: datetime
) -> ManyRecorded:
    """Record a batch of orders; an importer lets standings follow once, at its end (`follow`)."""
    return orders.record_many(news, on_difference=on_difference, by=by, at=at)


def follow(customer_ids: Iterable[int], *, by: Actor, at: datetime) -> None:
    """Tie what these customers returned earlier, and judge their standing, levels and rhythms afresh."""
    ids = frozenset(customer_ids)
    if not ids:
        return
    holding.hold(ids)
    orders.tie_returns(customer_ids=ids, by=by, at=at)
    customers.refresh_standings(ids, partial(order_reads.trading_facts, by), by=by, at=at)
    tiering.catch_up(ids, by=SYSTEM, at=at)
    loyalty.catch_up_points(ids, by=SYSTEM, at=at)
    loyalty.catch_up_coupons(ids, by=SYSTEM, at=at)
    loyalty.give_due(ids, by=SYSTEM, at=at)
    care.refresh_rhythms(ids, by=by, at=at)

"""A refill is delivered: the jar is filled and learns, the sale is booked, the customer's standing follows; and back."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial
from typing import Final

from minghua.domain.care import operations as care
from minghua.domain.care.types import DeliveryDone
from minghua.domain.catalog import queries as catalog
from minghua.domain.customers import operations as customers
from minghua.domain.loyalty import operations as loyalty
from minghua.domain.orders import operations as orders
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.types import NewOrder, OrderRecorded
from minghua.domain.tiering import operations as tiering
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.kernel.periods import SHANGHAI, local_date

SOURCE: Final = "route"
NOON: Final = time(12)
# Who may deliver may book what was delivered and note that the customer was met; the row scope stays the person's own.
INCLUDED: Final = frozenset({"orders.record", "orders.view", "interactions.log", "products.view", "customers.view"})


@dataclass(frozen=True, slots=True)
class RefillDelivered:
    """The delivery and the order it was booked as; no order for goods without a price."""

    delivery: DeliveryDone
    order: OrderRecorded | None


def deliver_refill(
    jar_id: int,
    *,
    quantity_milli: int,
    left_milli: int | None = None,
    key: str,
    on: date,
    by: Actor,
    at: datetime,
) -> RefillDelivered:
    """Record a delivery of thousandths of a serving and book its sale; the same key is one delivery and one sale."""
    delivery = care.record_delivery(
        jar_id, quantity_milli=quantity_milli, left_milli=left_milli, key=key, on=on, by=by, at=at
    )
    clerk = replace(by, permissions=by.permissions | INCLUDED)
    if delivery.replayed:
        return RefillDelivered(delivery, _booked(delivery, by=clerk))
    order = _book(delivery, by=clerk, at=at)
    if order is not None:
        care.link_order(delivery.delivery_id, order.order_id, by=by)
        customers.note_contact(delivery.customer_id, at=at, by=clerk)
        _follow(delivery.customer_id, by=clerk, at=at)
    return RefillDelivered(delivery, order)


def withdraw_refill(delivery_id: int, *, by: Actor, at: datetime) -> RefillDelivered:
    """Take a delivery and its sale back; twice is once. Raises NotFound, NotTheLatest."""
    delivery = care.withdraw_delivery(delivery_id, by=by, at=at)
    clerk = replace(by, permissions=by.permissions | INCLUDED)
    if delivery.replayed or delivery.order_id is None:
        return RefillDelivered(delivery, _booked(delivery, by=clerk))
    order = orders.cancel(delivery.order_id, by=clerk, at=at)
    _follow(delivery.customer_id, by=clerk, at=at)
    return RefillDelivered(delivery, order)


def _booked(delivery: DeliveryDone, *, by: Actor) -> OrderRecorded | None:
    return None if delivery.order_id is None else order_reads.recorded(by, delivery.order_id)


def _book(delivery: DeliveryDone, *, by: Actor, at: datetime) -> OrderRecorded | None:
    product = catalog.product(by, delivery.product_id)
    line = order_reads.serving_line(
        product.id,
        servings_milli=delivery.quantity_milli,
        servings_per_unit_milli=product.servings_milli,
        price_minor=product.price_minor,
        currency=product.currency,
    )
    if line is None:
        return None
    new = NewOrder(
        source=SOURCE,
        number=f"R{delivery.delivery_id}",
        placed_at=_delivered_at(delivery),
        lines=(line,),
        customer_id=delivery.customer_id,
        currency=product.currency,
        channel="visit",
    )
    return orders.record(new, by=by, at=at)


def _delivered_at(delivery: DeliveryDone) -> datetime:
    """Return the instant of the tap, or noon of the day when it was written down on a later one."""
    if local_date(delivery.at) == delivery.on:
        return delivery.at
    return datetime.combine(delivery.on, NOON, tzinfo=SHANGHAI)


def _follow(customer_id: int, *, by: Actor, at: datetime) -> None:
    customers.refresh_standings([customer_id], partial(order_reads.trading_facts, by), by=by, at=at)
    tiering.catch_up([customer_id], by=SYSTEM, at=at)
    loyalty.catch_up_points([customer_id], by=SYSTEM, at=at)
    loyalty.catch_up_coupons([customer_id], by=SYSTEM, at=at)
    loyalty.give_due([customer_id], by=SYSTEM, at=at)
    care.refresh_rhythms([customer_id], by=by, at=at)

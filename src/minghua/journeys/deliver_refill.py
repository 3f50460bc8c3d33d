"""A refill is delivered: the jar is filled and learns, the sale is booked, the customer's standing follows; and back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from fractions import Fraction
from typing import Final

from minghua.domain.care import operations as care
from minghua.domain.care.types import MILLI, DeliveryDone
from minghua.domain.catalog import queries as catalog
from minghua.domain.catalog.types import ProductCard
from minghua.domain.customers import operations as customers
from minghua.domain.orders import operations as orders
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.types import NewLine, NewOrder, OnDifference, OrderRecorded, Status
from minghua.foundation.people.types import Actor
from minghua.kernel.money import E4, digits, half_up
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
    order = _book(delivery, status=Status.COMPLETED, by=clerk, at=at)
    if order is not None and not delivery.replayed:
        care.link_order(delivery.delivery_id, order.order_id)
        customers.note_contact(delivery.customer_id, at=at, by=clerk)
        _follow([delivery.customer_id], by=clerk, at=at)
    return RefillDelivered(delivery, order)


def withdraw_refill(delivery_id: int, *, by: Actor, at: datetime) -> RefillDelivered:
    """Take a delivery and its sale back; twice is once. Raises NotFound, NotTheLatest."""
    delivery = care.withdraw_delivery(delivery_id, by=by, at=at)
    clerk = replace(by, permissions=by.permissions | INCLUDED)
    order = _book(delivery, status=Status.CANCELLED, by=clerk, at=at)
    if order is not None and not delivery.replayed:
        _follow([delivery.customer_id], by=clerk, at=at)
    return RefillDelivered(delivery, order)


def _book(delivery: DeliveryDone, *, status: Status, by: Actor, at: datetime) -> OrderRecorded | None:
    product = catalog.product(by, delivery.product_id)
    line = _line(product, delivery)
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
        status=status,
    )
    return orders.record(new, on_difference=OnDifference.UPDATE, by=by, at=at)


def _delivered_at(delivery: DeliveryDone) -> datetime:
    """Return the instant of the tap, or noon of the day when it was written down on a later one."""
    if local_date(delivery.at) == delivery.on:
        return delivery.at
    return datetime.combine(delivery.on, NOON, tzinfo=SHANGHAI)


def _line(product: ProductCard, delivery: DeliveryDone) -> NewLine | None:
    """Return the sale in sales units (servings ÷ servings of one unit); None without a price."""
    if product.price_minor is None:
        return None
    units_milli = half_up(Fraction(delivery.quantity_milli * MILLI, product.servings_milli or MILLI))
    if units_milli <= 0:
        return None
    price_e4 = product.price_minor * E4 // 10 ** digits(product.currency)
    return NewLine(product_id=product.id, quantity_milli=units_milli, unit_price_e4=price_e4)


def _follow(customer_ids: Iterable[int], *, by: Actor, at: datetime) -> None:
    ids = list(customer_ids)
    for customer_id, facts in order_reads.trading_facts(by, ids).items():
        customers.refresh_standing(customer_id, facts, by=by, at=at)
    care.refresh_rhythms(ids, by=by, at=at)

"""Orders: the list, one order, and recording one."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.types import NewLine, NewOrder, OnDifference, Outcome, Status
from minghua.interfaces.rest import lists
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import (
    Body,
    Currency,
    Cursor,
    Day,
    Id,
    Instant,
    Limit,
    Line,
    Milli,
    Out,
    PageOut,
)
from minghua.journeys import record_order as journey
from minghua.kernel.clock import local_date

router = Door(tags=["orders"])
Number = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]+$")]
Source = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_.-]+$")]
UnitPrice = Annotated[int, Field(ge=0, le=10**13, description="ten-thousandths of a currency unit")]


class LineIn(Body):
    """One line; quantities in thousandths of a unit, unit prices in ten-thousandths of a currency unit."""

    product_id: Id
    quantity_milli: Milli
    unit_price_e4: UnitPrice
    description: Line = ""

    def new(self) -> NewLine:
        """Return the room's own line."""
        return NewLine(**self.model_dump())


Lines = Annotated[list[LineIn], Field(min_length=1, max_length=2_000)]


class OrderIn(Body):
    """An order as its source tells it; (source, number) names it once and for all."""

    source: Source = "api"
    number: Number
    placed_at: Instant
    customer_id: Id | None = None
    currency: Currency = "CNY"
    channel: Line = ""
    status: Status = Status.COMPLETED
    lines: Lines
    on_difference: OnDifference = OnDifference.REFUSE


class RecordedOut(Out):
    """The stored order and what recording it did."""

    order_id: int
    number: str
    customer_id: int | None
    kind: str
    status: str
    placed_at: Instant
    placed_on: Day
    total_minor: int
    currency: str
    outcome: Outcome


class OrderRowOut(Out):
    """One order on a list."""

    id: int
    number: str
    source: str
    customer_id: int | None
    customer_name: str
    placed_at: Instant
    placed_on: Day
    total_minor: int
    returned_minor: int
    currency: str
    line_count: int
    kind: str
    kind_reason: str
    status: str
    channel: str


class LineOut(Out):
    """One line of an order with how much of it came back."""

    id: int
    position: int
    product_id: int
    sku: str
    product: str
    unit: str
    description: str
    quantity_milli: int
    unit_price_e4: int
    amount_minor: int
    returned_milli: int


class ReturnLineOut(Out):
    """One line of a return with the purchase it is tied to, and why or why not."""

    id: int
    return_id: int
    number: str
    returned_at: Instant
    customer_id: int | None
    customer_name: str
    product_id: int
    sku: str
    product: str
    quantity_milli: int
    unit_price_e4: int
    amount_minor: int
    currency: str
    match: str
    order_id: int | None
    order_number: str
    reason: str


class OrderOut(Out):
    """One order whole."""

    order: OrderRowOut
    lines: list[LineOut]
    returned: list[ReturnLineOut]


@router.read("/orders", permission="orders.view", answers=PageOut[OrderRowOut], flat_filters=True)
def list_orders(
    request: HttpRequest,
    filter: lists.FilterJson = "",
    sort: lists.SortCodes = "",
    q: lists.Text = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """The orders the caller may see; latest first unless sorted."""
    caller, spec = of(request), lists.spec(request, "orders")
    on = local_date(caller.at)
    return order_reads.listing(caller.actor, spec, on=on, text=q, cursor=cursor or None, limit=limit)


@router.read("/orders/count", permission="orders.view", answers=lists.CountOut, flat_filters=True)
def count_orders(request: HttpRequest, filter: lists.FilterJson = "", q: lists.Text = "") -> Any:
    """How many orders the list has, counted no further than 10,000."""
    caller, spec = of(request), lists.spec(request, "orders")
    return order_reads.count(caller.actor, spec, on=local_date(caller.at), text=q)


@router.read("/customers/{customer_id}/orders", permission="orders.view", answers=PageOut[OrderRowOut])
def list_orders_of(request: HttpRequest, customer_id: Id, cursor: Cursor = "", limit: Limit = 20) -> Any:
    """One customer's orders, latest first; empty when the customer is out of reach."""
    return order_reads.orders_of(of(request).actor, customer_id, cursor=cursor or None, limit=limit)


@router.read("/orders/{order_id}", permission="orders.view", answers=OrderOut)
def get_order(request: HttpRequest, order_id: Id) -> Any:
    """One order with its lines and what came back of it."""
    return order_reads.order(of(request).actor, order_id)


@router.write("POST", "/orders", permission="orders.record", answers=RecordedOut, status=201)
def record_order(request: HttpRequest, body: OrderIn) -> Any:
    """Record an order; the same (source, number) with the same content is the same order, with other content 409."""
    caller = of(request)
    given = body.model_dump(exclude={"on_difference", "lines"})
    new = NewOrder(**given, lines=tuple(line.new() for line in body.lines))
    return journey.record_order(new, on_difference=body.on_difference, by=caller.actor, at=caller.at)

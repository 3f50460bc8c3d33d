"""A person names the order the goods came from: nothing has to be inferred."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from minghua.domain.customers.operations import holding
from minghua.domain.orders.models import Order, OrderLine, Return, ReturnLine
from minghua.domain.orders.operations.refusals import refuse
from minghua.domain.orders.operations.returning import describe, record_returns_many
from minghua.domain.orders.operations.tying_by_hand import tie_by_hand
from minghua.domain.orders.queries.lists import orders
from minghua.domain.orders.rules import returnable
from minghua.domain.orders.types import ManyRecorded, NewLine, NewReturn, ReturnRecorded
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound


def return_lines(
    order_id: int,
    quantities: Mapping[int, int],
    *,
    source: str,
    number: str,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> ReturnRecorded:
    """Keep what came back of an order's lines (line id → thousandths); raises NotFound, Invalid, NotEnoughLeft."""
    require(by, "orders.record")
    order = _order(order_id, by=by)
    lines = list(OrderLine.objects.filter(order_id=order_id, pk__in=quantities).order_by("position"))
    if not lines or len(lines) != len(quantities):
        raise Invalid("请填写至少一行的退货数量。", "Say how much of at least one line came back.", field="lines")
    new = NewReturn(
        source=source,
        number=number,
        returned_at=at,
        lines=tuple(
            NewLine(product_id=line.product_id, quantity_milli=quantities[line.pk], unit_price_e4=line.unit_price_e4)
            for line in lines
        ),
        customer_id=order.customer_id,
        currency=order.currency,
        reason=reason,
    )
    many = _once(new, by=by, at=at)
    if new.name in many.created:
        back = ReturnLine.objects.filter(return_of_id=many.ids[new.name]).order_by("position")
        for return_line_id, line in zip(back.values_list("pk", flat=True), lines, strict=True):
            tie_by_hand(return_line_id, order_line_id=line.pk, by=by, at=at)
    return describe(new.name, many)


def _order(order_id: int, *, by: Actor) -> Order:
    named = orders(by).filter(pk=order_id)
    holding.hold_of(named)
    order = named.first()
    if order is None:
        raise NotFound(field="order_id")
    wrong = returnable.problem(order, currency=order.currency)
    if wrong is not None:
        raise Invalid(wrong.zh, wrong.en, field="order_id")
    return order


def _once(new: NewReturn, *, by: Actor, at: datetime) -> ManyRecorded:
    """Record the return; the same number told a moment later is the same return, whenever the second tap came."""
    many = record_returns_many([new], tie_later=True, by=by, at=at)
    told = Return.objects.filter(source=new.source, number=new.number).values_list("returned_at", flat=True).first()
    if many.refused and told is not None:
        many = record_returns_many([replace(new, returned_at=told)], tie_later=True, by=by, at=at)
    for refused in many.refused:
        refuse(refused)
    return many

"""A person names the order the goods came from: nothing has to be inferred."""

from collections.abc import Mapping
from datetime import datetime

from minghua.domain.orders.models import OrderLine, ReturnLine
from minghua.domain.orders.operations.refusals import refuse
from minghua.domain.orders.operations.returning import describe, record_returns_many
from minghua.domain.orders.operations.tying_by_hand import tie_by_hand
from minghua.domain.orders.queries.lists import orders
from minghua.domain.orders.types import NewLine, NewReturn, ReturnRecorded
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
    order = orders(by).filter(pk=order_id).first()
    if order is None:
        raise NotFound(field="order_id")
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
    many = record_returns_many([new], tie_later=True, by=by, at=at)
    for refused in many.refused:
        refuse(refused)
    if number in many.created:
        back = (
            ReturnLine.objects.filter(return_of_id=many.ids[number]).order_by("position").values_list("pk", flat=True)
        )
        for return_line_id, line in zip(back, lines, strict=True):
            tie_by_hand(return_line_id, order_line_id=line.pk, by=by, at=at)
    return describe(number, many)

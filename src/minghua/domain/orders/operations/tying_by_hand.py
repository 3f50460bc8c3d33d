"""A person says which order line a return came from, or takes that back."""

from datetime import datetime

from django.db.models import Sum

from minghua.domain.customers.operations import holding
from minghua.domain.orders.models import Order, OrderLine, Return, ReturnLine
from minghua.domain.orders.operations import tying
from minghua.domain.orders.operations.refusals import LineTied, NotEnoughLeft
from minghua.domain.orders.operations.telling import RETURN
from minghua.domain.orders.rules import returnable
from minghua.domain.orders.types import Match
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel import money
from minghua.kernel.errors import Invalid, NotFound


def tie_by_hand(return_line_id: int, *, order_line_id: int, by: Actor, at: datetime) -> frozenset[int]:
    """Tie one untied return line to an order line and return the customers whom it touches.

    Raises NotFound, LineTied, NotEnoughLeft, Invalid.
    """
    require(by, "orders.record")
    row = _return_line(return_line_id, by=by)
    if row.order_line_id is not None:
        raise LineTied(field="return_line_id")
    line = _order_line(order_line_id, by=by)
    _check_same_goods(row, line)
    left = line.quantity_milli - _brought_back(line.pk)
    if left < row.quantity_milli:
        raise NotEnoughLeft(field="order_line_id", left=money.show_milli(max(left, 0)))
    ReturnLine.objects.filter(pk=row.pk).update(order_line=line, match=Match.BY_HAND)
    tying.name_orders({row.return_of_id})
    data = {"line": row.pk, "order_line": line.pk, "order": line.order_id}
    audit.record("return.tied_by_hand", RETURN, row.return_of_id, data, by=by, at=at)
    return _touched(row, line)


def untie(return_line_id: int, *, by: Actor, at: datetime) -> frozenset[int]:
    """Take a tie back, so that the line is listed as untied again, and return the customers whom it touches; raises NotFound."""
    require(by, "orders.record")
    row = _return_line(return_line_id, by=by)
    if row.order_line_id is None:
        return frozenset()
    line = OrderLine.objects.select_related("order").get(pk=row.order_line_id)
    ReturnLine.objects.filter(pk=row.pk).update(order_line=None, match=Match.PENDING)
    tying.name_orders({row.return_of_id})
    data = {"line": row.pk, "order_line": row.order_line_id}
    audit.record("return.untied", RETURN, row.return_of_id, data, by=by, at=at)
    return _touched(row, line)


def _touched(row: ReturnLine, line: OrderLine) -> frozenset[int]:
    return frozenset(pk for pk in (row.return_of.customer_id, line.order.customer_id) if pk is not None)


def _return_line(return_line_id: int, *, by: Actor) -> ReturnLine:
    returns = visible(Return.objects.all(), by, editing=True)
    holding.hold_of(ReturnLine.objects.filter(pk=return_line_id, return_of__in=returns), "return_of__customer_id")
    rows = ReturnLine.objects.select_for_update(of=("self",)).select_related("return_of")
    row = rows.filter(pk=return_line_id, return_of__in=returns).first()
    if row is None:
        raise NotFound(field="return_line_id")
    return row


def _order_line(order_line_id: int, *, by: Actor) -> OrderLine:
    """Return the order line with its order locked, so that its goods are not taken twice."""
    line = OrderLine.objects.filter(pk=order_line_id, order__in=visible(Order.objects.all(), by)).first()
    if line is None:
        raise NotFound(field="order_line_id")
    line.order = Order.objects.select_for_update().get(pk=line.order_id)
    return line


def _check_same_goods(row: ReturnLine, line: OrderLine) -> None:
    """Customer, product and currency must agree; a return without a customer may take any sale of that product."""
    owner = row.return_of.customer_id
    if row.product_id != line.product_id or owner not in (None, line.order.customer_id):
        raise Invalid(
            "所选订单行的客户或产品与退货不一致。",
            "The chosen order line is of another customer or product.",
            field="order_line_id",
        )
    wrong = returnable.problem(line.order, currency=row.return_of.currency)
    if wrong is not None:
        raise Invalid(wrong.zh, wrong.en, field="order_line_id")
    if line.order.placed_at > row.return_of.returned_at:
        raise Invalid("订单晚于退货。", "The order is later than the return.", field="order_line_id")


def _brought_back(order_line_id: int) -> int:
    tied = ReturnLine.objects.filter(order_line_id=order_line_id)
    return tied.aggregate(n=Sum("quantity_milli"))["n"] or 0

"""An order is called off: its content stays as it was told."""

from dataclasses import replace
from datetime import datetime

from minghua.domain.customers.operations import holding
from minghua.domain.orders.models import Order
from minghua.domain.orders.operations.recording import record
from minghua.domain.orders.queries.contents import order_contents
from minghua.domain.orders.types import OnDifference, OrderRecorded, Status
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound


def cancel(order_id: int, *, by: Actor, at: datetime) -> OrderRecorded:
    """Cancel an order, whatever its goods cost today; twice is once. Raises NotFound."""
    require(by, "orders.record")
    named = visible(Order.objects.filter(pk=order_id), by, editing=True)
    holding.hold_of(named)
    found = order_contents(named)
    if not found:
        raise NotFound(field="order_id")
    return record(replace(found[0].new, status=Status.CANCELLED), on_difference=OnDifference.UPDATE, by=by, at=at)

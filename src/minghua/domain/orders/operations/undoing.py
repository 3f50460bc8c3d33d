"""Taking away an import's orders and returns as a whole, unless something later depends on them."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from minghua.domain.orders.models import Order, OrderLine, Return, ReturnLine
from minghua.domain.orders.operations.refusals import ImportInUse
from minghua.domain.orders.operations.telling import ORDER
from minghua.domain.orders.types import Undone
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.search import operations as search
from minghua.foundation.timeline import operations as timeline

_CHUNK = 900
_SHOWN = 10


def remove_import(import_run_id: int, *, by: Actor, at: datetime) -> Undone:
    """Take away what the run brought and return how much, and whose standing changes; raises ImportInUse."""
    require(by, "imports.undo")
    orders, returns = _ids(Order.objects.all(), import_run_id), _ids(Return.objects.all(), import_run_id)
    later = _later_returns(import_run_id)
    if later:
        raise ImportInUse(what="、".join(later))
    customers = _customers(import_run_id)
    return_lines = _remove(ReturnLine.objects.all(), "return_of_id", returns)
    _remove(Return.objects.all(), "pk", returns)
    order_lines = _remove(OrderLine.objects.all(), "order_id", orders)
    _remove(Order.objects.all(), "pk", orders)
    _forget(orders, returns)
    data = {"run": import_run_id, "orders": len(orders), "returns": len(returns)}
    audit.record("order.import_removed", ORDER, "many", data, by=by, at=at)
    return Undone(len(orders), order_lines, len(returns), return_lines, customers)


def _ids(rows: "QuerySet[Order] | QuerySet[Return]", import_run_id: int) -> list[int]:
    return list(rows.filter(import_run_id=import_run_id).order_by("pk").values_list("pk", flat=True))


def _later_returns(import_run_id: int) -> list[str]:
    """Return the first numbers of returns from elsewhere that are tied to this run's orders."""
    tied = ReturnLine.objects.filter(order_line__order__import_run_id=import_run_id)
    others = tied.filter(~Q(return_of__import_run_id=import_run_id) | Q(return_of__import_run_id=None))
    return list(others.order_by("return_of__number").values_list("return_of__number", flat=True).distinct()[:_SHOWN])


def _customers(import_run_id: int) -> frozenset[int]:
    found: set[int] = set()
    for model in (Order, Return):
        rows = model.objects.filter(import_run_id=import_run_id, customer__isnull=False)
        found.update(rows.order_by().values_list("customer_id", flat=True).distinct())
    return frozenset(found)


def _remove(rows: "QuerySet", field: str, ids: Sequence[int]) -> int:
    """Delete in chunks; raw, because what would cascade has been removed before and the foreign keys check it."""
    gone = 0
    for start in range(0, len(ids), _CHUNK):
        gone += rows.filter(**{f"{field}__in": ids[start : start + _CHUNK]})._raw_delete(rows.db)
    return gone


def _forget(orders: Sequence[int], returns: Sequence[int]) -> None:
    for kind, ids in (("order", orders), ("return", returns)):
        for start in range(0, len(ids), _CHUNK):
            timeline.withdraw_refs(kind, ids[start : start + _CHUNK])
            if kind == "order":
                search.drop("order", ids[start : start + _CHUNK])

"""What others learn of stored orders and returns: timeline, search and audit."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from minghua.domain.orders.models import Order, Return
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.search import operations as search
from minghua.foundation.search.types import Document
from minghua.foundation.timeline import operations as timeline
from minghua.foundation.timeline.operations import NewEntry
from minghua.kernel import money

ORDER = "orders.Order"
RETURN = "orders.Return"
_CHUNK = 900
_ONE_BY_ONE = 3  # so few are audited each under its own id


def tell_orders(created: Sequence[Order], updated: Sequence[Order], *, by: Actor, at: datetime) -> None:
    """Put orders on timelines, make them findable, and record the act."""
    timeline.withdraw_refs("order", [row.pk for row in updated])
    _post([(row, _order_entry(row)) for row in (*created, *updated)], by=by)
    _index([row.pk for row in (*created, *updated)])
    _audit("order.recorded", ORDER, created, by=by, at=at)
    _audit("order.replaced", ORDER, updated, by=by, at=at)


def tell_returns(created: Sequence[Return], updated: Sequence[Return], *, by: Actor, at: datetime) -> None:
    """Put returns on timelines and record the act."""
    timeline.withdraw_refs("return", [row.pk for row in updated])
    _post([(row, _return_entry(row)) for row in (*created, *updated)], by=by)
    _audit("return.recorded", RETURN, created, by=by, at=at)
    _audit("return.replaced", RETURN, updated, by=by, at=at)


def _order_entry(row: Order) -> NewEntry:
    data = {
        "number": row.number,
        "total_minor": row.total_minor,
        "currency": row.currency,
        "lines": row.line_count,
        "kind": row.kind,
        "status": row.status,
    }
    return NewEntry(row.customer_id or 0, "order", row.placed_at, data, ("order", row.pk))


def _return_entry(row: Return) -> NewEntry:
    data = {"number": row.number, "total_minor": row.total_minor, "currency": row.currency, "reason": row.reason}
    return NewEntry(row.customer_id or 0, "return", row.returned_at, data, ("return", row.pk))


def _post(rows: Iterable[tuple[Order | Return, NewEntry]], *, by: Actor) -> None:
    """Post the entries of customers' documents, import by import so that an undo finds them."""
    runs: dict[int | None, list[NewEntry]] = {}
    for row, entry in rows:
        if row.customer_id is not None:
            runs.setdefault(row.import_run_id, []).append(entry)
    for run_id, entries in runs.items():
        timeline.post_many(entries, run_id=run_id, by=by)


def _index(order_ids: Sequence[int]) -> None:
    fields = (
        "id", "number", "total_minor", "currency", "placed_on", "customer_id", "customer__name", "customer__owner_id",
        "customer__team_id",
    )  # fmt: skip
    for start in range(0, len(order_ids), _CHUNK):
        rows = Order.objects.filter(pk__in=order_ids[start : start + _CHUNK]).values(*fields)
        search.put_many(_document(row) for row in rows)


def index_of(customer_id: int) -> int:
    """Renew what is shown of one customer's orders in the search and return how many there are."""
    ids = list(Order.objects.filter(customer_id=customer_id).values_list("pk", flat=True))
    _index(ids)
    return len(ids)


def index_after(last_id: int, *, most: int) -> tuple[int | None, int]:
    """Make the next orders findable; return the last id to go on from (None: no more) and how many they were."""
    ids = list(Order.objects.filter(pk__gt=last_id).order_by("pk").values_list("pk", flat=True)[:most])
    _index(ids)
    return (ids[-1] if ids else None), len(ids)


def _document(row: Mapping[str, Any]) -> Document:
    shown = [row["customer__name"] or "", money.show(row["total_minor"], row["currency"]), row["placed_on"].isoformat()]
    return Document(
        kind="order",
        ref_id=row["id"],
        title=row["number"],
        subtitle=" · ".join(part for part in shown if part),
        owner_id=row["customer__owner_id"],
        team_id=row["customer__team_id"],
        customer_id=row["customer_id"],
    )


def _audit(verb: str, subject: str, rows: Sequence[Order | Return], *, by: Actor, at: datetime) -> None:
    if not rows:
        return
    if len(rows) <= _ONE_BY_ONE:
        for row in rows:
            data = {"number": row.number, "customer": row.customer_id, "total_minor": row.total_minor}
            audit.record(verb, subject, row.pk, data, by=by, at=at)
        return
    data = {"n": len(rows), "first": rows[0].pk, "last": rows[-1].pk, "run": rows[0].import_run_id}
    audit.record(verb, subject, "many", data, by=by, at=at)

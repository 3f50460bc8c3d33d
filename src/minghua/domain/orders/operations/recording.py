"""Recording orders, one or many: the same number is one order, however often it is told (A06.3)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from minghua.domain.orders.models import Order, OrderLine, ReturnLine
from minghua.domain.orders.operations import tying
from minghua.domain.orders.operations.admitting import Sorted, known_rows, sort_batch
from minghua.domain.orders.operations.line_rows import LineRow, insert_order_lines, line_rows
from minghua.domain.orders.operations.refusals import refuse
from minghua.domain.orders.operations.telling import tell_orders
from minghua.domain.orders.queries.pages import as_recorded
from minghua.domain.orders.rules import kind, totals
from minghua.domain.orders.rules.kind import LineFacts
from minghua.domain.orders.types import (
    DocumentName,
    ManyRecorded,
    NewOrder,
    OnDifference,
    OrderRecorded,
    Outcome,
)
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.storage import rows as straight
from minghua.kernel.periods import local_date

_HEAD = (
    "customer", "placed_at", "placed_on", "currency", "total_minor", "line_count", "kind", "kind_reason",
    "channel", "status", "fingerprint",
)  # fmt: skip
_BATCH = 1_000


def record(
    new: NewOrder, *, on_difference: OnDifference = OnDifference.REFUSE, by: Actor, at: datetime
) -> OrderRecorded:
    """Keep one order and return it with what happened; raises Invalid, NotFound, NumberDiffers."""
    many = record_many([new], on_difference=on_difference, by=by, at=at)
    for refused in many.refused:
        refuse(refused)
    outcome = next(name for name in Outcome if new.name in getattr(many, name.value))
    return as_recorded(Order.objects.get(pk=many.ids[new.name]), outcome, many.customer_ids)


def record_many(
    news: Iterable[NewOrder], *, on_difference: OnDifference = OnDifference.REFUSE, by: Actor, at: datetime
) -> ManyRecorded:
    """Keep a batch (some thousand orders) and say what became of each; refused ones are listed, not raised."""
    require(by, "orders.record")
    batch = list(news)
    try:
        with transaction.atomic():
            return _keep(batch, on_difference, by=by, at=at)
    except IntegrityError:
        # Another writer kept one of these numbers since we looked: it is known now, look again.
        return _keep(batch, on_difference, by=by, at=at)


def _keep(batch: Sequence[NewOrder], on_difference: OnDifference, *, by: Actor, at: datetime) -> ManyRecorded:
    found = sort_batch(
        batch, known=lambda news: known_rows(Order.objects, news), on_difference=on_difference, by=by, at=at
    )
    created = _insert(found)
    updated = _replace(found, by=by, at=at)
    tell_orders(created, updated, by=by, at=at)
    return _result(found, created, updated)


def _insert(found: Sorted[NewOrder]) -> list[Order]:
    rows, lines = [], []
    for new in found.new:
        row, own = _rows(new, found)
        rows.append(row)
        lines.append(own)
    straight.store(rows)
    insert_order_lines((row.pk, own) for row, own in zip(rows, lines, strict=True))
    return rows


def _rows(new: NewOrder, found: Sorted[NewOrder]) -> tuple[Order, list[LineRow]]:
    """Return the unsaved order with its lines: amounts rounded per line, kind judged."""
    lines = line_rows(new.lines, new.currency)
    facts = [LineFacts(line.quantity_milli, line.unit_price_e4, found.natures[line.product_id]) for line in new.lines]
    decision = kind.judge(facts, has_customer=new.customer_id is not None)
    told = {
        "source": new.source,
        "number": new.number,
        "customer_id": new.customer_id,
        "placed_at": new.placed_at,
        "placed_on": local_date(new.placed_at),
        "currency": new.currency,
        "total_minor": totals.total(line.amount_minor for line in lines),
        "line_count": len(lines),
        "kind": decision.kind.value,
        "kind_reason": decision.reason,
        "channel": new.channel,
        "status": str(new.status),
        "fingerprint": found.prints[new.name],
        "import_run_id": new.import_run_id,
    }
    return straight.filled(Order, told), lines


def _replace(found: Sorted[NewOrder], *, by: Actor, at: datetime) -> list[Order]:
    """Give known orders their new content; returns tied to the old lines are tied afresh."""
    if not found.changed:
        return []
    rows, lines = [], []
    for new, stored in found.changed:
        row, own = _rows(new, found)
        row.pk = stored.id
        rows.append(row)
        lines.append(own)
    ids = [row.pk for row in rows]
    loosened = tying.loosen(ids)
    OrderLine.objects.filter(order_id__in=ids).delete()
    Order.objects.bulk_update(rows, _HEAD, batch_size=_BATCH)
    insert_order_lines((row.pk, own) for row, own in zip(rows, lines, strict=True))
    tying.tie(ReturnLine.objects.filter(pk__in=loosened))
    return rows


def _result(found: Sorted[NewOrder], created: Sequence[Order], updated: Sequence[Order]) -> ManyRecorded:
    ids = {_name(row): row.pk for row in (*created, *updated)}
    ids |= {new.name: stored.id for new, stored in (*found.unchanged, *found.skipped)}
    touched = {row.customer_id for row in (*created, *updated)} | {stored.customer_id for _, stored in found.changed}
    return ManyRecorded(
        ids=ids,
        created=tuple(_name(row) for row in created),
        updated=tuple(_name(row) for row in updated),
        unchanged=tuple(new.name for new, _ in found.unchanged),
        skipped=tuple(new.name for new, _ in found.skipped),
        refused=tuple(found.refused),
        lines=sum(row.line_count for row in (*created, *updated)),
        customer_ids=frozenset(pk for pk in touched if pk is not None),
    )


def _name(row: Order) -> DocumentName:
    return DocumentName(row.source, row.number)

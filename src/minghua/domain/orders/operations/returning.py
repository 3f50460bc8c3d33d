"""Recording returns, one or many, and tying them to the orders they came from."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from minghua.domain.orders.models import Return, ReturnLine
from minghua.domain.orders.operations import tying
from minghua.domain.orders.operations.admitting import Sorted, known_rows, sort_batch
from minghua.domain.orders.operations.line_rows import LineRow, insert_return_lines, line_rows
from minghua.domain.orders.operations.refusals import refuse
from minghua.domain.orders.operations.telling import tell_returns
from minghua.domain.orders.rules import totals
from minghua.domain.orders.types import (
    DocumentName,
    ManyRecorded,
    NewReturn,
    OnDifference,
    Outcome,
    ReturnRecorded,
)
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.periods import local_date

_HEAD = ("customer", "returned_at", "returned_on", "currency", "total_minor", "reason", "fingerprint", "order")
_BATCH = 1_000


def record_return(
    new: NewReturn, *, on_difference: OnDifference = OnDifference.REFUSE, by: Actor, at: datetime
) -> ReturnRecorded:
    """Keep one return, tie it, and return what happened; raises Invalid, NotFound, NumberDiffers."""
    many = record_returns_many([new], on_difference=on_difference, by=by, at=at)
    for refused in many.refused:
        refuse(refused)
    return describe(new.name, many)


def describe(name: DocumentName, many: ManyRecorded) -> ReturnRecorded:
    """Return what became of one document of a batch."""
    row = Return.objects.get(pk=many.ids[name])
    untied = ReturnLine.objects.filter(return_of=row, order_line=None).count()
    outcome = next(one for one in Outcome if name in getattr(many, one.value))
    return ReturnRecorded(
        row.pk, row.number, row.customer_id, row.order_id, row.returned_at, row.total_minor, row.currency, untied,
        outcome, many.customer_ids,
    )  # fmt: skip


def record_returns_many(
    news: Iterable[NewReturn],
    *,
    on_difference: OnDifference = OnDifference.REFUSE,
    tie_later: bool = False,
    by: Actor,
    at: datetime,
) -> ManyRecorded:
    """Keep a batch of returns; with `tie_later` an importer ties them all at its end (`tie_returns`)."""
    require(by, "orders.record")
    batch = list(news)
    try:
        with transaction.atomic():
            return _keep(batch, on_difference, tie_later, by=by, at=at)
    except IntegrityError:
        # Another writer kept one of these numbers since we looked: it is known now, look again.
        return _keep(batch, on_difference, tie_later, by=by, at=at)


def tie_returns(
    *, import_run_id: int | None = None, customer_ids: Iterable[int] | None = None, by: Actor, at: datetime
) -> int:
    """Try again to tie the untied returns of an import, of some customers, or all; return how many rows got tied."""
    require(by, "orders.record")
    lines = ReturnLine.objects.filter(return_of__in=_in_reach(by))
    if import_run_id is not None:
        lines = lines.filter(return_of__import_run_id=import_run_id)
    if customer_ids is not None:
        lines = lines.filter(return_of__customer_id__in=list(customer_ids))
    return tying.tie(lines)


def _in_reach(by: Actor) -> "QuerySet[Return]":
    return visible(Return.objects.only("pk"), by, editing=True).order_by()


def _keep(
    batch: Sequence[NewReturn], on_difference: OnDifference, later: bool, *, by: Actor, at: datetime
) -> ManyRecorded:
    found = sort_batch(
        batch, known=lambda news: known_rows(Return.objects, news), on_difference=on_difference, by=by, at=at
    )
    created = _insert(found)
    updated = _replace(found)
    rows = [*created, *updated]
    if not later:
        tying.tie(ReturnLine.objects.filter(return_of_id__in=[row.pk for row in rows]))
    tell_returns(created, updated, by=by, at=at)
    return _result(found, created, updated)


def _insert(found: Sorted[NewReturn]) -> list[Return]:
    rows, lines = [], []
    for new in found.new:
        row, own = _rows(new, found)
        rows.append(row)
        lines.append(own)
    Return.objects.bulk_create(rows, batch_size=_BATCH)
    insert_return_lines((row.pk, own) for row, own in zip(rows, lines, strict=True))
    return rows


def _rows(new: NewReturn, found: Sorted[NewReturn]) -> tuple[Return, list[LineRow]]:
    lines = line_rows(new.lines, new.currency)
    row = Return(
        source=new.source,
        number=new.number,
        customer_id=new.customer_id,
        returned_at=new.returned_at,
        returned_on=local_date(new.returned_at),
        currency=new.currency,
        total_minor=totals.total(line.amount_minor for line in lines),
        reason=new.reason[:200],
        fingerprint=found.prints[new.name],
        import_run_id=new.import_run_id,
    )
    return row, lines


def _replace(found: Sorted[NewReturn]) -> list[Return]:
    """Give known returns their new content; what they were tied to is free again."""
    if not found.changed:
        return []
    rows, lines = [], []
    for new, stored in found.changed:
        row, own = _rows(new, found)
        row.pk = stored.id
        rows.append(row)
        lines.append(own)
    ReturnLine.objects.filter(return_of_id__in=[row.pk for row in rows]).delete()
    Return.objects.bulk_update(rows, _HEAD, batch_size=_BATCH)
    insert_return_lines((row.pk, own) for row, own in zip(rows, lines, strict=True))
    return rows


def _result(found: Sorted[NewReturn], created: Sequence[Return], updated: Sequence[Return]) -> ManyRecorded:
    rows = (*created, *updated)
    ids = {_name(row): row.pk for row in rows}
    ids |= {new.name: stored.id for new, stored in (*found.unchanged, *found.skipped)}
    touched = {row.customer_id for row in rows} | {stored.customer_id for _, stored in found.changed}
    return ManyRecorded(
        ids=ids,
        created=tuple(_name(row) for row in created),
        updated=tuple(_name(row) for row in updated),
        unchanged=tuple(new.name for new, _ in found.unchanged),
        skipped=tuple(new.name for new, _ in found.skipped),
        refused=tuple(found.refused),
        lines=sum(len(new.lines) for new in (*found.new, *(new for new, _ in found.changed))),
        customer_ids=frozenset(pk for pk in touched if pk is not None),
    )


def _name(row: Return) -> DocumentName:
    return DocumentName(row.source, row.number)

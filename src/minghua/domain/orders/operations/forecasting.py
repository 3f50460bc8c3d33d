"""What recording a batch would do, without doing it: an importer's dry run."""

from collections.abc import Sequence
from datetime import datetime

from minghua.domain.orders.models import Order, Return
from minghua.domain.orders.operations.admitting import N, Sorted, known_rows, sort_batch
from minghua.domain.orders.types import ManyRecorded, NewOrder, NewReturn, OnDifference
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require


def forecast_many(news: Sequence[NewOrder], *, on_difference: OnDifference, by: Actor, at: datetime) -> ManyRecorded:
    """Return what `record_many` would say; ids are those of orders known already."""
    require(by, "orders.record")
    return _told(
        sort_batch(news, known=lambda some: known_rows(Order.objects, some), on_difference=on_difference, by=by, at=at)
    )


def forecast_returns_many(
    news: Sequence[NewReturn], *, on_difference: OnDifference, by: Actor, at: datetime
) -> ManyRecorded:
    """Return what `record_returns_many` would say."""
    require(by, "orders.record")
    return _told(
        sort_batch(news, known=lambda some: known_rows(Return.objects, some), on_difference=on_difference, by=by, at=at)
    )


def _told(found: Sorted[N]) -> ManyRecorded:
    known = (*found.changed, *found.unchanged, *found.skipped)
    return ManyRecorded(
        ids={new.name: stored.id for new, stored in known},
        created=tuple(new.name for new in found.new),
        updated=tuple(new.name for new, _ in found.changed),
        unchanged=tuple(new.name for new, _ in found.unchanged),
        skipped=tuple(new.name for new, _ in found.skipped),
        refused=tuple(found.refused),
        lines=sum(len(new.lines) for new in (*found.new, *(new for new, _ in found.changed))),
        customer_ids=frozenset(),
    )

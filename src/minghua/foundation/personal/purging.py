"""What is older than its retention is blanked or deleted, class by class, never what a legal hold keeps (N7)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.apps import apps
from django.db.models import Model, QuerySet

from minghua.foundation.parameters import queries as parameters
from minghua.foundation.personal import register
from minghua.foundation.personal.erasing import empty_of
from minghua.foundation.personal.models import LegalHold
from minghua.kernel.periods import local_date
from minghua.kernel.personal import Erase, Personal

CLASSES: Final = {"story": "retention.story_days", "notices": "retention.notice_days"}
AGES: Final = {  # by which column a row grows old
    "interactions.Contact": "at",
    "interactions.NextStep": "done_at",
    "timeline.TimelineEntry": "at",
    "care.Visit": "at",
    "customers.OwnerSpell": "until_at",
    "notices.Notice": "created_at",
}
BATCH: Final = 2_000
Rows = QuerySet[Model]


def due(*, at: datetime) -> dict[str, int]:
    """Return model → rows that a purge would touch now, without touching them."""
    return {label: count for label, rows, _ in _due(at) if (count := rows.count())}


def purge(*, at: datetime) -> dict[str, int]:
    """Purge the next rows of each model and return how many; empty when nothing is due any more."""
    done = {}
    for label, rows, entries in _due(at):
        keys = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if keys:
            _clear(apps.get_model(label)._base_manager.filter(pk__in=keys), entries)
            done[label] = len(keys)
    return done


def _due(at: datetime) -> Iterator[tuple[str, Rows, list[Personal]]]:
    for label, age in AGES.items():
        for code, parameter in CLASSES.items():
            days = int(parameters.value(parameter, on=local_date(at)))
            entries = [entry for entry in register.columns_of(label).values() if entry.retention == code]
            if days and entries:
                rows = apps.get_model(label)._base_manager.filter(**{f"{age}__lt": at - timedelta(days=days)})
                yield label, _unheld(_full(rows, entries), label), entries


def _full(rows: Rows, entries: list[Personal]) -> Rows:
    """Only rows in which there is still something to clear."""
    if any(entry.erase is Erase.ROW for entry in entries):
        return rows
    return rows.exclude(**{entry.column: _empty(rows, entry) for entry in entries})


def _unheld(rows: Rows, label: str) -> Rows:
    held = LegalHold.objects.filter(until=None).values("customer_id")
    for path in register.about_customers(label):
        rows = rows.exclude(**{f"{path}__in": held})
    return rows


def _clear(rows: Rows, entries: list[Personal]) -> None:
    if any(entry.erase is Erase.ROW for entry in entries):
        rows.delete()
    else:
        rows.update(**{entry.column: _empty(rows, entry) for entry in entries})


def _empty(rows: Rows, entry: Personal) -> object:
    return empty_of(rows.model._meta.get_field(entry.column))  # type: ignore[arg-type]

"""Kinds of data that the register itself names: texts of contacts and notices; their columns say how they go."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.apps import apps
from django.db.models import Q, QuerySet

from minghua.foundation.personal import register
from minghua.foundation.personal.erasing import empty_of
from minghua.foundation.personal.holding import open_holds, unheld
from minghua.foundation.personal.retention import Part
from minghua.kernel.personal import GENERIC, Erase, Personal

Rows = QuerySet[Any]
CUSTOMER: Final = "customers.Customer"


def part(label: str, age: str, retention: str) -> Part:
    """Return the table of that name, whose rows grow old by `age`; its columns of that retention class go."""
    return Part(label, partial(_due, label, age, retention), partial(_clear, label, retention))


def rows_part(label: str, due: Callable[[datetime], Rows], *, piece: int = 2_000) -> Part:
    """Return a table whose due rows are deleted whole."""
    return Part(label, due, lambda rows, at: rows.delete()[1].get(rows.model._meta.label, 0), piece)


def _due(label: str, age: str, retention: str, before: datetime) -> Rows:
    rows = apps.get_model(label)._base_manager.filter(**{f"{age}__lt": before})
    return _unheld(_full(rows, _entries(label, retention)), label)


def _entries(label: str, retention: str) -> list[Personal]:
    return [entry for entry in register.columns_of(label).values() if entry.retention == retention]


def _full(rows: Rows, entries: list[Personal]) -> Rows:
    """Only rows in which there is still something to clear."""
    if any(entry.erase is Erase.ROW for entry in entries):
        return rows
    return rows.exclude(**{entry.column: _empty(rows, entry) for entry in entries})


def _unheld(rows: Rows, label: str) -> Rows:
    if any(entry.subject == GENERIC for entry in register.columns_of(label).values()):
        return rows.exclude(_about_held())
    return rows.filter(unheld(register.about_customers(label)))


def _about_held() -> Q:
    """The condition that a row speaks of a held customer, or of something of theirs."""
    condition = Q(subject_type=CUSTOMER, subject_id__in=open_holds())
    for other in register.by_model():
        for path in register.about_customers(other) if other != CUSTOMER else ():
            theirs = apps.get_model(other)._base_manager.filter(**{f"{path}__in": open_holds()})
            condition |= Q(subject_type=other, subject_id__in=theirs.values("pk"))
    return condition


def _clear(label: str, retention: str, rows: Rows, at: datetime) -> int:
    entries = _entries(label, retention)
    if any(entry.erase is Erase.ROW for entry in entries):
        return rows.delete()[1].get(label, 0)
    return rows.update(**{entry.column: _empty(rows, entry) for entry in entries})


def _empty(rows: Rows, entry: Personal) -> object:
    return empty_of(rows.model._meta.get_field(entry.column))

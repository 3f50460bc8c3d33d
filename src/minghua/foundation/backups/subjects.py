"""Whose a row is: the customers it speaks of, found for a whole batch of rows in a few queries."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.apps import apps

from minghua.foundation.personal import register
from minghua.kernel.personal import FILES, GENERIC, Erase

Ids = tuple[int, ...]


def of_generic(pairs: Sequence[tuple[str, int | None]], *, using: str) -> dict[tuple[str, int | None], Ids]:
    """Return (subject_type, subject_id) → customers, through that model's own way to its customers."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for label, key in pairs:
        if key is not None:
            wanted[label].add(key)
    found: dict[tuple[str, int | None], Ids] = {}
    for label, keys in wanted.items():
        for pk, *ids in _rows(label, keys, using=using):
            found[label, pk] = _present(ids)
    return found


def _rows(label: str, keys: set[int], *, using: str) -> "list[tuple[Any, ...]]":
    paths = register.about_customers(label)
    if paths in {("pk",), ("id",)}:  # the customer itself, also one that is gone
        return [(key, key) for key in keys]
    if not paths:
        return []
    model = apps.get_model(label)
    return list(model._base_manager.using(using).filter(pk__in=keys).values_list("pk", *paths))


def of_files(file_ids: Sequence[str], *, using: str) -> dict[str, Ids]:
    """Return file → the customers it belongs to; a file of nobody is not in the answer."""
    found: dict[str, Ids] = {}
    for entry in register.entries():
        if entry.erase is Erase.FILE and entry.column.endswith("file_id"):
            rows = apps.get_model(entry.model)._base_manager.using(using)
            paths = entry.subject.split()
            for file_id, *ids in rows.filter(**{f"{entry.column}__in": file_ids}).values_list(entry.column, *paths):
                found[file_id] = _present((*found.get(file_id, ()), *ids))
    return found


def _present(ids: Sequence[Any]) -> Ids:
    return tuple(dict.fromkeys(int(each) for each in ids if each is not None))


__all__ = ["FILES", "GENERIC", "of_files", "of_generic"]

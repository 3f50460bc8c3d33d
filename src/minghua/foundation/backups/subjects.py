"""Whose a row is: the customers it speaks of, found for a whole batch of rows in a few queries."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps

from minghua.foundation.personal import register
from minghua.kernel.personal import Erase

Ids = tuple[int, ...]
CUSTOMER = "customers.Customer"


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


def of_mentioned(values: Sequence[Any], *, using: str) -> list[Ids]:
    """Return, for each value, the customers one of whose identifying columns stands in it word for word."""
    texts = [frozenset(_forms(value)) for value in values]
    wanted = list(frozenset().union(*texts))
    found: dict[str, set[int]] = defaultdict(set)
    for entry in register.columns_of(CUSTOMER).values():
        if entry.sensitivity == "identity":
            rows = apps.get_model(CUSTOMER)._base_manager.using(using).filter(**{f"{entry.column}__in": wanted})
            for text, pk in rows.values_list(entry.column, "pk"):
                found[text].add(pk)
    return [tuple(sorted({pk for text in each for pk in found.get(text, ())})) for each in texts]


def _forms(value: Any) -> Iterator[str]:
    """Every text inside a value, a number also with its country."""
    if isinstance(value, str) and value:
        yield value
        yield f"+86{value}"
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _forms(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _forms(each)


def _present(ids: Sequence[Any]) -> Ids:
    return tuple(dict.fromkeys(int(each) for each in ids if each is not None))

"""The rows of a table as lines of JSON: what is personal is sealed under the keys of the customers it speaks of."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.apps import apps

from minghua.foundation.backups import sealkeys, subjects
from minghua.foundation.backups.layout import Column, Table, is_proper
from minghua.foundation.vault import sealing
from minghua.foundation.vault.types import STORE
from minghua.kernel.personal import FILES, GENERIC, MENTIONED

BATCH = 2_000
NOTHING, GONE = "", None  # tokens: all personal values are empty; the key is destroyed
Ids = tuple[int, ...]


def dumps(value: Any) -> str:
    """Return canonical JSON: the same value is the same text whatever the database."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain(value: Any, kind: str) -> Any:
    """Return a column's value as JSON knows it."""
    if value is None or kind in {"json", "flag"}:
        return value
    writer = _WRITERS.get(kind)
    return writer(value) if writer else value


_WRITERS: dict[str, Callable[[Any], Any]] = {
    "instant": lambda value: value.astimezone(UTC).isoformat(timespec="microseconds"),
    "day": lambda value: value.isoformat(),
    "decimal": str,
    "bytes": lambda value: b64encode(bytes(value)).decode(),
}


def written(table: Table, *, using: str, at: datetime) -> Iterator[tuple[str, str]]:
    """Yield, for each row, its line in the backup and the text its content is known by."""
    for batch in _batches(_values(table, using=using)):
        yield from _sealed(table, batch, using=using, at=at)


def contents(table: Table, *, using: str) -> Iterator[str]:
    """Yield the text each row is known by: equal texts, equal rows."""
    width = len(table.clear) + len(table.sealed)
    for row in _values(table, using=using):
        yield dumps(row[:width])


def _values(table: Table, *, using: str) -> Iterator[list[Any]]:
    """The rows in the order of their keys: clear values, sealed values, then the customers they speak of."""
    columns = (*table.clear, *table.sealed)
    paths = table.subjects if is_proper(table.subjects) else ()
    kinds = [column.kind for column in columns]
    rows = apps.get_model(table.model)._base_manager.using(using).order_by("pk")
    for row in rows.values_list(*(column.name for column in columns), *paths).iterator(chunk_size=BATCH):
        yield [*map(plain, row, kinds), *row[len(kinds) :]]


def _batches(rows: Iterable[list[Any]]) -> Iterator[list[list[Any]]]:
    source = iter(rows)
    while batch := list(islice(source, BATCH)):
        yield batch


def _sealed(table: Table, batch: list[list[Any]], *, using: str, at: datetime) -> Iterator[tuple[str, str]]:
    clear, width = len(table.clear), len(table.clear) + len(table.sealed)
    if not table.sealed:
        for row in batch:
            yield (text := dumps(row)), text
        return
    owners = _owners(table, batch, width, using=using)
    keys = sealkeys.keys({STORE, *(each for ids in owners for each in ids)}, at=at)
    empty = [column.empty for column in table.sealed]
    at_key = _position(table, table.key)
    for row, ids in zip(batch, owners, strict=True):
        place = f"{table.name}:{row[at_key]}"
        token = NOTHING if row[clear:width] == empty else _token(row[clear:width], ids, keys, place)
        yield dumps([*row[:clear], list(ids), token]), dumps(row[:width])


def _token(values: Sequence[Any], ids: Ids, keys: dict[int, bytes], place: str) -> str | None:
    """One seal inside another for each customer the row speaks of: any of them destroyed closes it."""
    text = dumps(list(values))
    for each in ids or (STORE,):
        if each not in keys:
            return GONE
        text = sealing.seal_with(keys[each], customer_id=each, place=place, text=text)
    return text


def opened(token: str, ids: Ids, keys: dict[int, bytes], *, place: str) -> list[Any] | None:
    """Return the personal values of a row, None when one of its customers was erased; raises Altered."""
    text = token
    for each in reversed(ids or (STORE,)):
        if each not in keys:
            return None
        text = sealing.open_with(keys[each], customer_id=each, place=place, sealed=text)
    values: list[Any] = json.loads(text)
    return values


def _owners(table: Table, batch: list[list[Any]], width: int, *, using: str) -> list[Ids]:
    if is_proper(table.subjects):
        return [tuple(dict.fromkeys(each for each in row[width:] if each is not None)) for row in batch]
    if table.subjects == (GENERIC,):
        names = [(row[_position(table, "subject_type")], row[_position(table, "subject_id")]) for row in batch]
        found = subjects.of_generic(names, using=using)
        return [found.get(name, ()) for name in names]
    if table.subjects == (FILES,):
        ids = [row[_position(table, table.key)] for row in batch]
        owned = subjects.of_files(ids, using=using)
        return [owned.get(each, ()) for each in ids]
    if table.subjects == (MENTIONED,):
        return subjects.of_mentioned([row[len(table.clear) : width] for row in batch], using=using)
    return [() for _ in batch]


def _position(table: Table, name: str) -> int:
    return [column.name for column in table.clear].index(name)


def named(columns: Iterable[Column]) -> list[str]:
    """Return the names of columns."""
    return [column.name for column in columns]

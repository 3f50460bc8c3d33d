"""Loading tables: raw rows into an empty database of either engine, as fast as each engine takes them."""

import json
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection

from minghua.foundation.backups import rows
from minghua.foundation.backups.layout import GONE_WITH_PERSON, Column, Table
from minghua.foundation.backups.rows import BATCH
from minghua.foundation.vault import queries as vault
from minghua.foundation.vault.types import STORE


def load(table: Table, lines: Iterable[list[Any]]) -> int:
    """Put the rows of a table in place of what is there; return how many were erased since (and came back empty)."""
    columns = (*table.clear, *table.sealed, *table.dropped)
    erased = 0
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")  # noqa: S608
    source = iter(lines)
    while batch := list(islice(source, BATCH)):
        whole = list(_opened(table, batch))
        erased += sum(row is None or gone for row, gone in whole)
        _insert(table.name, columns, [row for row, _ in whole if row is not None])
    return erased


def _opened(table: Table, batch: list[list[Any]]) -> Iterator[tuple[list[Any] | None, bool]]:
    """Each row with its personal values, or empty ones (or nothing at all) when a person in it was erased."""
    dropped = [column.empty for column in table.dropped]
    if not table.sealed:
        yield from (([*row, *dropped], False) for row in batch)
        return
    empty = [column.empty for column in table.sealed]
    goes = any(column.erase in GONE_WITH_PERSON for column in table.sealed)
    keys = vault.keys_of({STORE, *(each for row in batch for each in row[-2])})
    at_key = [column.name for column in table.clear].index(table.key)
    for *clear, ids, token in batch:
        if token == rows.NOTHING:
            yield [*clear, *empty, *dropped], False
            continue
        place = f"{table.name}:{clear[at_key]}"
        values = None if token is rows.GONE else rows.opened(token, tuple(ids), keys, place=place)
        if values is None:
            yield (None if goes else [*clear, *empty, *dropped]), True
        else:
            yield [*clear, *values, *dropped], False


def _insert(name: str, columns: Sequence[Column], values: list[list[Any]]) -> None:
    if not values:
        return
    writers = [_WRITERS[connection.vendor].get(column.kind) for column in columns]
    ready = [
        [value if write is None or value is None else write(value) for write, value in zip(writers, row, strict=True)]
        for row in values
    ]
    quoted = ", ".join(connection.ops.quote_name(column.name) for column in columns)
    table = connection.ops.quote_name(name)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
                for row in ready:
                    copy.write_row(row)
        else:
            marks = ", ".join("?" for _ in columns)
            cursor.cursor.connection.executemany(
                f"INSERT INTO {table} ({quoted}) VALUES ({marks})",  # noqa: S608
                ready,
            )


def _sqlite_instant(text: str) -> str:
    """As Django writes it: UTC without a zone, the fraction only when there is one."""
    return str(datetime.fromisoformat(text).replace(tzinfo=None))


_WRITERS: dict[str, dict[str, Callable[[Any], Any]]] = {
    "sqlite": {"instant": _sqlite_instant, "json": json.dumps, "flag": int, "bytes": b64decode},
    "postgresql": {"json": json.dumps, "bytes": b64decode},
}

"""Rows of a fact out of the database into one Parquet file: block by block of 65,536 ids."""

import csv
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.db import connection

from minghua.foundation.engine import duck, folders
from minghua.kernel.facts import Fact, Kind

BLOCK: Final = 1 << 16
_ROWS: Final = 4_096
_NULL: Final = "\\N"
TYPES: Final = {Kind.INTEGER: "BIGINT", Kind.CODE: "VARCHAR", Kind.DAY: "DATE", Kind.INSTANT: "TIMESTAMP"}


def blocks(fact: Fact) -> list[int]:
    """Return every block in which the table has a row."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT id / {BLOCK} FROM {fact.table} ORDER BY 1")  # noqa: S608 - a room's own words
        return [int(block) for (block,) in cursor.fetchall()]


def write(fact: Fact, block: int, folder: Path) -> int:
    """Write one block as it stands now and return its rows; a block without rows leaves no file."""
    target = folder / folders.file_name(fact.code, block)
    target.unlink(missing_ok=True)
    with tempfile.NamedTemporaryFile("w", newline="", suffix=".csv", dir=folder, encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        rows = 0
        for row in _rows(fact, block):
            out.writerow(row)
            rows += 1
        file.flush()
        if rows:
            _packed(fact, Path(file.name), target)
    return rows


def _rows(fact: Fact, block: int) -> Iterator[Iterable[Any]]:
    names = ", ".join(name for name, _ in fact.shape)
    sql = f"SELECT {names} FROM {fact.table} WHERE id >= %s AND id < %s ORDER BY id"  # noqa: S608 - a room's own words
    instants = [at for at, (_, kind) in enumerate(fact.shape) if kind is Kind.INSTANT]
    with connection.cursor() as cursor:
        cursor.execute(sql, [block * BLOCK, (block + 1) * BLOCK])
        while found := cursor.fetchmany(_ROWS):
            for row in found:
                told = [_NULL if value is None else value for value in row]
                for at in instants:
                    told[at] = _utc(told[at])
                yield told


def _utc(value: Any) -> Any:
    """Return an instant without its zone, in UTC; what SQLite keeps is that already."""
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).replace(tzinfo=None).isoformat(" ")
    return value


def _packed(fact: Fact, source: Path, target: Path) -> None:
    columns = ", ".join(f"'{name}': '{TYPES[kind]}'" for name, kind in fact.shape)
    names = f"header=false, auto_detect=false, delim=',', quote='\"', escape='\"', parallel=false, nullstr='{_NULL}'"
    with duck.workshop(target.parent) as database:
        database.execute(
            f"COPY (SELECT * FROM read_csv('{source}', {names}, columns={{{columns}}})) "  # noqa: S608 - our own paths
            f"TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
        )

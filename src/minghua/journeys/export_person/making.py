"""The package itself: JSON of everything, a CSV per table, the files, and a cover that a person can read."""

import json
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Final, cast

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.queries import secrets
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.foundation.files import queries as file_reads
from minghua.foundation.imports import exporting
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.personal import register
from minghua.journeys.export_person import cover, reaching
from minghua.kernel.errors import NotFound
from minghua.kernel.personal import Erase

_SEALED: Final = frozenset({reaching.CUSTOMER, "history.FieldChange", "customers.CleaningChange"})
_SPOOL: Final = 8 * 1024 * 1024
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """How many tables, rows and files a package holds."""

    tables: int
    rows: int
    files: int


def make_package(package_id: int, *, by: Actor, at: datetime) -> None:
    """Make the package that was asked for and keep it; the job's whole work."""
    asked = interaction_reads.package_asked(package_id)
    if asked is None:
        return
    number = customer_reads.customer(by, asked.customer_id).number
    with tempfile.SpooledTemporaryFile(max_size=_SPOOL) as target:
        stream = cast(BinaryIO, target)
        made = write_package(asked.customer_id, stream, by=by, at=at)
        stream.seek(0)
        interactions.keep_package(
            package_id, stream, name=f"{number}.zip", tables=made.tables, rows=made.rows, by=by, at=at
        )


def write_package(customer_id: int, target: BinaryIO, *, by: Actor, at: datetime) -> Made:
    """Write everything about a customer as a ZIP and return what it holds; raises Forbidden, NotFound."""
    require(by, "rights.export")
    if customer_id not in customer_reads.visible_ids(by, [customer_id], pooled=False):
        raise NotFound(field="customer_id")
    found = {label: rows for label in reaching.tables() if (rows := _rows(label, customer_id))}
    file_ids = sorted({file_id for label, rows in found.items() for file_id in _files(label, rows)})
    labels = {code: [field.label.zh, field.label.en] for code, field in customer_reads.archive_fields().items()}
    data = {"made_at": at, "customer_id": customer_id, "archive_labels": labels, "tables": found}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("data.json", json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        package.writestr("index.html", cover.page(found, number_of_files=len(file_ids), by=by, at=at))
        for label, rows in found.items():
            package.writestr(f"csv/{label}.csv", b"".join(exporting.csv_bytes(_cells(rows))))
        for file_id in file_ids:
            _add_file(package, file_id)
    return Made(len(found), sum(map(len, found.values())), len(file_ids))


def _rows(label: str, customer_id: int) -> list[Row]:
    names = [field.attname for field in apps.get_model(label)._meta.concrete_fields]
    rows = list(reaching.rows_of(label, customer_id).values(*names))
    for row in rows if label in _SEALED else ():
        _open(row, customer_id)
    return rows


def _open(row: Row, customer_id: int) -> None:
    """Put the clear values in: the package is for the person they are about."""
    if "archive" in row:
        row["archive"] = {
            code: secrets.open_value(customer_id, f"archive.{code}", value) for code, value in row["archive"].items()
        }
        return
    path = row.get("field") or row.get("path") or ""
    for name in ("old", "new"):
        row[name] = secrets.open_value(customer_id, path, row[name])


def _files(label: str, rows: Sequence[Row]) -> Iterator[str]:
    named = {entry.column for entry in register.columns_of(label).values() if entry.erase is Erase.FILE}
    yield from (row[name] for row in rows for name in named if row.get(name))


def _add_file(package: zipfile.ZipFile, file_id: str) -> None:
    try:
        name = file_reads.stored_file(file_id).name
        with file_reads.open_stream(file_id) as stream:
            package.writestr(f"files/{file_id[:8]}-{name}", stream.read())
    except NotFound:
        package.writestr(f"files/{file_id[:8]}-missing.txt", file_id)


def _cells(rows: Sequence[Row]) -> Iterator[Sequence[str]]:
    names = list(rows[0])
    yield names
    for row in rows:
        yield [_cell(row[name]) for name in names]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    return str(value)

"""The first rows of a file as an import would read them."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from minghua.foundation.imports import problems, queries, spools, staging, targets
from minghua.foundation.imports.cells import Reader
from minghua.foundation.imports.facts import facts_of
from minghua.foundation.imports.readers import table
from minghua.foundation.imports.rows import RowReader
from minghua.foundation.imports.types import FieldKind, ImportField
from minghua.foundation.people.types import Actor
from minghua.kernel import money

ROWS = 50


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row: its number, its values as people read them, and what is wrong, by field."""

    number: int
    values: tuple[str, ...]
    faults: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Preview:
    """The fields that are filled, in column order, and the first rows."""

    fields: tuple[ImportField, ...]
    rows: tuple[PreviewRow, ...]
    date_order: str
    is_unsure: bool


def preview(viewer: Actor, run_id: int, *, count: int = ROWS) -> Preview:
    """Return the first rows read under the run's mapping; nothing is stored."""
    run = queries.run_row(viewer, run_id)
    facts, found = facts_of(run), spools.table_of(run)
    fields = {field.code: field for field in targets.target(run.target).fields()}
    order, unsure = staging.date_order(found, mapping=run.mapping, fields=tuple(fields.values()), options=facts.options)
    reader = RowReader(
        found.headers, run.mapping, tuple(fields.values()), Reader(order=order, zone=facts.options.timezone)
    )
    shown = tuple(fields[code] for code in reader.codes)
    rows = []
    with closing(table.read(found)) as records:
        for record in islice(records, count):
            line, wrong = reader.read(record)
            values = tuple(_shown(line.values.get(one.code), one, facts.options.timezone) for one in shown)
            faults = {problem.field: problems.reason(problem, viewer.language) for problem in wrong}
            rows.append(PreviewRow(line.number, values, faults))
    return Preview(shown, tuple(rows), str(order), unsure)


def _shown(value: Any, field: ImportField, zone: str) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "、".join(value)
    return _number(value, field.kind) if isinstance(value, int) else str(value)


def _number(value: int, kind: FieldKind) -> str:
    if kind is FieldKind.PRICE:
        text = f"{value / money.E4:.4f}"
        return text[:-2] if text.endswith("00") else text
    return money.show_milli(value) if kind is FieldKind.QUANTITY else str(value)

"""Staging: the whole file is read once, row by row, into the spool; every problem of a cell or row comes out."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice

from minghua.foundation.imports import dates
from minghua.foundation.imports.cells import Reader
from minghua.foundation.imports.readers import table
from minghua.foundation.imports.readers.table import Table
from minghua.foundation.imports.rows import RowReader
from minghua.foundation.imports.spool import Spool
from minghua.foundation.imports.targets import Target
from minghua.foundation.imports.types import DateOrder, FieldKind, ImportField, Line, Options, Problem, Row, Severity

_BATCH = 2_000
_SNIFFED_ROWS = 5_000


def stage(
    found: Table, *, mapping: Mapping[str, str], target: Target, options: Options, spool: Spool, fingerprint: str
) -> Iterator[list[Problem]]:
    """Fill the spool and yield the problems found, in batches (an empty one is a sign of life)."""
    fields = target.fields()
    order, unsure = date_order(found, mapping=mapping, fields=fields, options=options)
    yield [*found.warnings, *_notes(found, mapping, unsure)]
    reader = RowReader(found.headers, mapping, fields, Reader(order=order, zone=options.timezone))
    spool.begin()
    with closing(table.read(found)) as rows:
        while batch := list(islice(rows, _BATCH)):
            yield _spool_batch(batch, reader=reader, target=target, options=options, spool=spool)
    yield [_oversize(*facts) for facts in spool.split_oversize()]
    yield list(target.arrange(spool, options))
    spool.group(fingerprint)


def _notes(found: Table, mapping: Mapping[str, str], unsure: bool) -> list[Problem]:
    notes = [
        Problem(1, header, "unmapped_column", header[:60], Severity.WARNING)
        for header in found.headers
        if not mapping.get(header)
    ]
    if unsure:
        notes.append(Problem(1, "", "ambiguous_dates", "", Severity.WARNING))
    return notes


def _spool_batch(
    batch: Sequence[Row], *, reader: RowReader, target: Target, options: Options, spool: Spool
) -> list[Problem]:
    problems: list[Problem] = []
    entries: list[tuple[str, int, Line]] = []
    for row in batch:
        line, wrong = reader.read(row)
        key, rank = target.place(line, options)
        entries.append((key, rank, line))
        problems.extend(wrong)
    spool.add(entries)
    return problems


def _oversize(row: int, key: str, size: int) -> Problem:
    return Problem(row, "", "too_many_lines", key[:60], params={"size": size})


def date_order(
    found: Table, *, mapping: Mapping[str, str], fields: Sequence[ImportField], options: Options
) -> tuple[DateOrder, bool]:
    """Return the order of date parts: as decided, or sniffed from the first rows; and whether that is a guess."""
    if options.date_order:
        return DateOrder(options.date_order), False
    dated = {field.code for field in fields if field.kind in {FieldKind.DATE, FieldKind.MOMENT}}
    positions = [i for i, header in enumerate(found.headers) if mapping.get(header) in dated]
    with closing(table.read(found)) as rows:
        first = islice(rows, _SNIFFED_ROWS)
        samples = [row.cells[position] for row in first if row.cells for position in positions]
    return dates.sniff_order(samples)

"""One door to every file form: look at a file, then read its rows; the header is row 1."""

import dataclasses
import io
import re
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

from minghua.foundation.exports import marks
from minghua.foundation.imports.limits import LIMITS, Limits
from minghua.foundation.imports.readers import csv_rows, encoding, jsonl_rows, packing, xlsx_rows
from minghua.foundation.imports.refusals import BadHeader, EmptyFile, NotATable, TooLarge, TooManyColumns
from minghua.foundation.imports.types import EXCERPT, Problem, Reading, Row, Severity

_SAMPLE_BYTES = 1 << 16
_SAMPLE_ROWS = 200
_PERSONAL = re.compile(r"(\+?86)?1\d{10}|\d{17}[\dXx]|[^@\s]+@[^@\s]+\.\w+")  # a person where a column is to be named


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was looked at: how to read it, its columns, its worksheets, first values, warnings."""

    path: Path
    packed: str
    reading: Reading
    headers: tuple[str, ...]
    sheets: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    warnings: tuple[Problem, ...]


def look(path: Path, *, wanted: Reading | None = None, limits: Limits = LIMITS) -> Table:
    """Return what the file is; raises FileRefused. `wanted` carries what the person decided (empty = find out)."""
    if path.stat().st_size > limits.file_bytes:
        raise TooLarge(field="file", what_zh="文件", what_en="file", limit=f"{limits.file_bytes >> 20} MiB")
    packed = packing.packed_form(path)
    if packed == "xlsx":
        return _look_at_workbook(path, wanted.sheet if wanted else "", limits)
    return _look_at_text(path, packed, wanted, limits)


def _look_at_workbook(path: Path, sheet: str, limits: Limits) -> Table:
    formulas = xlsx_rows.check(path, limits=limits)
    sheets = xlsx_rows.sheet_names(path)
    if not sheets:
        raise EmptyFile(field="file")
    reading = Reading(form="xlsx", sheet=sheet or _first_filled(path, sheets))
    warned = (Problem(1, "", "stored_formulas", severity=Severity.WARNING),) if formulas else ()
    return _described(path, packed="xlsx", reading=reading, sheets=sheets, warnings=warned, limits=limits)


def _first_filled(path: Path, sheets: tuple[str, ...]) -> str:
    for sheet in sheets:
        try:
            next(xlsx_rows.rows(path, sheet=sheet))
        except (EmptyFile, StopIteration):
            continue
        return sheet
    raise EmptyFile(field="file")


def _look_at_text(path: Path, packed: str, wanted: Reading | None, limits: Limits) -> Table:
    def opener() -> IO[bytes]:
        return packing.open_bytes(path, packed=packed, limits=limits)

    codec = encoding.detect(opener, wanted=wanted.encoding if wanted else "")
    with opener() as stream:
        text = io.TextIOWrapper(stream, encoding=codec, newline="")
        sample = text.read(_SAMPLE_BYTES)
        text.detach()
    if not sample.strip():
        raise EmptyFile(field="file")
    reading = _sniffed(sample, codec)
    if wanted and wanted.delimiter and reading.form == "csv":
        reading = dataclasses.replace(reading, delimiter=wanted.delimiter)
    return _described(path, packed=packed, reading=reading, sheets=(), warnings=(), limits=limits)


def _sniffed(sample: str, codec: str) -> Reading:
    start = sample.lstrip("\ufeff \t\r\n")
    if start.startswith("{"):
        return Reading(form="jsonl", encoding=codec)
    if start.startswith(("[", "<")):
        raise NotATable(field="file", found="JSON" if start[0] == "[" else "XML/HTML")
    return csv_rows.sniff(sample, encoding=codec)


def _described(
    path: Path,
    *,
    packed: str,
    reading: Reading,
    sheets: tuple[str, ...],
    warnings: tuple[Problem, ...],
    limits: Limits,
) -> Table:
    bare = Table(path, packed, reading, (), sheets, (), warnings)
    headers, header_problems = _headers(bare, limits)
    known = dataclasses.replace(bare, headers=headers, warnings=warnings + header_problems)
    samples = _samples(known, limits)
    if not samples:
        raise EmptyFile(field="file")
    return dataclasses.replace(known, samples=samples)


def _headers(table: Table, limits: Limits) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    if table.reading.form == "jsonl":
        with packing.open_bytes(table.path, packed=table.packed, limits=limits) as stream:
            return _unique(jsonl_rows.headers(stream, table.reading, limits=limits), limits)
    with closing(_raw(table, limits)) as records:
        first = next(records, None)
    if first is None or not first.cells:
        raise BadHeader(field="file")
    return _unique(first.cells, limits)


def _unique(names: tuple[str, ...], limits: Limits) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Return names that differ: blanks are numbered, repeats get a tail and a warning."""
    if len(names) > limits.columns:
        raise TooManyColumns(field="file", limit=limits.columns)
    if not any(name.strip() for name in names) or any(_PERSONAL.fullmatch(name.strip()) for name in names):
        raise BadHeader(field="file")
    taken: dict[str, int] = {}
    unique: list[str] = []
    problems: list[Problem] = []
    for position, raw in enumerate(names, start=1):
        name = raw.strip().strip("\ufeff")[:120] or f"#{position}"
        taken[name] = taken.get(name, 0) + 1
        if taken[name] > 1:
            problems.append(Problem(1, name, "duplicate_column", name[:EXCERPT], Severity.WARNING))
            name = f"{name} ({taken[name]})"
        unique.append(name)
    return tuple(unique), tuple(problems)


def _samples(table: Table, limits: Limits) -> tuple[tuple[str, ...], ...]:
    found: list[tuple[str, ...]] = []
    with closing(read(table, limits=limits)) as rows:
        for row in islice((row for row in rows if row.cells), _SAMPLE_ROWS):
            found.append(tuple(cell[:200] for cell in row.cells))
    return tuple(found)


def read(table: Table, *, limits: Limits = LIMITS) -> Generator[Row]:
    """Yield every data row, padded to the header's width; a row that is too long carries a problem."""
    width = len(table.headers)
    with closing(_raw(table, limits)) as records:
        if table.reading.form != "jsonl":
            next(records, None)
        for row in records:
            if row.cells and marks.is_mark(row.cells):
                continue  # the last row of our own export: it says whose file it was
            yield _fitted(row, width, limits) if row.cells else row


def _raw(table: Table, limits: Limits) -> Generator[Row]:
    if table.reading.form == "xlsx":
        yield from xlsx_rows.rows(table.path, sheet=table.reading.sheet)
        return
    with packing.open_bytes(table.path, packed=table.packed, limits=limits) as stream:
        if table.reading.form == "jsonl":
            yield from jsonl_rows.rows(stream, table.reading, table.headers, limits=limits)
        else:
            yield from csv_rows.rows(stream, table.reading, limits=limits)


def _fitted(row: Row, width: int, limits: Limits) -> Row:
    cells = row.cells
    if len(cells) == width and max(map(len, cells)) <= limits.cell_characters:
        return row
    problems = list(row.problems)
    if any(cell.strip() for cell in cells[width:]):
        problems.append(Problem(row.number, "", "extra_cells", cells[width][:EXCERPT], params={"width": width}))
    if len(cells) < width:
        problems.append(Problem(row.number, "", "short_row", "", Severity.WARNING, {"width": width}))
    if any(len(cell) > limits.cell_characters for cell in cells):
        problems.append(Problem(row.number, "", "oversize_cell", params={"limit": limits.cell_characters}))
    padded = (*cells[:width], *("" for _ in range(width - len(cells))))
    return Row(row.number, tuple(cell[: limits.cell_characters] for cell in padded), tuple(problems))

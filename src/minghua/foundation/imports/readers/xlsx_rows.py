"""Reads worksheets: the container is measured before the parser sees it; formulas give their stored value only."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import python_calamine

from minghua.foundation.imports.limits import LIMITS, Limits
from minghua.foundation.imports.readers import packing
from minghua.foundation.imports.refusals import BrokenArchive, EmptyFile, Locked, TooLarge, UnknownSheet
from minghua.foundation.imports.types import Row

_REFERENCE = re.compile(rb'[ ]r="([A-Z]{1,4})?([0-9]{1,8})"')
_FORMULA = re.compile(rb"<f[ >/]")
_OVERLAP = 64
_LONGEST_FRACTION = 9


def check(path: Path, *, limits: Limits = LIMITS) -> bool:
    """Refuse a workbook that would not fit in memory; return whether it holds formulas."""
    packing.check_zip(path, limits=limits)
    formulas = False
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            formulas |= _measure(archive, entry, limits)
    return formulas


def _measure(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> bool:
    """Walk one part; a lone cell in the far corner would make the parser reserve every cell before it."""
    sheet = entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml")
    bottom = right = 0
    formulas, tail = False, b""
    for block in packing.entry_blocks(archive, entry):
        text = tail + block
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise BrokenArchive(field="file")
        if sheet:
            for letters, digits in _REFERENCE.findall(text):
                bottom, right = max(bottom, int(digits)), max(right, _column(letters))
            _refuse_wide(bottom * right, limits)
            formulas = formulas or _FORMULA.search(text) is not None
        tail = text[-_OVERLAP:]
    return formulas


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _refuse_wide(cells: int, limits: Limits) -> None:
    if cells > limits.workbook_cells:
        raise TooLarge(field="file", what_zh="单元格数", what_en="cells", limit=f"{limits.workbook_cells:,}")


def sheet_names(path: Path) -> tuple[str, ...]:
    """Return the visible worksheets in order."""
    with _workbook(path) as book:
        visible = python_calamine.SheetVisibleEnum.Visible
        return tuple(sheet.name for sheet in book.sheets_metadata if sheet.visible == visible)


def _workbook(path: Path) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.CalamineWorkbook.from_path(path)
    except python_calamine.PasswordError:
        raise Locked(field="file") from None
    except Exception:
        raise BrokenArchive(field="file") from None


def rows(path: Path, *, sheet: str) -> Iterator[Row]:
    """Yield the sheet's rows as text; blank rows are skipped but counted."""
    with _workbook(path) as book:
        if sheet not in book.sheet_names:
            raise UnknownSheet(field="sheet", sheet=sheet)
        try:
            found = book.get_sheet_by_name(sheet)
        except BaseException as broken:  # the parser is native code: its panics are no Exception
            if isinstance(broken, KeyboardInterrupt | SystemExit):
                raise
            raise BrokenArchive(field="file") from None
        if found.start is None:
            raise EmptyFile(field="file")
        first = found.start[0] + 1
        for number, values in enumerate(found.iter_rows(), start=1):
            if number < first and not any(values):
                continue
            cells = tuple(cell_text(value) for value in values)
            if any(cells):
                yield Row(number, cells)


def cell_text(value: Any) -> str:
    """Return a cell as a person would have typed it: 17850.0 is 17850, dates are ISO, no binary dust."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def _number(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = repr(value)
    _, _, fraction = text.partition(".")
    return (
        f"{value:.{_LONGEST_FRACTION}f}".rstrip("0") if len(fraction) > _LONGEST_FRACTION and "e" not in text else text
    )

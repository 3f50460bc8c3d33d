"""Turns the cells of a row into typed values under one mapping, and says what is wrong with each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from minghua.foundation.imports import formulas
from minghua.foundation.imports.cells import Reader, Unreadable
from minghua.foundation.imports.types import EXCERPT, FieldKind, ImportField, Line, Problem, Row, Severity

_REMEMBERED = 20_000
_FREE_TEXT = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.IDENTIFIER, FieldKind.TAGS})
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class _Read:
    """What one cell text means: its value, and the problem it carries if any."""

    value: Any
    code: str = ""
    severity: Severity = Severity.ERROR
    params: Mapping[str, Any] | None = None


class _Column:
    """One mapped column; equal cells are read once."""

    def __init__(self, position: int, field: ImportField, reader: Reader) -> None:
        self.position, self.field, self._reader = position, field, reader
        self._known: dict[str, _Read] = {}

    def read(self, cell: str) -> _Read:
        """Return the meaning of the cell."""
        found = self._known.get(cell)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[cell] = self._fresh(cell)
        return found

    def excerpt(self, cell: str) -> str:
        """Return what a problem may repeat of the cell: nothing of a sensitive one."""
        return "" if self.field.by_hand else cell[:EXCERPT]

    def _fresh(self, cell: str) -> _Read:
        try:
            value = self._reader.value(self.field, cell)
        except Unreadable as fault:
            return _Read(None, fault.code, Severity.ERROR, fault.params)
        if value is None:
            return _Read(None, "required") if self.field.required else _Read(None)
        if self.field.kind in _FREE_TEXT:
            return self._free_text(cell, value)
        return _Read(value)

    def _free_text(self, cell: str, value: Any) -> _Read:
        if _REPLACEMENT in cell:
            return _Read(value, "lost_text", Severity.WARNING)
        if formulas.is_formula_like(cell):
            return _Read(value, "formula_text", Severity.WARNING)
        return _Read(value)


class RowReader:
    """Reads rows under one mapping (header -> field code)."""

    def __init__(
        self, headers: Sequence[str], mapping: Mapping[str, str], fields: Sequence[ImportField], reader: Reader
    ) -> None:
        by_code = {field.code: field for field in fields}
        self._headers = headers
        self._columns = [
            _Column(position, by_code[mapping[header]], reader)
            for position, header in enumerate(headers)
            if mapping.get(header) in by_code
        ]
        self._hushed = any(column.field.by_hand for column in self._columns)  # a shifted row may show them anywhere

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the field codes in column order."""
        return tuple(column.field.code for column in self._columns)

    def read(self, row: Row) -> tuple[Line, list[Problem]]:
        """Return the row's values and everything wrong with it."""
        problems = [replace(problem, excerpt="") for problem in row.problems] if self._hushed else list(row.problems)
        values: dict[str, Any] = {}
        for column in self._columns if row.cells else ():
            cell = row.cells[column.position]
            found = column.read(cell)
            values[column.field.code] = found.value
            if found.code:
                name = column.field.code
                problems.append(
                    Problem(row.number, name, found.code, column.excerpt(cell), found.severity, found.params or {})
                )
        bad = bool(problems) and any(problem.severity is Severity.ERROR for problem in problems)
        return Line(row.number, values, bad), problems

"""What leaves as CSV or XLSX holds no formula, and reads back as it was (T7)."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minghua.foundation.imports import cells, exporting
from minghua.foundation.imports.readers import table, xlsx_rows

HOSTILE = ("=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "＝1+1", "'=1", "-2+3")
PRINTABLE = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=40).filter(str.strip)


def back(rows: list[tuple[str, ...]], form: str, folder: Path) -> list[tuple[str, ...]]:
    path = folder / f"out.{form}"
    path.write_bytes(b"".join(exporting.encoded(rows, form)))
    if form == "xlsx":
        assert xlsx_rows.check(path) is False  # no formula in it
    found = table.look(path)
    return [found.headers, *(tuple(cells.clean(cell) for cell in row.cells) for row in table.read(found))]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_hostile_cells_read_back_as_they_were(form: str, tmp_path: Path) -> None:
    rows = [("a", "b"), *((text, "x") for text in HOSTILE)]
    assert back(rows, form, tmp_path) == rows


@settings(max_examples=60, deadline=None)
@given(PRINTABLE)
def test_any_text_reads_back_from_a_workbook(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = [("a", "b"), (text, "x")]
        assert back(rows, "xlsx", Path(folder)) == rows

"""Tables on the way out, as CSV or XLSX: no cell of theirs runs in a spreadsheet, and all of it can come back (T7)."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence

import xlsxwriter

from minghua.foundation.imports import formulas

Rows = Iterable[Sequence[str]]
_FLUSH = 1 << 16
_BLOCK = 1 << 20
ROWS_PER_SHEET = 1_048_576


def csv_bytes(rows: Rows) -> Iterator[bytes]:
    """Yield the rows as CSV in UTF-8 with a mark that spreadsheets need; every cell quoted against formulas."""
    text = io.StringIO()
    writer = csv.writer(text)
    text.write("\ufeff")
    for row in rows:
        writer.writerow([formulas.quoted(cell) for cell in row])
        if text.tell() > _FLUSH:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def xlsx_bytes(rows: Rows, *, sheet: str = "Sheet1") -> Iterator[bytes]:
    """Yield the rows as a workbook of plain text cells; beyond a sheet's length the next sheet begins."""
    with tempfile.TemporaryFile() as file:
        with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False}) as book:
            page = book.add_worksheet(sheet)
            for number, row in enumerate(rows):
                if number and number % ROWS_PER_SHEET == 0:
                    page = book.add_worksheet()
                for column, cell in enumerate(row):
                    page.write_string(number % ROWS_PER_SHEET, column, formulas.quoted(cell)[:32_767])
        file.seek(0)
        while block := file.read(_BLOCK):
            yield block


MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def encoded(rows: Rows, form: str) -> Iterator[bytes]:
    """Return the rows in that form ("csv" or "xlsx")."""
    return xlsx_bytes(rows) if form == "xlsx" else csv_bytes(rows)

"""Tables as files from pages (T7): no cell of theirs is ever run by a spreadsheet."""

import csv
import re
from io import StringIO
from pathlib import Path

import pytest

from minghua.interfaces.web.table_files import table_file

PAGES = Path(__file__).parents[3] / "src" / "minghua" / "interfaces"


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1+1", "＝1+1", "\u200b=1+1"])
def test_a_text_that_a_spreadsheet_would_run_is_quoted(text: str) -> None:
    kept = table_file("months", ["a", text], [[text, None]]).content.decode("utf-8-sig")
    assert next(csv.reader(StringIO(kept))) == ["a", f"'{text}"]


def test_numbers_stay_numbers_and_nothing_stays_empty() -> None:
    answer = table_file("months", ["月份", "n"], [["2026-03", -5], [None, 12.5]])
    assert answer.content.decode() == "\ufeff月份,n\r\n2026-03,-5\r\n,12.5\r\n"
    assert answer["Content-Disposition"] == 'attachment; filename="months.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


def test_no_page_writes_a_table_of_its_own() -> None:
    own = [str(file) for file in PAGES.rglob("*.py") if re.search(r"\bcsv\.(writer|DictWriter)\b", file.read_text())]
    assert own == []

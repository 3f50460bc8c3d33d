"""T7: whatever stands in an exported cell, no spreadsheet runs it, and it comes back as it was."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as some
from python_calamine import CalamineWorkbook

from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.foundation.imports import exporting, formulas
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys import export_customers
from tests.company import Company
from tests.conftest import AT
from tests.functional.hostile.payloads import PAYLOADS

STARTERS = "=+-@＝＋－＠\t\r\n\u200b\ufeff '\""
HOSTILE = some.text(
    some.characters(codec="utf-8", exclude_characters="\x00\r", exclude_categories=("Cs",)), max_size=40
)
CELLS = some.one_of(HOSTILE, some.builds(str.__add__, some.text(STARTERS.replace("\r", ""), max_size=4), HOSTILE))


def is_run(cell: str) -> bool:
    """The oracle, written apart from the rule: would a spreadsheet take this cell for a formula?"""
    stripped = cell.lstrip("\t\r\n \u00a0\u200b\ufeff")
    return (
        stripped[:1] in set("=+-@＝＋－＠")
        and not stripped.strip().lstrip("+-").replace(",", "").replace(".", "").rstrip("%").isdecimal()
    )


@given(some.lists(some.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=6))
def test_no_cell_of_a_csv_runs_and_all_come_back(rows):
    text = b"".join(exporting.csv_bytes(rows)).decode("utf-8-sig")
    back = list(csv.reader(io.StringIO(text, newline="")))
    assert [[formulas.unquoted(cell) for cell in row] for row in back if row] == [
        row for row in rows if row != [""]
    ] or [[formulas.unquoted(cell) for cell in row] for row in back] == rows
    assert [cell for row in back for cell in row if is_run(cell)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cell_of_the_whole_archive_runs_in_either_form(company: Company, form: str):
    actor = company.actor("boss")
    with unit_of_work(actor, at=AT):
        for number, payload in enumerate(PAYLOADS[-40:]):
            new = NewCustomer(kind="person", name=payload[:200], address=payload, external_id=f"E{number}")
            customers.create_customer(new, by=actor, at=AT)
    data = b"".join(exporting.encoded(export_customers.rows(actor), form))
    if form == "xlsx":
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        cells = [cell for row in sheet.to_python() for cell in row if isinstance(cell, str)]
    else:
        cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) for cell in row]
    assert {formulas.unquoted(cell) for cell in cells} >= set(PAYLOADS[-40:])
    assert [cell for cell in cells if is_run(cell)] == []


def test_the_oracle_has_teeth():
    assert [cell for cell in ("=1+1", "\t=1+1", "＝1", "@x", "-2+3", "+cmd") if not is_run(cell)] == []
    assert [cell for cell in ("-12.50", "+86", "'=1", "王=1", "") if is_run(cell)] == []

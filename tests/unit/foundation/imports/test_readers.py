"""Files of every accepted form become the same rows; hostile ones are refused at once."""

import contextlib
import gzip
import tempfile
import time
import zipfile
import zlib
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from minghua.foundation.imports.limits import Limits
from minghua.foundation.imports.readers import table
from minghua.foundation.imports.refusals import (
    BadHeader,
    Bomb,
    BrokenArchive,
    EmptyFile,
    FileRefused,
    NotATable,
    TooLarge,
    TooManyColumns,
    UnknownSheet,
)
from minghua.foundation.imports.types import Reading

HEADERS = ("订单号", "数量")
ROWS = [("1001", "2"), ("1002", "3")]
CSV = "订单号,数量\n1001,2\n1002,3\n"


def kept(folder: Path, data: bytes, name: str = "file") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def read(path: Path, **options: object) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    found = table.look(path, **options)  # type: ignore[arg-type]
    return found.headers, [row.cells for row in table.read(found)]


def workbook(folder: Path, rows: list[list[object]], sheet: str = "订单") -> Path:
    path = folder / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("空白")
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


def test_csv_gzip_jsonl_and_xlsx_give_the_same_rows(tmp_path: Path) -> None:
    jsonl = '{"订单号": 1001, "数量": 2}\n\n{"数量": "3", "订单号": "1002"}\n'
    for data in (CSV.encode(), gzip.compress(CSV.encode("gb18030"), mtime=0), CSV.encode("utf-16"), jsonl.encode()):
        assert read(kept(tmp_path, data)) == (HEADERS, ROWS)
    assert read(workbook(tmp_path, [list(HEADERS), [1001.0, 2], ["1002", 3.0]])) == (HEADERS, ROWS)


@pytest.mark.parametrize("mark", [";", "\t", "|", "，"])
def test_the_delimiter_is_sniffed(tmp_path: Path, mark: str) -> None:
    assert read(kept(tmp_path, CSV.replace(",", mark).encode())) == (HEADERS, ROWS)


@pytest.mark.parametrize("line", ['1,"a, b ""c"""\n', "1,'a, b \"c\"'\n", '1,"a, b \\"c\\""\n'])
def test_quoting_is_sniffed(tmp_path: Path, line: str) -> None:
    assert read(kept(tmp_path, ("n,text\n" + line).encode()))[1] == [("1", 'a, b "c"')]


def test_rows_keep_the_numbers_a_spreadsheet_shows(tmp_path: Path) -> None:
    found = table.look(kept(tmp_path, b'n,text\n1,"two\nlines"\n\n2,x\n'))
    assert [row.number for row in table.read(found)] == [2, 4]


def test_short_and_long_rows_are_told(tmp_path: Path) -> None:
    found = table.look(kept(tmp_path, b"a,b,c\n1,2\n1,2,3,4\n1,2,3,\n"))
    assert [[p.code for p in row.problems] for row in table.read(found)] == [["short_row"], ["extra_cells"], []]


def test_repeated_and_nameless_columns_are_numbered(tmp_path: Path) -> None:
    found = table.look(kept(tmp_path, b"a,a,,b\n1,2,3,4\n"))
    assert found.headers == ("a", "a (2)", "#3", "b")
    assert [problem.code for problem in found.warnings] == ["duplicate_column"]


def test_an_open_quote_and_an_endless_line_stay_with_their_rows(tmp_path: Path) -> None:
    limits = Limits(line_characters=1_000)
    data = b"a,b\n1,2\n" + b"x" * 5_000 + b",2\n3,4\n" + b'5,"' + b"y\n" * 200_000
    found = table.look(kept(tmp_path, data), limits=limits)
    codes = [[problem.code for problem in row.problems] for row in table.read(found, limits=limits)]
    assert codes[:4] == [[], ["oversize_row"], [], ["oversize_cell"]]


def test_json_faults_stay_with_their_rows(tmp_path: Path) -> None:
    lines = [
        '{"a": 1}',
        '{"a": {"b": 1}}',
        '{"a": 1, "a": 2}',
        "[1]",
        '{"a": ' + "[" * 100_000,
        '{"a": 1' + "0" * 5_000 + "}",
    ]
    found = table.look(kept(tmp_path, "\n".join(lines).encode()))
    codes = [[problem.code for problem in row.problems] for row in table.read(found)]
    assert codes == [[], ["nested_value"], ["repeated_name"], ["not_json"], ["not_json"], []]


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", EmptyFile),
        (b" \n\n", EmptyFile),
        (b"a,b\n", EmptyFile),
        (b",,\n,,\n", BadHeader),
        (b"Wang,13866660977\nLi,13866660978\n", BadHeader),
        (b"Wang,a@b.cn\nLi,c@d.cn\n", BadHeader),
        (b"%PDF-1.7", NotATable),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, NotATable),
        (b"<html>", NotATable),
        (b'[{"a": 1}]', NotATable),
        (gzip.compress(gzip.compress(b"a,b\n1,2\n", mtime=0), mtime=0), BrokenArchive),
        (gzip.compress(CSV.encode() * 100, mtime=0)[:-20], BrokenArchive),
        (b"PK\x03\x04 not a zip", BrokenArchive),
        (",".join(f"c{n}" for n in range(600)).encode() + b"\n1\n", TooManyColumns),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes, refusal: type[FileRefused]) -> None:
    with pytest.raises(refusal):
        read(kept(tmp_path, data))


def quick(action: object) -> float:
    started = time.process_time()
    with pytest.raises((Bomb, BrokenArchive, TooLarge)):
        action()  # type: ignore[operator]
    return time.process_time() - started


def test_a_gzip_bomb_is_refused_within_a_second(tmp_path: Path) -> None:
    packer = zlib.compressobj(9, wbits=31)
    data = b"".join(packer.compress(b"\0" * (1 << 20)) for _ in range(512)) + packer.flush()
    assert quick(lambda: table.look(kept(tmp_path, data))) < 1


def zipped(folder: Path, parts: dict[str, bytes]) -> Path:
    path = folder / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_a_workbook_bomb_is_refused_within_a_second(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b" " * (64 << 20)})
    assert quick(lambda: table.look(path)) < 1


def test_a_workbook_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b" " * (32 << 20)})
    honest = (32 << 20).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(honest, (100).to_bytes(4, "little")))
    assert quick(lambda: table.look(path)) < 1


def test_a_lone_cell_in_the_far_corner_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "corner.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write(0, 0, "a")
        page.write(1_048_575, 16_383, "z")
    assert quick(lambda: table.look(path)) < 1


def test_entities_in_a_workbook_are_refused(tmp_path: Path) -> None:
    good = workbook(tmp_path, [["a"], [1]])
    with zipfile.ZipFile(good) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.xml"] = b'<!DOCTYPE x [<!ENTITY a "aa">]>' + parts["xl/workbook.xml"]
    with pytest.raises(BrokenArchive):
        table.look(zipped(tmp_path, parts))


def test_formulas_give_their_stored_value_and_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "formula.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["n", "v"])
        page.write(1, 0, "1")
        page.write_formula(1, 1, "=1+1", None, 2)
    found = table.look(path)
    assert [row.cells for row in table.read(found)] == [("1", "2")]
    assert [problem.code for problem in found.warnings] == ["stored_formulas"]


def test_a_sheet_can_be_chosen_and_the_first_filled_one_is_the_default(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["a"], ["1"]])
    assert table.look(path).reading.sheet == "订单"
    with pytest.raises(UnknownSheet):
        table.look(path, wanted=Reading(form="xlsx", sheet="没有"))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_rows_or_a_refusal(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = kept(Path(folder), data)
        with contextlib.suppress(FileRefused):
            read(path)

"""Cells become values, or the code of what is wrong with them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from minghua.foundation.imports import cells, dates
from minghua.foundation.imports.types import DateOrder, FieldKind, ImportField
from minghua.kernel.words import Text

READER = cells.Reader(order=DateOrder.MDY, zone="Asia/Shanghai")


def field(kind: FieldKind, **extra: Any) -> ImportField:
    return ImportField(code="x", label=Text("列", "Column"), kind=kind, **extra)


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (FieldKind.IDENTIFIER, "17850.0", "17850"),
        (FieldKind.IDENTIFIER, "17850.10", "17850.10"),
        (FieldKind.IDENTIFIER, "１２３４５", "12345"),
        (FieldKind.IDENTIFIER, " 85123A ", "85123A"),
        (FieldKind.IDENTIFIER, "007", "007"),
        (FieldKind.QUANTITY, "6", 6_000),
        (FieldKind.QUANTITY, "-1.5", -1_500),
        (FieldKind.QUANTITY, "1,234.5", 1_234_500),
        (FieldKind.PRICE, "2.55", 25_500),
        (FieldKind.PRICE, "￥２.５５", 25_500),
        (FieldKind.PRICE, ".5", 5_000),
        (FieldKind.INTEGER, "42", 42),
        (FieldKind.PHONE, "１３８ ００１３ ８０００", "+8613800138000"),
        (FieldKind.PHONE, "+86-13800138000", "+8613800138000"),
        (FieldKind.PHONE, "13800138000", "+8613800138000"),
        (FieldKind.PHONE, "010-62345678", "+861062345678"),
        (FieldKind.EMAIL, " Wang.Fang@Example.COM ", "wang.fang@example.com"),
        (FieldKind.TEXT, "　米店　", "米店"),
        (FieldKind.TEXT, "NaN", None),
        (FieldKind.TEXT, "", None),
        (FieldKind.TAGS, "老客户、送货上门;老客户", ("老客户", "送货上门")),
        (FieldKind.DATE, "1988年3月5日", date(1988, 3, 5)),
        (FieldKind.MOMENT, "2010-12-01 08:26:00", datetime(2010, 12, 1, 0, 26, tzinfo=UTC)),
        (FieldKind.MOMENT, "12/1/2010 8:26", datetime(2010, 12, 1, 0, 26, tzinfo=UTC)),
        (FieldKind.MOMENT, "2010/12/1", datetime(2010, 11, 30, 16, 0, tzinfo=UTC)),
        (FieldKind.MOMENT, "20101201", datetime(2010, 11, 30, 16, 0, tzinfo=UTC)),
        (FieldKind.MOMENT, "20101201082600", datetime(2010, 12, 1, 0, 26, tzinfo=UTC)),
        (FieldKind.MOMENT, "40513.35138888889", datetime(2010, 12, 1, 0, 26, tzinfo=UTC)),
        (FieldKind.MOMENT, "2010-12-01T08:26:00Z", datetime(2010, 12, 1, 8, 26, tzinfo=UTC)),
        (FieldKind.MOMENT, "2010-12-01T08:26:00+08:00", datetime(2010, 12, 1, 0, 26, tzinfo=UTC)),
        (FieldKind.MOMENT, "12/1/2010 8:26 PM", datetime(2010, 12, 1, 12, 26, tzinfo=UTC)),
        (FieldKind.MOMENT, "2010-12-01 下午8:26", datetime(2010, 12, 1, 12, 26, tzinfo=UTC)),
    ],
)
def test_a_cell_is_read(kind: FieldKind, cell: str, value: Any) -> None:
    assert READER.value(field(kind), cell) == value


@pytest.mark.parametrize(
    ("kind", "cell", "code"),
    [
        (FieldKind.QUANTITY, "six", "not_a_number"),
        (FieldKind.QUANTITY, "1.2345", "too_precise"),
        (FieldKind.QUANTITY, "1,23", "not_a_number"),
        (FieldKind.PRICE, "1e5", "not_a_number"),
        (FieldKind.PRICE, "9" * 20, "too_big"),
        (FieldKind.DATE, "2010-02-30", "not_a_date"),
        (FieldKind.DATE, "13/13/2010", "not_a_date"),
        (FieldKind.DATE, "0001-01-01", "not_a_date"),
        (FieldKind.MOMENT, "yesterday", "not_a_date"),
        (FieldKind.MOMENT, "2010-12-01 25:00", "not_a_date"),
        (FieldKind.PHONE, "12345", "impossible_phone"),
        (FieldKind.PHONE, "10000000000", "impossible_phone"),
        (FieldKind.EMAIL, "wang@@example.com", "impossible_email"),
        (FieldKind.TEXT, "x" * 201, "too_long"),
        (FieldKind.TAGS, "x" * 41, "too_long"),
    ],
)
def test_a_cell_that_does_not_fit_is_named(kind: FieldKind, cell: str, code: str) -> None:
    with pytest.raises(cells.Unreadable) as fault:
        READER.value(field(kind), cell)
    assert fault.value.code == code


@pytest.mark.parametrize("cell", ["female", "女", "Female"])
def test_a_choice_is_known_by_code_and_by_both_labels(cell: str) -> None:
    assert READER.value(field(FieldKind.CHOICE, choices={"female": Text("女", "Female")}), cell) == "female"


@pytest.mark.parametrize(
    ("samples", "order", "unsure"),
    [
        (["2010-12-01", "20101201"], DateOrder.YMD, False),
        (["12/1/2010", "12/25/2010"], DateOrder.MDY, False),
        (["1/12/2010", "25/12/2010"], DateOrder.DMY, False),
        (["1/12/2010", "2/11/2010"], DateOrder.MDY, True),
    ],
)
def test_the_order_of_dates_is_sniffed(samples: list[str], order: DateOrder, unsure: bool) -> None:
    assert dates.sniff_order(samples) == (order, unsure)

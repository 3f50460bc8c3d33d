"""Encodings are found by strict trial; what fits none is refused with the byte."""

import io

import pytest

from minghua.foundation.imports.readers import encoding
from minghua.foundation.imports.refusals import UnknownEncoding, WrongEncoding

CHINESE = "订单号,客户\n1001,王芳\n"


def found(data: bytes, wanted: str = "") -> str:
    return encoding.detect(lambda: io.BytesIO(data), wanted=wanted)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (CHINESE.encode(), "utf-8"),
        (CHINESE.encode("utf-8-sig"), "utf-8-sig"),
        (CHINESE.encode("gb18030"), "gb18030"),
        (CHINESE.encode("utf-16"), "utf-16"),
        ("InvoiceNo,Qty\n1,2\n".encode("utf-16-le"), "utf-16-le"),
        ("InvoiceNo,Qty\n1,2\n".encode("utf-16-be"), "utf-16-be"),
        (b"InvoiceNo,Qty\n1,2\n", "utf-8"),
    ],
)
def test_the_encoding_is_found(data: bytes, name: str) -> None:
    assert found(data) == name


def test_gb18030_is_found_when_only_the_far_end_is_chinese() -> None:
    assert found(b"number,name\n" + b"1,a\n" * 200_000 + "2,王芳\n".encode("gb18030")) == "gb18030"


def test_a_multibyte_character_across_two_blocks_is_no_fault() -> None:
    assert found(b"a" * ((1 << 18) - 1) + "王".encode()) == "utf-8"


def test_bytes_that_fit_nothing_are_refused_with_line_and_byte() -> None:
    with pytest.raises(UnknownEncoding) as refused:
        found(b"a,b\nc,\xff\xff\n")
    assert refused.value.params == {"line": 2, "offset": 7}


def test_western_text_is_not_taken_for_chinese() -> None:
    with pytest.raises(UnknownEncoding):
        found("Straße,für,Käse,Größe\n".encode("cp1252") * 5)


def test_a_named_encoding_that_does_not_fit_is_refused() -> None:
    with pytest.raises(WrongEncoding) as refused:
        found(CHINESE.encode("gb18030"), "utf-8")
    assert refused.value.params == {"encoding": "utf-8", "offset": 1}


def test_a_named_encoding_is_used() -> None:
    assert found("Größe\n".encode("cp1252"), "windows-1252") == "windows-1252"

"""Formula-like text is quoted on the way out and comes back as it was (T7)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.foundation.imports import formulas

HOSTILE = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠x", "\t=1", " =1", "\r\n=1",
           "\u200b=1", "\ufeff=1", "'=1", "''=1", "\x00=1", "\u3000＝1"]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_quoted(text: str) -> None:
    assert formulas.quoted(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["", "王芳", "1-2", "a=b", "'tis", "O'Neill", "5", "-5", "+8613800138000", "-1,234.50"]
)
def test_harmless_text_is_left_alone(text: str) -> None:
    assert formulas.quoted(text) == text


@given(st.text() | st.sampled_from(HOSTILE))
def test_what_was_quoted_comes_back(text: str) -> None:
    assert formulas.unquoted(formulas.quoted(text)) == text


@given(st.text(min_size=1))
def test_nothing_written_is_run_by_a_spreadsheet(text: str) -> None:
    shown = formulas.quoted(text).lstrip(" \t\r\n\x00\ufeff\u200b")
    number = re.fullmatch(r"[+-]?\d[\d.,]*%?\s*", shown)
    assert number or shown[:1] not in tuple("=+-@＝＋－＠")

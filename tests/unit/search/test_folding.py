"""Folding and pinyin: one form for every way a name is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.foundation.search.folding import fold
from minghua.foundation.search.pinyin import readings
from minghua.foundation.search.tokens import document_tokens, lookup, start_token


@pytest.mark.parametrize("written", ["关系", "關係", "關系", " 关系 "])
def test_traditional_and_simplified_fold_together(written):
    assert fold(written) == "关系"


def test_widths_and_cases_fold_together():
    assert fold("ＡＢｃ１２３　ＸＹ") == "abc123 xy"
    assert fold("ﾃｽﾄ") == fold("テスト")


def test_a_part_folds_as_it_does_in_the_whole():
    assert fold("乾隆")[0] == fold("乾")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("王伟", ["wangwei", "ww"]),
        ("单雄信", ["danxiongxin", "dxx", "shanxiongxin", "sxx"]),
        ("曾国藩", ["cengguofan", "cgf", "zengguofan", "zgf"]),
        ("解缙", ["jiejin", "jj", "xiejin", "xj"]),
        ("仇英", ["chouying", "cy", "qiuying", "qy"]),
        ("尉迟恭", ["yuchigong", "ycg"]),
        ("吕布", ["lvbu", "lb", "lubu"]),
        ("Anna", []),
    ],
)
def test_names_are_read_in_every_plausible_way(name, expected):
    assert readings(fold(name)) == expected


words = st.text(st.sampled_from("王伟明华粮油ab1-. 𠮷é"), max_size=12)


@given(text=words, start=st.integers(0, 11), size=st.integers(1, 6))
def test_whatever_a_text_contains_is_looked_up_by_tokens_it_holds(text, start, size):
    folded = fold(text)
    terms = fold(folded[start : start + size]).split()
    held = document_tokens([folded])
    asked = lookup(terms)
    assert asked.whole <= held
    assert all(any(token.startswith(beginning) for token in held) for beginning in asked.beginnings)


@given(text=words, size=st.integers(1, 12))
def test_the_token_of_a_beginning_begins_the_token_of_the_whole(text, size):
    folded = fold(text)
    assert start_token(folded).startswith(start_token(folded[:size]))

"""The mark of a file says whose it is; an import passes over it, and over nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.foundation.exports import marks
from tests.conftest import AT


@given(st.text(max_size=80), st.sampled_from(["zh-hans", "en"]))
def test_every_mark_is_known_again_whatever_the_person_is_called(name: str, language: str) -> None:
    mark = marks.draw()
    cells = marks.row(mark, name=name, at=AT, language=language)
    assert marks.is_mark(cells)
    assert marks.is_mark((*cells, "", " "))
    assert marks.found_in(cells[0]) == mark


@pytest.mark.parametrize(
    "cells",
    [("王伟", ""), ("※ 明华导出", ""), ("",), (), ("※ 明华导出 ABCD-ABCD-ABCD-ABCD", "王伟"), ("ABCD-ABCD-ABCD-ABCD",)],
)
def test_a_row_of_a_person_is_no_mark(cells: tuple[str, ...]) -> None:
    assert not marks.is_mark(cells)


def test_marks_do_not_repeat() -> None:
    assert len({marks.draw() for _ in range(5_000)}) == 5_000


@pytest.mark.parametrize("typed", ["abcd-0123-wxyz-9999", "… ABCD-0123-WXYZ-9999 · 赵敏"])
def test_a_mark_is_found_however_it_is_typed(typed: str) -> None:
    assert marks.found_in(typed) == "ABCD-0123-WXYZ-9999"

"""A programme's data written as text: read again it is the same, in the same order always, with its remarks."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from minghua.domain.tiering.rules import reading, writing
from minghua.domain.tiering.rules.programme import KEYS

words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=20)
values = st.one_of(words, st.integers(-(10**15), 10**15), st.booleans(), st.none())
rows = st.dictionaries(st.sampled_from(("code", "name", "from", "gates")), values | st.lists(words, max_size=3))
programmes = st.dictionaries(
    st.sampled_from(KEYS),
    values | st.lists(rows, max_size=4) | st.dictionaries(st.sampled_from(("zh", "en")), words),
    min_size=1,
)
BREAKS = ("\x85", "\u2028", "\u2029", "\ufeff")  # what YAML folds to a space, or skips
TEXT = "# head\n\ncode: a  # tail\n# of levels\n# too\nlevels:\n  # inner\n  - {code: '# no remark'}\n# end\n"


@given(programmes)
@example({"code": "a\x85b", "note": {"zh": "\u2028", "en": "\ufeffa"}})
@example({"levels": [{"code": "\x85", "gates": ["a\u2029", "\ufeff"]}], "floor": "\x85\x85"})
@settings(max_examples=150, deadline=None)
def test_what_is_written_reads_the_same_and_is_written_the_same_again(data):
    text = writing.text_of(data)
    again = reading.read(text).data
    assert again == data
    assert writing.text_of(dict(reversed(again.items())), over=text) == text


def test_remarks_on_lines_of_their_own_stay_before_their_key():
    data = reading.read(TEXT).data | {"floor": "a"}
    kept = writing.text_of(data, over=TEXT)
    assert kept.splitlines() == [
        "# head", "code: a", "# of levels", "# too", "levels:", "  - {code: '# no remark'}", "floor: a", "# end",
    ]  # fmt: skip
    del data["levels"]
    assert writing.text_of(data, over=TEXT).splitlines()[-3:] == ["# of levels", "# too", "# end"]


@pytest.mark.parametrize(
    ("text", "lost"),
    [(TEXT, 2), ("code: a\n", 0), ("# a\ncode: a\n# b\n", 0), ("code: '#'\n", 0), ("code: a #b\n", 1), ("a: [", 0)],
    ids=["two", "none", "whole lines", "quoted", "tail", "unreadable"],
)
def test_remarks_that_cannot_stay_are_counted(text: str, lost: int):
    assert writing.lost_remarks(text) == lost


@pytest.mark.parametrize("data", [*BREAKS, *(f"a{each}b" for each in BREAKS), [f"{each} a" for each in BREAKS]])
def test_a_sign_that_yaml_takes_for_a_line_end_is_written_by_its_number(data: str | list[str]):
    assert reading.read(writing.text_of(data)).data == data
    written = writing.text_of({"note": {"zh": data}})
    assert [each for each in BREAKS if each in written] == []
    assert reading.read(written).data == {"note": {"zh": data}}

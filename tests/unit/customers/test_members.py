"""Members of a household as one line of a file: read as people write it, written so that it reads back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.customers.rules.members import Unwritten, read, written
from minghua.domain.customers.types.parties import NewMember

WORDS = {
    "配偶": ("relation", "spouse"),
    "spouse": ("relation", "spouse"),
    "子女": ("relation", "child"),
    "男": ("gender", "male"),
}
NAMES = {"spouse": "配偶", "child": "子女", "male": "男"}


@pytest.mark.parametrize(
    ("line", "members"),
    [
        (
            "张三(配偶,1980-01-02);李四",
            (NewMember(name="张三", relation="spouse", birthday=date(1980, 1, 2)), NewMember(name="李四")),
        ),
        (
            "张三（配偶，1980/01/02）；李四（子女、男）",
            (
                NewMember(name="张三", relation="spouse", birthday=date(1980, 1, 2)),
                NewMember(name="李四", relation="child", gender="male"),
            ),
        ),
        ("张 三( Spouse )", (NewMember(name="张 三", relation="spouse"),)),
        ("小明(弟)()", (NewMember(name="小明(弟)"),)),
        (" ; ；", ()),
    ],
)
def test_lines_are_read_as_people_write_them(line, members):
    assert read(line, words=WORDS) == members


@pytest.mark.parametrize(
    "line", ["张三(邻居)", "张三(配偶,子女)", "(配偶)", "张三(1980-13-01)", "甲" * 101, ";".join("甲" * 31)]
)
def test_what_cannot_be_read_is_said(line):
    with pytest.raises(Unwritten):
        read(line, words=WORDS)


names = st.text(
    st.characters(blacklist_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], blacklist_characters=";；\n"),
    min_size=1,
    max_size=20,
)
people = st.builds(
    NewMember,
    name=names.map(lambda text: " ".join(text.split())).filter(bool),
    relation=st.sampled_from(["", "spouse", "child"]),
    gender=st.sampled_from(["", "male"]),
    birthday=st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
)


@given(st.lists(people, max_size=5))
def test_what_is_written_reads_back(members):
    assert read(written(members, names=NAMES), words=WORDS) == tuple(members)

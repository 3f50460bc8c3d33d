"""Five sides of quality, worked by hand: the table of docs/rules/quality.md (R06.9)."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.customers.rules import quality
from minghua.domain.customers.rules.cleaning import Sheet
from minghua.domain.customers.types.fields import ArchiveField
from minghua.domain.customers.types.quality import Dimension, QualityFacts
from minghua.kernel.words import Text

ON = date(2026, 6, 15)
PERSON = frozenset({"person"})


def field(code, *, column="", type="text", required=True, sensitive=False):
    return ArchiveField(code, Text(code, code), "base", "basic", PERSON, type, "", column, required, sensitive)


FIELDS = {
    one.code: one
    for one in (
        field("name", column="name"),
        field("mobile", column="mobile"),
        field("birthday", column="birthday"),
        field("address", column="address"),
        field("hobby", required=False),
        field("id_number", required=False, sensitive=True),
        field("relation_since", type="date", required=False),
    )
}
WANG = {
    "name": "王秀英",
    "mobile": "+8613800138000",
    "birthday": date(1990, 3, 7),
    "address": "湖南省长沙市岳麓区麓山路1号",
    "province": "湖南省",
    "city": "长沙市",
    "district": "岳麓区",
    "archive.region_code": "430100",
}
VERIFIED = QualityFacts(verified_on=date(2026, 1, 1))


def judged(values=WANG, facts=VERIFIED, **changes):
    return quality.judge(Sheet("person", {**values, **changes}, ON, lambda vocabulary: {}, FIELDS), facts)


def shares(found):
    return {str(side.dimension): side.share for side in found.sides}


def test_q1_a_whole_and_true_record_is_worth_a_hundred():
    assert (shares(judged()), judged().total_e2) == (dict.fromkeys(Dimension, Fraction(1)), 10_000)


TABLE = [
    ("Q2-completeness", {"birthday": None}, VERIFIED, Dimension.COMPLETENESS, Fraction(3, 4), 9500),
    ("Q3-validity", {"mobile": "138 0013 8000"}, VERIFIED, Dimension.VALIDITY, Fraction(3, 4), 9500),
    ("Q4-uniqueness", {}, replace(VERIFIED, shared=frozenset({"mobile"})), Dimension.UNIQUENESS, Fraction(0), 8000),
    ("Q5-timeliness", {}, QualityFacts(verified_on=date(2025, 6, 15)), Dimension.TIMELINESS, Fraction(0), 8000),
    (
        "Q6-one-field-verified",
        {},
        QualityFacts(date(2025, 1, 1), {"mobile": date(2026, 5, 1)}),
        Dimension.TIMELINESS,
        Fraction(1, 4),
        8500,
    ),
    ("Q7-consistency", {"city": "广州市"}, VERIFIED, Dimension.CONSISTENCY, Fraction(0), 8000),
]


@pytest.mark.parametrize(
    ("changes", "facts", "side", "share", "total"), [r[1:] for r in TABLE], ids=[r[0] for r in TABLE]
)
def test_each_side_falls_by_its_own_faults(changes, facts, side, share, total):
    found = judged(facts=facts, **changes)
    others = {name: value for name, value in shares(found).items() if name != side}
    assert (found.side(side).share, set(others.values()), found.total_e2) == (share, {Fraction(1)}, total)
    assert all(fault.reason.zh and fault.reason.en for fault in found.side(side).faults)


def test_q8_what_cannot_be_asked_does_not_count():
    found = judged({"name": "王秀英"}, QualityFacts())
    assert shares(found) == {
        "completeness": Fraction(1, 4),
        "validity": None,
        "uniqueness": None,
        "timeliness": Fraction(0),
        "consistency": None,
    }
    assert found.total_e2 == 1250


def test_q9_the_last_day_of_the_twelve_months():
    assert judged(facts=QualityFacts(verified_on=date(2025, 6, 16))).side("timeliness").share == 1


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"archive.id_number": "11010519491231002X"}, "birthday"),
        ({"phone": "+8613800138000"}, "phone"),
        ({"archive.relation_since": "2026-02-01"}, "archive.relation_since"),
        ({"address": "广东省广州市天河区体育西路"}, "address"),
    ],
)
def test_contradictions_name_their_field(changes, path):
    found = judged(facts=replace(VERIFIED, first_order_on=date(2025, 1, 1)), **changes)
    assert [fault.path for fault in found.side("consistency").faults] == [path]


@given(
    st.dictionaries(
        st.sampled_from(["name", "mobile", "email", "address", "city", "province", "archive.id_number"]),
        st.text(alphabet="138 @a.长沙市湖南省X0", max_size=12),
    )
)
def test_every_share_lies_between_nought_and_one(values):
    found = judged(values)
    assert all(side.share is None or 0 <= side.share <= 1 for side in found.sides)
    known = [side.share for side in found.sides if side.share is not None]
    assert found.total_e2 == int(sum(known, Fraction(0)) / len(known) * 10_000 + Fraction(1, 2))

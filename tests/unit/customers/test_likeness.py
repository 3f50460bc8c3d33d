"""How alike two records are (R06.8), straight from docs/rules/duplicates.md."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.customers.rules import likeness, match_keys
from minghua.domain.customers.types.likeness import Scheme, Traits


def person(**known: Any) -> Traits:
    facts = {k: frozenset([v]) if k in {"phone", "email", "wechat"} else v for k, v in known.items()}
    return Traits("person", **facts)


ANNA = person(phone="+8613800138000", email="a@x.cn", name="王伟", birthday="1990-01-02")


@pytest.mark.parametrize(
    ("case", "one", "other", "score", "verdict"),
    [
        ("A06.2", ANNA, replace(ANNA, email=frozenset(["b@x.cn"])), Fraction(70, 90), "review"),
        ("all known and equal", replace(ANNA, address="a"), replace(ANNA, address="a"), Fraction(1), "suggest"),
        ("phone, another name", person(phone="1", name="甲"), person(phone="1", name="乙"), Fraction(35, 55), "review"),
        ("phone and name", person(phone="1", name="甲"), person(phone="1", name="甲"), Fraction(1), "suggest"),
        ("name and birthday", ANNA, replace(ANNA, phone=frozenset("2"), email=frozenset("3")), Fraction(35, 90), "ignore"),
        ("nothing known to both", person(phone="1"), person(name="甲"), Fraction(0), "ignore"),
        ("WeChat stands for e-mail", person(name="甲", wechat="w"), person(name="甲", wechat="w"), Fraction(1), "suggest"),
        ("two ID cards", replace(ANNA, id_number="1"), replace(ANNA, id_number="2"), Fraction(0), "ignore"),
        ("one ID card", person(name="甲", id_number="1"), person(name="乙", id_number="1"), Fraction(1), "suggest"),
        ("other kind", ANNA, replace(ANNA, kind="household"), Fraction(0), "ignore"),
        ("same USCC, other name", Traits("organization", uscc="U", name="甲"), Traits("organization", uscc="U", name="乙"),
         Fraction(45, 70), "review"),
        ("another USCC", Traits("organization", uscc="U", name="甲"), Traits("organization", uscc="V", name="甲"),
         Fraction(25, 70), "ignore"),
        ("household by address and a member",
         Traits("household", address="a", name="张家", members=frozenset(["张三", "李四"])),
         Traits("household", address="a", name="张三家", members=frozenset(["张三"])), Fraction(55, 75), "review"),
    ],
)  # fmt: skip
def test_a_pair_is_judged(case: str, one: Traits, other: Traits, score: Fraction, verdict: str) -> None:
    judged = likeness.judge(one, other)
    assert (judged.score, judged.verdict) == (score, verdict)


def test_a06_2_reads_777778_millionths_and_says_why() -> None:
    judged = likeness.judge(ANNA, replace(ANNA, email=frozenset(["b@x.cn"])))
    assert judged.ppm == 777_778
    assert judged.traits == {
        "phone": "agree", "email": "disagree", "name": "agree", "birthday": "agree", "address": "unknown",
    }  # fmt: skip


def test_the_lines_are_reached_exactly() -> None:
    lines = Scheme({"person": {"phone": 85, "name": 15}})
    judged = likeness.judge(person(phone="1", name="甲"), person(phone="1", name="乙"), scheme=lines)
    assert (judged.score, judged.verdict) == (Fraction(85, 100), "suggest")


TEXTS = st.sampled_from(["", "a", "b"])
SETS = st.frozensets(st.sampled_from(["1", "2"]), max_size=2)
ANYBODY = st.builds(
    Traits, st.sampled_from(["person", "organization", "household"]), phone=SETS, email=SETS, wechat=SETS, name=TEXTS,
    birthday=TEXTS, address=TEXTS, uscc=TEXTS, members=SETS,
)  # fmt: skip


@given(ANYBODY, ANYBODY)
def test_likeness_is_a_share_and_asks_in_no_order(one: Traits, other: Traits) -> None:
    judged = likeness.judge(one, other)
    assert judged == likeness.judge(other, one)
    assert 0 <= judged.score <= 1


@pytest.mark.parametrize(
    ("folded", "kind", "plain"),
    [
        ("上海明华粮油有限公司", "organization", "上海明华粮油"),
        ("上海 明华(粮油)有限责任公司", "organization", "上海明华粮油"),
        ("minghua rice co., ltd.", "organization", "minghuarice"),
        ("公司", "organization", "公司"),
        ("阿卜杜拉·买买提", "person", "阿卜杜拉买买提"),
        ("王 伟", "person", "王伟"),
    ],
)
def test_names_are_compared_without_spaces_and_legal_forms(folded: str, kind: str, plain: str) -> None:
    assert match_keys.plain_name(folded, kind=kind) == plain


def test_an_address_with_and_without_its_city_is_one() -> None:
    short = match_keys.plain_address("人民路 8 号", city="上海")
    assert match_keys.plain_address("上海市人民路8号", city="上海") == short == "人民路8号"


def test_keys_name_what_may_be_compared() -> None:
    traits = replace(ANNA, address="人民路8号", external_id="shop|1")
    assert sorted(kind for kind, _ in match_keys.keys(traits)) == [
        "email", "external_id", "name_address", "name_birthday", "phone",
    ]  # fmt: skip

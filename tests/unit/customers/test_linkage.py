"""How likely two records are one customer, and what a shop's own records teach: hand-computed, from docs/rules/duplicates.md."""

from dataclasses import replace
from math import log2
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.customers.queries.linking import sound
from minghua.domain.customers.rules import comparing, learning, linkage
from minghua.domain.customers.types.likeness import Traits
from minghua.domain.customers.types.linkage import LEVELS, UNKNOWN, Model, Pattern, Sample, chance


def person(**known: Any) -> Traits:
    facts = {k: frozenset([v]) if k in {"phone", "email", "wechat"} else v for k, v in known.items()}
    return Traits("person", **facts)


ANNA = person(phone="+8613800138000", email="anna@x.cn", name="王小伟", birthday="1990-01-12", address="人民路8号501室")


@pytest.mark.parametrize(
    ("case", "changed", "expected"),
    [
        ("all the same", {}, ("same", "same", "same", "same", "same")),
        ("by ear", {"name": "王小薇"}, ("same", "same", "sound", "same", "same")),
        ("one character", {"name": "王大伟"}, ("same", "same", "near", "same", "same")),
        ("polite", {"name": "王小伟先生"}, ("same", "same", "part", "same", "same")),
        ("another name", {"name": "李静"}, ("same", "same", "different", "same", "same")),
        ("one digit", {"phone": frozenset(["+8613800138001"])}, ("near", "same", "same", "same", "same")),
        ("two digits exchanged", {"phone": frozenset(["+8613801038000"])}, ("near", "same", "same", "same", "same")),
        ("another phone", {"phone": frozenset(["+8613911112222"])}, ("different", "same", "same", "same", "same")),
        ("without +86", {"phone": frozenset(["13800138000"])}, ("near", "same", "same", "same", "same")),
        ("another provider", {"email": frozenset(["anna@y.cn"])}, ("same", "near", "same", "same", "same")),
        ("another mail", {"email": frozenset(["b@x.cn"])}, ("same", "different", "same", "same", "same")),
        ("no mail", {"email": frozenset()}, ("same", "", "same", "same", "same")),
        ("day and month exchanged", {"birthday": "1990-12-01"}, ("same", "same", "same", "near", "same")),
        ("another year", {"birthday": "1991-01-12"}, ("same", "same", "same", "near", "same")),
        ("another birthday", {"birthday": "1971-06-30"}, ("same", "same", "same", "different", "same")),
        ("no room", {"address": "人民路8号"}, ("same", "same", "same", "same", "part")),
        ("nothing known", {"birthday": "", "address": ""}, ("same", "same", "same", "", "")),
    ],
)
def test_two_persons_compare(case: str, changed: dict[str, Any], expected: Pattern) -> None:
    other = replace(ANNA, **changed)
    assert comparing.traits_of_kind("person") == ("phone", "email", "name", "birthday", "address")
    assert comparing.compare(ANNA, other, sound=sound) == expected
    assert comparing.compare(other, ANNA, sound=sound) == expected


def test_firms_and_households_compare_by_their_own_traits() -> None:
    firm = Traits("organization", uscc="91310000000000000X", name="上海明华粮油")
    branch = replace(firm, uscc="91310000000000001X", name="明华粮油")
    home = Traits("household", address="人民路8号", name="张家", members=frozenset(["张三"]))
    assert comparing.compare(firm, branch, sound=sound) == ("near", "part", "", "", "")
    other = replace(home, members=frozenset(["张三", "李四"]), address="")
    assert comparing.compare(home, other, sound=sound) == ("", "", "same", "same")


EVEN = {"same": 0.5, "near": 0.25, "different": 0.25}
NOBODY = {trait: dict.fromkeys(LEVELS[trait], 1e-30) for trait in comparing.traits_of_kind("person")}
TABLE = Model(
    customers=524,
    prior=1 / 1025,
    kin_prior=1e-12,
    doubles={"phone": EVEN, "email": EVEN, "birthday": EVEN}
    | {"name": {"same": 0.5, "different": 0.125}, "address": {"same": 0.5, "part": 0.25, "different": 0.25}},
    kin=NOBODY,
    strangers={
        "phone": {"same": 2**-17, "near": 2**-10, "different": 0.999},
        "email": {"same": 2**-9, "different": 1.0},
    }
    | {"name": {"same": 0.002, "different": 1.0}, "birthday": {"same": 2**-13, "different": 1.0}}
    | {"address": {"same": 2**-5, "different": 1.0}},
)


@pytest.mark.parametrize(
    ("case", "pattern", "held", "weights", "total"),
    [
        # ½ ÷ 2⁻¹⁷ = 2¹⁶; 1:1024 is −10; nothing else known
        ("the phone alone", ("same", "", "", "", ""), {}, {"phone": 16_000}, 6_000),
        # a name of two: (1 + 500 × .002) ÷ (524 + 500) = 2⁻⁹; of nine: (8 + 1) ÷ 1024
        ("a rare name", ("", "", "same", "", ""), {"name": 2}, {"name": 8_000}, -2_000),
        ("a common name", ("", "", "same", "", ""), {"name": 9}, {"name": round(1000 * log2(0.5 * 1024 / 9))}, -4_170),
        # in the hands of 133: 131 ÷ 524 = ¼
        ("a number of many hands", ("same", "", "", "", ""), {"phone": 133}, {"phone": 1_000}, -9_000),
        ("name and birthday, another phone", ("different", "", "same", "same", ""), {"name": 2},
         {"phone": round(1000 * log2(0.25 / 0.999)), "name": 8_000, "birthday": 12_000}, 8_001),
        ("one digit wrong", ("near", "", "same", "", ""), {"name": 2}, {"phone": 8_000, "name": 8_000}, 6_000),
    ],
)  # fmt: skip
def test_a_pair_is_weighed(
    case: str, pattern: Pattern, held: dict[str, int], weights: dict[str, int], total: int
) -> None:
    evidence = linkage.weigh("person", pattern, model=TABLE, held=held)
    assert {one.trait: one.millibits for one in evidence.reasons} == weights
    assert (evidence.prior_millibits, evidence.kin_millibits, evidence.millibits) == (-10_000, 0, total)


def test_what_kin_would_look_like_too_is_taken_off() -> None:
    """One number and one door, another name: 2¹⁶ × 2⁴ ÷ 2³ over 2¹⁰ says 2⁷; kin at the same prior say 2¹⁷ × ½ × 2⁵ over 2¹⁰."""
    kin = {"phone": {"same": 0.5}, "name": {"different": 1.0}, "address": {"same": 1.0}}
    model = replace(TABLE, kin_prior=1 / 1025, kin=kin)
    evidence = linkage.weigh("person", ("same", "", "different", "", "same"), model=model, held={})
    assert [one.millibits for one in evidence.reasons] == [16_000, -3_000, 4_000]
    assert evidence.kin_millibits == -round(1000 * log2(1 + 2**21 / 1024))
    assert round(evidence.chance, 3) == 0.059


def test_chances_are_the_odds_read_as_shares() -> None:
    assert [round(chance(m), 6) for m in (0, 1_000, 10_000, -10_000)] == [0.5, 0.666667, 0.999024, 0.000976]
    assert linkage.is_likely(linkage.Evidence(0, (), 4_248), percent=95)
    assert not linkage.is_likely(linkage.Evidence(0, (), 4_247), percent=95)


MET = {
    ("same", "", "same", "", ""): 10,  # phone and name
    ("same", "", "different", "", ""): 5,  # a phone in two hands
    ("different", "", "same", "same", ""): 5,  # the phone changed
}
TINY = Sample(100, 100, MET, {"phone": {"same": 15 / 4950}, "name": {"same": 30 / 4950}}, {"phone": {"same": 4950}, "name": {"same": 4950}})  # fmt: skip


def test_one_round_of_learning_by_hand() -> None:
    """100 customers are 4,950 pairs; 2 doubles expected and 1 of experience over 10,000 pairs more: prior 3 ÷ 14,950."""
    prior = 3 / 14_950
    least = 1 / 10_000
    phone = ((15 / 4950 - prior * (0.70 + 0.40)) * 4950 + 0.01) / 14_950
    name = ((30 / 4950 - prior * (0.80 + 0.001)) * 4950 + 5) / 14_950
    other_phone, other_name = 1 - phone - least, 1 - name - 5e-4 - 1e-2 - 1e-3
    strangers = 1 - 2 * prior

    def share(double: float, kin: float, stranger: float) -> tuple[float, float]:
        total = prior * double + prior * kin + strangers * stranger
        return prior * double / total, prior * kin / total

    both = share(0.70 * 0.80, 0.40 * 0.001, phone * name)
    hands = share(0.70 * 0.05, 0.40 * 0.84, phone * other_name)
    moved = share(0.25 * 0.80 * 0.90, 0.58 * 0.001 * 0.002, other_phone * name * least)
    doubles = 10 * both[0] + 5 * hands[0] + 5 * moved[0]
    kin = 10 * both[1] + 5 * hands[1] + 5 * moved[1]
    taught = learning.learn("person", TINY, rounds=1)
    assert taught.prior == pytest.approx((doubles + 1) / 14_950, rel=1e-9)
    assert taught.kin_prior == pytest.approx((kin + 1) / 14_950, rel=1e-9)
    assert taught.doubles["phone"]["same"] == pytest.approx(
        (10 * both[0] + 5 * hands[0] + 20 * 0.70) / (doubles + 20), rel=1e-9
    )
    assert taught.doubles["birthday"]["same"] == pytest.approx((5 * moved[0] + 18) / (5 * moved[0] + 20), rel=1e-9)
    assert taught.doubles["email"] == pytest.approx(learning.DOUBLES["email"])
    assert taught.kin["name"]["different"] == pytest.approx((5 * hands[1] + 20 * 0.84) / (kin + 20), rel=1e-9)
    assert taught.learned_from == round(doubles)


def test_learning_finds_what_doubles_are_like_among_families() -> None:
    """2,000 doubles whose phone agrees in half, 6,000 of one family; the truth comes out within a few hundredths."""
    met = {
        ("same", "", "same", "same", "same"): 900, ("different", "", "same", "same", "same"): 900,
        ("same", "", "near", "same", "same"): 100, ("different", "", "near", "same", "same"): 100,
        ("same", "", "different", "different", "same"): 5_400, ("same", "", "near", "different", "same"): 600,
    }  # fmt: skip
    pairs = 100_000 * 99_999 // 2
    seen = {"phone": {"same": 7_000 / pairs}, "name": {"same": 5e-4, "near": 1e-2}, "birthday": {"same": 5e-5}}
    counted = {trait: dict.fromkeys(levels, pairs) for trait, levels in seen.items()}
    taught = learning.learn("person", Sample(100_000, 100_000, met, seen, counted))
    assert taught.learned_from == pytest.approx(2_000, rel=0.02)
    assert taught.kin_prior * pairs == pytest.approx(6_000, rel=0.02)
    assert taught.doubles["phone"]["same"] == pytest.approx(0.5, abs=0.02)
    assert taught.doubles["name"]["near"] == pytest.approx(0.1, abs=0.02)
    family = linkage.weigh("person", ("same", "", "different", "different", "same"), model=taught, held={})
    assert family.chance < 0.001


def test_a_shop_without_records_goes_by_common_experience() -> None:
    for kind in learning.KINDS:
        model = learning.untaught(kind, customers=3)
        assert (model.learned_from, model.doubles) == (
            0,
            {t: learning.DOUBLES[t] for t in comparing.traits_of_kind(kind)},
        )
        assert all(sum(levels.values()) == pytest.approx(1) for levels in model.strangers.values())
    assert linkage.restored(model.stored()) == model


@pytest.mark.parametrize("customers", [2, 50, 2_000, 1_000_000])
def test_two_of_one_name_and_nothing_more_are_never_likely(customers: int) -> None:
    model = learning.untaught("person", customers=customers)
    evidence = linkage.weigh("person", ("", "", "same", "", ""), model=model, held={"name": 2})
    assert evidence.chance < 0.5


def test_a_common_name_and_one_birthday_score_1_but_are_only_looked_at() -> None:
    """A million customers, three thousand of one name, each day of birth many people's; a rare name stays a suggestion."""
    model = learning.untaught("person", customers=1_000_000)
    pattern = ("", "", "same", "same", "")
    odds = {held: linkage.weigh("person", pattern, model=model, held={"name": held}) for held in (2, 3_000)}
    assert odds[3_000].chance < 0.5 < odds[2].chance
    assert [linkage.softened("suggest", odds[held]) for held in (2, 3_000)] == ["suggest", "review"]
    assert linkage.softened("review", odds[3_000]) == "review"


@pytest.mark.parametrize(("percent", "odds"), [(50, 0), (95, 4_248), (99, 6_630), (0, -100_000), (100, 100_000)])
def test_the_line_of_a_chance(percent: int, odds: int) -> None:
    assert linkage.line(percent=percent) == odds
    if 0 < percent < 100:
        assert chance(odds) * 100 >= percent > chance(odds - 1) * 100


PATTERNS = st.tuples(*(st.sampled_from((*LEVELS[t], UNKNOWN)) for t in comparing.traits_of_kind("person")))


@given(PATTERNS, st.integers(0, 4), st.integers(10, 1_000_000))
def test_to_agree_on_one_more_trait_never_speaks_against(pattern: Pattern, place: int, customers: int) -> None:
    model = learning.untaught("person", customers=customers)
    agreeing = (*pattern[:place], "same", *pattern[place + 1 :])
    differing = (*pattern[:place], "different", *pattern[place + 1 :])
    more, less = (linkage.weigh("person", one, model=model, held={}) for one in (agreeing, differing))
    assert more.millibits - more.kin_millibits >= less.millibits - less.kin_millibits


@given(PATTERNS)
def test_the_reasons_add_up_to_the_odds(pattern: Pattern) -> None:
    evidence = linkage.weigh("person", pattern, model=learning.untaught("person", customers=500), held={})
    parts = sum(one.millibits for one in evidence.reasons)
    assert evidence.millibits == evidence.prior_millibits + parts + evidence.kin_millibits
    assert len(evidence.reasons) == sum(level != UNKNOWN for level in pattern)

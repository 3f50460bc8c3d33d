"""What a unit is entitled to follows from its sale; a card is only evidence (A20.1, SVC-AC-01…03)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.catalog.types.warranty import Anchor, Needs, Payer, Scope, Source, Terms
from minghua.domain.service.rules import entitlements as rules
from minghua.domain.service.types.entitlements import (
    CardFacts,
    CardState,
    Denied,
    Entitlement,
    SaleFacts,
)
from minghua.kernel.periods import Period
from minghua.kernel.words import Text

BOUGHT = date(2004, 5, 15)
BASE = Terms(
    code="base", version=1, name=Text("整机保修", "Whole-unit warranty"), source=Source.MAKER, scope=Scope.WHOLE_UNIT,
    anchor=Anchor.PURCHASE, months=36, payer=Payer.MAKER, sold_from=date(2000, 1, 1),
)  # fmt: skip
GOLD = replace(
    BASE, code="gold", name=Text("金卡", "Gold card"), source=Source.PROMOTION, months=60,
    sold_from=date(2004, 5, 1), sold_until=date(2004, 6, 1), needs=Needs.CARD,
)  # fmt: skip
SALE = SaleFacts(sku="KFR-50", shelf="空调", purchased_on=BOUGHT, installed_on=None, units=3, line="MH-1/1")
FAULT = date(2008, 6, 20)


def free(cards=(), *, unit=2, terms=(BASE, GOLD), on=FAULT, pauses=()):
    judged = [rules.judge(each, SALE, unit_id=unit, cards=cards, pauses=pauses) for each in terms]
    return rules.cover(judged, scope=Scope.VISIT, on=on)


def card(unit, state=CardState.HANDED, *, confirmed=True):
    return CardFacts("gold", unit, state, confirmed, "金卡")


@pytest.mark.parametrize(
    ("case", "cards", "covered", "text"),
    [
        ("A20.1 no card and no promise", (), False, "收费：保障已于 2007-05-14 结束。"),
        ("A20.1 a confirmed promise", (card(2, CardState.OWED),), True, "免费：金卡(第 1 版)到 2009-05-14。"),
        (
            "A20.1 a promise nobody confirmed",
            (card(2, CardState.OWED, confirmed=False),),
            False,
            "收费：保障已于 2007-05-14 结束。",
        ),
        ("A20.1 SVC-AC-02 a card of another unit", (card(1),), False, "收费：保障已于 2007-05-14 结束。"),
        ("A20.1 its own card", (card(2),), True, "免费：金卡(第 1 版)到 2009-05-14。"),
        ("a card that was voided", (card(2, CardState.VOID),), False, "收费：保障已于 2007-05-14 结束。"),
    ],
)
def test_a_card_is_evidence_for_its_own_unit(case, cards, covered, text):
    found = free(cards)
    assert (found.covered, found.text.zh) == (covered, text)


def test_svc_ac_01_the_sale_entitles_where_the_promotion_asks_for_no_card():
    found = free(terms=(BASE, replace(GOLD, needs=Needs.SALE)))
    assert (found.covered, found.payer, found.by.evidence, found.by.until_on) == (
        True, Payer.MAKER, "MH-1/1", date(2009, 5, 15),
    )  # fmt: skip


@pytest.mark.parametrize(("on", "covered"), [(date(2007, 5, 14), True), (date(2007, 5, 15), False)])
def test_a20_1_the_last_day_is_the_day_before_the_anniversary(on, covered):
    assert free(terms=(BASE,), on=on).covered is covered


@pytest.mark.parametrize(
    ("case", "changes"),
    [
        ("sold before the promotion", {"sold_from": date(2004, 5, 16)}),
        ("sold after the promotion", {"sold_until": BOUGHT}),
        ("another product", {"skus": frozenset({"KFR-72"})}),
        ("too few on one order", {"at_least_units": 4}),
        ("never installed", {"anchor": Anchor.INSTALLATION}),
    ],
)
def test_terms_that_do_not_hold_say_which_step_failed(case, changes):
    judged = rules.judge(replace(BASE, **changes), SALE, unit_id=2)
    assert isinstance(judged, Denied)
    assert sum(not step.holds for step in judged.steps) == 1


def test_an_explanation_names_anchor_duration_preconditions_and_evidence():
    judged = rules.judge(replace(BASE, shelves=frozenset({"空调"}), at_least_units=3), SALE, unit_id=2)
    assert isinstance(judged, Entitlement)
    assert [step.text.zh for step in judged.steps] == [
        "购买日期：2004-05-15",
        "销售日在 2000-01-01 至 今 之间",
        "产品属于：空调",
        "同一订单至少 3 台（实际 3 台）",
        "购买日 2004-05-15 起 36 个月，到 2007-05-14 为止",
    ]


def test_svc_ac_11_time_in_repair_and_waiting_for_parts_is_added_and_overlaps_count_once():
    pauses = [Period(date(2007, 5, 1), date(2007, 5, 11)), Period(date(2007, 5, 6), date(2007, 5, 16))]
    judged = rules.judge(BASE, SALE, unit_id=2, pauses=pauses)
    assert (judged.until_on, judged.extended_days) == (date(2007, 5, 30), 15)


@given(st.lists(st.tuples(st.integers(0, 1500), st.integers(0, 90)), max_size=6), st.randoms())
def test_the_order_of_pauses_changes_nothing_and_no_pause_shortens(spans, chance):
    def period(start, days):
        first = BOUGHT.toordinal() + start
        return Period(date.fromordinal(first), date.fromordinal(first + days))

    pauses = [period(*span) for span in spans]
    plain = date(2007, 5, 15)
    once = rules.extended(plain, pauses, since=BOUGHT)
    chance.shuffle(pauses)
    assert rules.extended(plain, [*pauses, *pauses], since=BOUGHT) == once
    assert once >= plain


@pytest.mark.parametrize(("stock", "handed", "missing"), [(1, (1,), (2, 3)), (0, (), (1, 2, 3)), (5, (1, 2, 3), ())])
def test_svc_ac_01_cards_short_of_stock_are_owed(stock, handed, missing):
    assert rules.owed((1, 2, 3), stock=stock) == (handed, missing)

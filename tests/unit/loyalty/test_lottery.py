"""A lottery by published odds, who may draw, and when it may begin (LT-02, LT-03, A24.5)."""

from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.loyalty.rules import launching, lottery
from minghua.domain.loyalty.types.lottery import Draw, DrawReason, LotterySpec, Mode, PlayFacts, Prize
from minghua.kernel.words import Text

FIRST_DAY = date(2026, 12, 1)
THANKS = Prize(code="thanks", name=Text("安慰奖", "Consolation"), points=1)


def prize(code: str, odds: str | None = None, **more) -> Prize:
    told = {"points": 5, "odds": None if odds is None else Fraction(odds), **more}
    return Prize(code=code, name=Text(code, code), **told)


def spec(*prizes: Prize, nothing: str = "0", **more) -> LotterySpec:
    told = {
        "mode": Mode.ODDS, "organiser": Text("明华米店", "Minghua Rice"), "starts_on": FIRST_DAY, "ends_on": date(2027, 1, 1),
        "conditions": Text("会员；到店领取。", "Members; prizes are handed over in the shop."), "consolation": THANKS, **more,
    }  # fmt: skip
    return LotterySpec(code="spring", name=Text("新春", "Spring"), prizes=prizes, nothing=Fraction(nothing), **told)


FIVE_TEN = (prize("five", "0.5"), prize("ten", "0.3", points=10))
LIMITED = spec(prize("pot", "1/4", quantity=5, worth=9900, points=0), nothing="3/4")
DECK = spec(prize("pot", quantity=2), mode=Mode.DECK, blanks=8)


def test_a24_5_the_average_draw():
    assert lottery.expected_points(spec(*FIVE_TEN, nothing="0.2")) == Fraction("5.5")


@pytest.mark.parametrize(
    ("prizes", "nothing", "total"),
    [
        (FIVE_TEN, "0.3", "11/10"),
        (FIVE_TEN, "0.1", "9/10"),
        ((prize("a", "1.2"),), "-0.2", "1"),
        ((prize("a", "1"), prize("b")), "0", "1"),
    ],
    ids=["A24.5", "too_little", "below_zero", "missing"],
)
def test_odds_that_do_not_add_up_are_refused(prizes, nothing, total):
    with pytest.raises(lottery.OddsWrong) as refused:
        lottery.tickets(spec(*prizes, nothing=nothing))
    assert str(refused.value.params["total"]) == total


def test_each_number_is_equally_likely():
    found = spec(prize("third", "1/3"), prize("quarter", "1/4"), nothing="5/12")
    drawn = Counter(lottery.draw(found, ticket=ticket, left={}).prize for ticket in range(lottery.tickets(found)))
    assert drawn == {"third": 4, "quarter": 3, None: 5}


@pytest.mark.parametrize("ticket", [-1, 4])
def test_there_is_no_such_number(ticket):
    with pytest.raises(ValueError, match="between 0 and 3"):
        lottery.draw(LIMITED, ticket=ticket, left={"pot": 1})


def test_lt_02_six_wins_of_five_in_stock():
    left, found = {"pot": 5}, []
    for _ in range(6):
        drawn = lottery.draw(LIMITED, ticket=0, left=left)
        found.append((drawn.prize, drawn.reason))
        left["pot"] -= drawn.prize == "pot"
    assert found == [("pot", DrawReason.DRAWN)] * 5 + [("thanks", DrawReason.STOCK_OUT)]


def test_lt_02_what_chance_pointed_at_is_kept():
    assert lottery.draw(LIMITED, ticket=0, left={}) == Draw("thanks", DrawReason.STOCK_OUT, "pot")


@pytest.mark.parametrize(
    ("sure", "first", "drawn"),
    [
        (True, True, Draw("thanks", DrawReason.FIRST_DRAW, None)),
        (True, False, Draw(None, DrawReason.BLANK, None)),
        (False, True, Draw(None, DrawReason.BLANK, None)),
    ],
)
def test_a_first_draw_is_sure_where_it_is_promised(sure, first, drawn):
    assert lottery.draw(replace(LIMITED, first_draw_sure=sure), ticket=3, left={"pot": 5}, first=first) == drawn


@pytest.mark.parametrize(
    ("facts", "on", "said", "cost"),
    [
        ({}, FIRST_DAY, "free", 0),
        ({"draws": 1, "earned_draws": 1}, FIRST_DAY, "earned", 0),
        ({"draws": 2, "paid_draws": 1, "earned_draws": 1}, FIRST_DAY, "earned", 0),
        ({"draws": 1, "points": 10}, FIRST_DAY, "for_points", 10),
        ({"draws": 1, "points": 9}, FIRST_DAY, "too_few_points", 0),
        ({"draws": 3, "draws_today": 3, "points": 99}, FIRST_DAY, "day_limit", 0),
        ({"draws": 9, "points": 99}, FIRST_DAY, "person_limit", 0),
        ({}, date(2026, 11, 30), "not_begun", 0),
        ({}, date(2027, 1, 1), "ended", 0),
    ],
)
def test_who_may_draw(facts, on, said, cost):
    played = spec(*FIVE_TEN, nothing="0.2", free_draws=1, draw_points=10, most_a_day=3, most_a_person=9)
    found = lottery.admit(played, PlayFacts(**facts), on=on)
    assert (found.reason.code, found.cost, found.allowed) == (said, cost, said in {"free", "earned", "for_points"})


def test_a_draw_that_cannot_be_bought():
    found = lottery.admit(LIMITED, PlayFacts(points=1000), on=FIRST_DAY)
    assert (found.allowed, found.reason.code) == (False, "no_draw_left")


def test_rules_are_locked_at_the_first_draw():
    assert [lottery.may_change(draws=draws) for draws in (0, 1)] == [True, False]


@pytest.mark.parametrize(
    "lot", [LIMITED, DECK, spec(prize("car", "1", worth=5_000_000))], ids=["odds", "deck", "exactly_50000"]
)  # fmt: skip
def test_what_may_begin(lot):
    assert launching.examine(lot) == ()


@pytest.mark.parametrize(
    ("lot", "found"),
    [
        pytest.param(spec(prize("car", "1", worth=5_000_001)), [("prizes[0].worth", "too_dear")], id="LT-03-worth"),
        pytest.param(spec(prize("pot"), nothing="1"), [("prizes[0]", "not_published")], id="LT-03-odds"),
        pytest.param(spec(prize("pot"), mode=Mode.DECK), [("prizes[0]", "not_published")], id="LT-03-quantity"),
        pytest.param(spec(*FIVE_TEN, nothing="0.3"), [("prizes", "odds_wrong")], id="A24.5"),
        (replace(LIMITED, organiser=Text("", "")), [("organiser", "no_organiser")]),
        (replace(LIMITED, conditions=Text(" ", "")), [("conditions", "no_conditions")]),
        (replace(LIMITED, ends_on=None), [("starts_on", "no_dates")]),
        (replace(LIMITED, ends_on=FIRST_DAY), [("ends_on", "ends_first")]),
        (replace(LIMITED, consolation=None), [("consolation", "no_consolation")]),
        (replace(DECK, consolation=None, first_draw_sure=True), [("consolation", "no_consolation")]),
        (replace(DECK, blanks=1_000_000), [("blanks", "deck_size")]),
        (spec(mode=Mode.DECK), [("prizes", "no_prizes")]),
        (spec(prize("pot", quantity=0), mode=Mode.DECK), [("prizes[0].quantity", "no_quantity")]),
        (spec(prize("pot", "1", points=0)), [("prizes[0].worth", "no_worth")]),
        (spec(prize("-", "1")), [("prizes[0].code", "not_a_code")]),
        (spec(prize("thanks", "1")), [("prizes", "twice")]),
        (replace(DECK, consolation=replace(THANKS, quantity=3)), [("consolation.quantity", "limited")]),
        (replace(DECK, most_a_day=0), [("most_a_day", "too_few")]),
    ],
)
def test_what_may_not_begin(lot, found):
    assert [(each.path, each.code) for each in launching.examine(lot)] == found


def test_lt_03_the_refusal_names_the_amounts():
    (problem,) = launching.examine(spec(prize("car", "1", worth=5_000_001)))
    assert problem.text.zh == "奖品价值 50,000.01 元，超过 50,000.00 元的上限。"


@given(st.lists(st.integers(0, 20), min_size=1, max_size=6), st.integers(1, 20))
def test_numbers_share_out_exactly_as_published(weights, nothing):
    everything = sum(weights) + nothing
    prizes = [prize(f"p{place}", f"{weight}/{everything}") for place, weight in enumerate(weights)]
    lot = spec(*prizes, nothing=f"{nothing}/{everything}")
    many = lottery.tickets(lot)
    drawn = Counter(lottery.draw(lot, ticket=ticket, left={}).prize for ticket in range(many))
    assert {each.code: Fraction(drawn[each.code], many) for each in prizes} == {each.code: each.odds for each in prizes}


@given(st.lists(st.integers(0, 3), max_size=40), st.integers(0, 5))
def test_stock_never_falls_below_zero(chances, stock):
    left = {"pot": stock}
    for ticket in chances:
        left["pot"] -= lottery.draw(LIMITED, ticket=ticket, left=left).prize == "pot"
    assert left["pot"] == max(0, stock - chances.count(0))

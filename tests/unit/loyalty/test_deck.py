"""The deck of a lottery: everything in it is drawn exactly once, and whoever checks it finds every change (LT-01)."""

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.loyalty.rules import deck
from minghua.domain.loyalty.types.lottery import Deal, Draw, DrawReason, Given, LotterySpec, Prize
from minghua.kernel.words import Text

SEED = bytes(range(32))
SEEDS = st.binary(min_size=32, max_size=32)


def prize(code: str, quantity: int) -> Prize:
    return Prize(code=code, name=Text(code, code), worth=100, quantity=quantity)


THANKS = Prize(code="thanks", name=Text("安慰奖", "Consolation"), points=1)
SPEC = LotterySpec(
    code="spring", name=Text("春", "Spring"), prizes=(prize("first", 10), prize("second", 90)), blanks=900,
    consolation=THANKS, first_draw_sure=True,
)  # fmt: skip
SMALL = LotterySpec(code="small", name=Text("小", "Small"), prizes=(prize("a", 2), prize("b", 1)), blanks=3)


def dealt(spec: LotterySpec = SPEC, seed: bytes = SEED) -> Deal:
    return deck.deal(deck.sorted_cards(spec), seed=seed)


def test_lt_01_a_thousand_draws_give_exactly_ten_first_prizes():
    cards = dealt().cards
    found = [deck.draw(cards, index, spec=SPEC) for index in range(1000)]
    assert Counter(each.prize for each in found) == {"first": 10, "second": 90, None: 900}
    with pytest.raises(deck.DeckEmpty):
        deck.draw(cards, 1000, spec=SPEC)


def test_lt_01_the_revealed_deck_is_the_committed_one():
    made = dealt()
    given_out = [Given(index, made.cards[index]) for index in range(1000)]
    assert deck.verify(SPEC, made, published=made.commitment, given=given_out).holds


def test_the_commitment_can_be_repeated_by_anybody():
    text = b"minghua deck 1 commitment\n" + SEED.hex().encode() + b"\n" + b"a\n-\nb"
    assert deck.commitment(("a", None, "b"), seed=SEED) == hashlib.sha256(text).hexdigest()


def test_the_shuffle_is_the_same_in_every_version():
    assert dealt(SMALL).cards == ("b", None, None, "a", None, "a")
    assert dealt(SMALL).commitment == "bd221c7b6e99d82bab7059d33150955aa55b44de85e8f78301dd11132bdcca3c"


def test_what_was_changed_is_found():
    made = dealt()
    at = made.cards.index("first")
    swapped = list(made.cards)
    swapped[at], swapped[at - 1] = swapped[at - 1], swapped[at]
    moved = Deal(made.seed, tuple(swapped), made.commitment)
    poorer = Deal(made.seed, (*made.cards[:at], None, *made.cards[at + 1 :]), made.commitment)
    other = dealt(seed=bytes(32))
    found = [
        deck.verify(SPEC, each, published=made.commitment)[:3] for each in (moved, poorer, other)
    ]  # fmt: skip
    assert found == [(False, True, False), (False, False, False), (False, True, True)]


@pytest.mark.parametrize(
    ("given_out", "wrong"),
    [
        ([(0, "first")], (0,)),
        ([(0, None), (0, None)], (0,)),
        ([(1000, None)], (1000,)),
        ([(-1, None)], (-1,)),
        ([(0, None)], ()),
    ],
)
def test_draws_that_are_not_the_decks_are_named(given_out, wrong):
    cards = (None, *(card for card in deck.sorted_cards(SPEC)[:-1]))
    revealed = Deal(SEED, cards, deck.commitment(cards, seed=SEED))
    found = deck.verify(SPEC, revealed, published=revealed.commitment, given=[Given(*each) for each in given_out])
    assert found.wrong == wrong


def test_a_blank_first_draw_brings_the_promised_consolation():
    cards = (None, "first")
    assert deck.draw(cards, 0, spec=SPEC, first=True) == Draw("thanks", DrawReason.FIRST_DRAW, None)
    assert deck.draw(cards, 0, spec=SPEC) == Draw(None, DrawReason.BLANK, None)
    assert deck.draw(cards, 0, spec=SMALL, first=True) == Draw(None, DrawReason.BLANK, None)
    assert deck.draw(cards, 1, spec=SPEC, first=True) == Draw("first", DrawReason.DRAWN, "first")


@pytest.mark.parametrize("seed", [b"", bytes(31), bytes(33)])
def test_a_seed_has_thirty_two_bytes(seed):
    with pytest.raises(ValueError, match="32 bytes"):
        deck.deal(("a",), seed=seed)


def test_cards_are_counted_from_zero():
    with pytest.raises(ValueError, match="from 0"):
        deck.draw(("first",), -1, spec=SPEC)


def test_every_order_comes_up_about_as_often():
    seeds = (hashlib.sha256(each.to_bytes(4)).digest() for each in range(6000))
    times = Counter(deck.shuffle(("a", "b", "c"), seed=seed) for seed in seeds)
    assert (len(times), min(times.values()) > 900, max(times.values()) < 1100) == (6, True, True)


CARDS = st.lists(st.sampled_from(["a", "b", "c", None]), max_size=60)


@given(CARDS, SEEDS)
def test_a_shuffle_loses_nothing_and_can_be_repeated(cards, seed):
    shuffled = deck.shuffle(cards, seed=seed)
    assert (Counter(shuffled), shuffled) == (Counter(cards), deck.shuffle(cards, seed=seed))


@given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5), SEEDS)
def test_an_honest_deck_verifies(a, b, blanks, seed):
    spec = LotterySpec(code="x", name=Text("x", "x"), prizes=(prize("a", a), prize("b", b)), blanks=blanks)
    made = dealt(spec, seed)
    drawn = [Given(index, card) for index, card in enumerate(made.cards)]
    assert deck.verify(spec, made, published=made.commitment, given=drawn).holds

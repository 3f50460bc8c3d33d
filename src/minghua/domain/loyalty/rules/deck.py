"""A lottery's deck: shuffled by a seed, committed to before the first draw, revealed and verified at the end (R24.4).

Whoever has the seed can repeat the shuffle with nothing but SHA-256: it rests on no library's generator.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from minghua.domain.loyalty.types.lottery import Deal, DrawReason, Given, LotterySpec, Verification
from minghua.domain.loyalty.types.lottery import Draw as Drawn
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

SEED_BYTES: Final = 32  # the quantities are public: the seed alone keeps the order secret
MOST_CARDS: Final = 1_000_000
_WORD: Final = 8
_SHUFFLE: Final = b"minghua deck 1 shuffle\n"
_COMMIT: Final = b"minghua deck 1 commitment\n"


class DeckEmpty(Refusal):
    """Every card of the deck is drawn."""

    code = "deck_empty"
    status = 409
    text = Text("奖池已抽完。", "Every card of the deck is drawn.")
    remedy = Text("活动已结束，请看中奖公告。", "The lottery is over; see the announcement of the winners.")


def sorted_cards(spec: LotterySpec) -> tuple[str | None, ...]:
    """Return the cards of a lottery before they are shuffled: the prizes as published, then the blanks."""
    prizes: list[str | None] = [each.code for each in spec.prizes for _ in range(each.quantity or 0)]
    return (*prizes, *(None for _ in range(spec.blanks)))


def deal(cards: Iterable[str | None], *, seed: bytes) -> Deal:
    """Return the deck that this secret seed makes of the cards; raises ValueError unless the seed has 32 bytes."""
    shuffled = shuffle(cards, seed=seed)
    return Deal(seed, shuffled, commitment(shuffled, seed=seed))


def shuffle(cards: Iterable[str | None], *, seed: bytes) -> tuple[str | None, ...]:
    """Return the cards in the order that the seed gives (Fisher–Yates): every order is equally likely."""
    if len(seed) != SEED_BYTES:
        raise ValueError(f"the seed of a deck has {SEED_BYTES} bytes")
    found = list(cards)
    words = _words(seed)
    for place in range(len(found) - 1, 0, -1):
        other = _below(place + 1, words)
        found[place], found[other] = found[other], found[place]
    return tuple(found)


def commitment(cards: Iterable[str | None], *, seed: bytes) -> str:
    """Return the SHA-256 of seed and deck, in hexadecimal: what is published before the first draw."""
    return hashlib.sha256(sealed(cards, seed=seed)).hexdigest()


def sealed(cards: Iterable[str | None], *, seed: bytes) -> bytes:
    """Return the very bytes that the commitment is the SHA-256 of: a file that anybody can check with `sha256sum`."""
    text = "\n".join("-" if card is None else card for card in cards)
    return _COMMIT + seed.hex().encode() + b"\n" + text.encode()


def draw(cards: tuple[str | None, ...], index: int, *, spec: LotterySpec, first: bool = False) -> Drawn:
    """Return what the card at the next index gives; the index is handed in by a counter that never gives one twice.

    Raises DeckEmpty beyond the last card. A blank first draw brings the consolation where the lottery promises it.
    """
    if index < 0:
        raise ValueError("cards are counted from 0")
    if index >= len(cards):
        raise DeckEmpty
    card = cards[index]
    if card is not None:
        return Drawn(card, DrawReason.DRAWN, card)
    if first and spec.first_draw_sure and spec.consolation is not None:
        return Drawn(spec.consolation.code, DrawReason.FIRST_DRAW, None)
    return Drawn(None, DrawReason.BLANK, None)


def verify(spec: LotterySpec, revealed: Deal, *, published: str, given: Iterable[Given] = ()) -> Verification:
    """Return whether a revealed deck is the one that was committed to, made as published, and the draws are its cards.

    A place that was given twice is wrong whatever was told.
    """
    recorded = tuple(given)
    times = Counter(each.place for each in recorded)
    wrong = {each.place for each in recorded if times[each.place] > 1 or not _is_of(revealed.cards, each)}
    ordered = sorted_cards(spec)
    return Verification(
        commitment_holds=commitment(revealed.cards, seed=revealed.seed) == published,
        quantities_hold=Counter(revealed.cards) == Counter(ordered),
        shuffle_holds=len(revealed.seed) == SEED_BYTES and shuffle(ordered, seed=revealed.seed) == revealed.cards,
        wrong=tuple(sorted(wrong)),
    )


def _is_of(cards: tuple[str | None, ...], given: Given) -> bool:
    return 0 <= given.place < len(cards) and cards[given.place] == given.card


def _words(seed: bytes) -> Iterator[int]:
    """Yield numbers of 64 bits: four from each SHA-256 of the seed and a counter."""
    block = 0
    while True:
        found = hashlib.sha256(_SHUFFLE + seed + block.to_bytes(_WORD)).digest()
        yield from (int.from_bytes(found[at : at + _WORD]) for at in range(0, len(found), _WORD))
        block += 1


def _below(bound: int, words: Iterator[int]) -> int:
    """Return a number below a bound, none likelier than another: words beyond the last whole round are passed over."""
    rounds = (1 << 8 * _WORD) // bound * bound
    return next(word for word in words if word < rounds) % bound

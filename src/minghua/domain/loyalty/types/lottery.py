"""A lottery as data: prizes with quantities or odds, who may draw how often, what a draw gave and why (R24.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from minghua.domain.loyalty.types.story import Reason
from minghua.kernel.words import NO_TEXT, Text


class Mode(StrEnum):
    """How chance decides."""

    DECK = "deck"  # quantities are published; a shuffled deck is committed to before the first draw
    ODDS = "odds"  # probabilities are published; each draw stands by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Prize:
    """One prize: worth in minor units of money, how many there are (None: without limit) and its odds, as its mode
    asks; `points`: what is credited where the prize is points."""

    code: str
    name: Text
    worth: int = 0
    quantity: int | None = None
    odds: Fraction | None = None
    points: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LotterySpec:
    """A lottery whole, as it is published. `blanks`: draws without a prize in the deck; `nothing`: their odds;
    `consolation`: what is given without limit in place of a prize that is out of stock, or of a blank first draw."""

    code: str
    name: Text
    mode: Mode = Mode.DECK
    prizes: tuple[Prize, ...] = ()
    blanks: int = 0
    nothing: Fraction = Fraction(0)
    consolation: Prize | None = None
    first_draw_sure: bool = False
    organiser: Text = NO_TEXT
    conditions: Text = NO_TEXT
    starts_on: date | None = None
    ends_on: date | None = None  # from this day on no more
    free_draws: int = 0
    draw_points: int | None = None  # what a further draw costs; None: it cannot be bought
    most_a_person: int | None = None
    most_a_day: int | None = None

    def prize(self, code: str) -> Prize:
        """Return the prize of that code, the consolation among them; raises KeyError without one."""
        everything = self.prizes if self.consolation is None else (*self.prizes, self.consolation)
        return {each.code: each for each in everything}[code]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayFacts:
    """What a decision about one more draw rests on: draws so far, how many of them were paid for with points, those of
    today, draws earned by tasks, and the points to spend."""

    draws: int = 0
    paid_draws: int = 0
    draws_today: int = 0
    earned_draws: int = 0
    points: int = 0

    @property
    def unpaid_draws(self) -> int:
        """The draws that used up a free or an earned one."""
        return self.draws - self.paid_draws


class Admission(NamedTuple):
    """Whether one more draw is allowed, what it costs in points, and why."""

    allowed: bool
    cost: int
    reason: Reason


class DrawReason(StrEnum):
    """Why a draw gave what it gave."""

    DRAWN = "drawn"
    BLANK = "blank"
    STOCK_OUT = "stock_out"  # the prize that was drawn is out of stock: the published consolation
    FIRST_DRAW = "first_draw"  # a first draw that would have been blank: the published consolation


class Draw(NamedTuple):
    """What a draw gave: the code of the prize (None: nothing), why, and what chance had pointed at."""

    prize: str | None
    reason: DrawReason
    pointed_at: str | None


Stock = Mapping[str, int]


class Deal(NamedTuple):
    """A deck made ready: the secret seed, its cards in their order (None: a blank) and the commitment to both."""

    seed: bytes
    cards: tuple[str | None, ...]
    commitment: str


class Given(NamedTuple):
    """A draw as it was recorded: the place in the deck and the card that was told."""

    place: int
    card: str | None


class Verification(NamedTuple):
    """What whoever checks a revealed deck finds; `wrong` lists the places where a recorded draw is not the deck's."""

    commitment_holds: bool
    quantities_hold: bool
    shuffle_holds: bool
    wrong: tuple[int, ...]

    @property
    def holds(self) -> bool:
        """Whether everything is as it was published."""
        return self.commitment_holds and self.quantities_hold and self.shuffle_holds and not self.wrong

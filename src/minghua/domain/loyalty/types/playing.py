"""A portfolio of activities as data, what a member may do of it, and what came of it (P6, R24.2)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from minghua.domain.loyalty.types.activities import CheckInPlan
from minghua.domain.loyalty.types.lottery import LotterySpec
from minghua.domain.loyalty.types.mini_game import MiniGame
from minghua.domain.loyalty.types.portfolio import ActivityKind, ExchangeForm
from minghua.domain.loyalty.types.questionnaire import Questionnaire
from minghua.kernel.words import NO_TEXT, Text

Chance = Callable[[int], int]
"""Returns a number below the one it is given, each equally likely; the doors hand it in."""

ASKING: Final = frozenset({ActivityKind.PROFILE, ActivityKind.BIRTHDAY, ActivityKind.SURVEY, ActivityKind.VOTE})
ONCE: Final = "once"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One thing to be had for points: how many there are (None: without limit), what it asks besides (`cash` in minor
    units of money), how many one member may have."""

    code: str
    name: Text
    points: int
    quantity: int | None = None
    form: ExchangeForm = ExchangeForm.FULL
    cash: int = 0
    most_a_person: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """One activity of a portfolio, with the terms of its kind."""

    code: str
    kind: ActivityKind
    name: Text
    points: int = 0
    check_in: CheckInPlan | None = None
    asked: Questionnaire | None = None
    game: MiniGame | None = None
    offers: tuple[Offer, ...] = ()
    lottery: LotterySpec | None = None

    def item_name(self, code: str) -> Text:
        """Return the name of an offer or a prize; one that is no more reads as its code."""
        prizes = () if self.lottery is None else (*self.lottery.prizes, self.lottery.consolation)
        named = {each.code: each.name for each in (*self.offers, *prizes) if each is not None}
        return named.get(code, Text(code, code))


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioSpec:
    """The activities that a shop plays with its customers, whose points they move, and where its days are local."""

    code: str
    name: Text
    points: str
    zone: ZoneInfo
    plays: tuple[Play, ...]
    note: Text = NO_TEXT

    def play(self, code: str) -> Play | None:
        """Return the activity of that code."""
        return next((each for each in self.plays if each.code == code), None)


class Outcome(StrEnum):
    """What became of a prize or an exchanged thing."""

    HANDED_OVER = "handed_over"
    CANCELLED = "cancelled"


class PortfolioVersion(NamedTuple):
    """A published version and the local day from which it is in force."""

    number: int
    from_on: date
    spec: PortfolioSpec


class Taking(NamedTuple):
    """What taking part came to; `again` when it had been told before, and `id` is that of the first time."""

    id: int
    again: bool
    on: date
    earned: int
    cost: int
    item: str
    reason: str
    streak: int = 0
    withheld: tuple[str, ...] = ()


class Stocked(NamedTuple):
    """How many of a limited thing there were and are left."""

    total: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """How one activity stands for one member: whether it may be taken part in now, and if not why (`code`)."""

    portfolio: str
    play: Play
    open: bool
    code: str
    reason: Text
    times: int
    balance: int
    cost: int = 0
    streak: int = 0
    checked_in_today: bool = False
    left: Mapping[str, Stocked]
    commitment: str = ""


class TakingRow(NamedTuple):
    """One taking as a list shows it."""

    id: int
    activity: str
    kind: str
    customer_id: int
    customer_number: str
    customer_name: str
    on: date
    at: datetime
    earned: int
    cost: int
    item: str
    reason: str
    place: int | None
    said: Mapping[str, Any]


class OwnTaking(NamedTuple):
    """One taking as the member reads it; `play` is None when the activity is not in the version of then."""

    id: int
    portfolio: str
    activity: str
    play: Play | None
    on: date
    at: datetime
    key: str
    earned: int
    cost: int
    item: str
    item_name: Text
    reason: str
    place: int | None
    said: Mapping[str, Any]
    outcome: str = ""

"""What a shop plays with its customers, as a whole: activities, what they earn and cost, and what the linter says (P6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from minghua.kernel.words import Text


class ActivityKind(StrEnum):
    """What an activity is (R24.2)."""

    FOLLOW = "follow"  # the shop is kept among the favourites
    CHECK_IN = "check_in"
    PROFILE = "profile"  # archive
    BIRTHDAY = "birthday"
    SURVEY = "survey"
    VOTE = "vote"
    GAME = "game"
    TRADE = "trade"  # points for purchases
    EXCHANGE = "exchange"
    LOTTERY = "lottery"
    AUCTION = "auction"


CONTINUOUS: Final = frozenset({ActivityKind.CHECK_IN, ActivityKind.LOTTERY, ActivityKind.GAME})
COLLECTING: Final = frozenset({ActivityKind.PROFILE, ActivityKind.BIRTHDAY, ActivityKind.SURVEY, ActivityKind.VOTE})


class ExchangeForm(StrEnum):
    """What an exchange asks for besides points."""

    FULL = "full"  # nothing
    WITH_ORDER = "with_order"
    WITH_CASH = "with_cash"


class Exchange(NamedTuple):
    """One thing to be had for points; `left` None: without limit."""

    code: str
    points: int
    left: int | None = None
    form: ExchangeForm = ExchangeForm.FULL


class LotteryOffer(NamedTuple):
    """What a lottery offers: free draws, by which draw a first-time player is sure of a prize, how many kinds of prizes."""

    free_draws: int = 0
    sure_by: int | None = None
    different_prizes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One activity. `first_points`: what playing it once brings a newcomer at least (check-in: day 1; game: the lowest
    outcome); `costs`: points for playing (a draw, a round; nothing: 0)."""

    code: str
    kind: ActivityKind
    first_points: int = 0
    costs: int = 0
    exchanges: tuple[Exchange, ...] = ()
    lottery: LotteryOffer | None = None

    @property
    def earns(self) -> bool:
        """Whether points can be had by it."""
        return self.kind in (ActivityKind.TRADE, ActivityKind.GAME) or self.first_points > 0

    @property
    def spends(self) -> bool:
        """Whether points can be spent on it."""
        return bool(self.exchanges) or self.costs > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """All activities of a shop, and the points that each kind gave out (or is expected to), where known."""

    activities: tuple[Activity, ...]
    issued: Mapping[ActivityKind, int] = field(default_factory=dict)


class Severity(StrEnum):
    """How much a finding weighs: an error stops the launch."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Finding(NamedTuple):
    """What the linter found by one rule: the rule, how much it weighs, what, and what to do."""

    rule: str
    severity: Severity
    text: Text
    remedy: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioVerdict:
    """What the linter says: findings by rule; what a newcomer earns in one round; the cheapest exchange in stock;
    the share of purchases in all points given out (None: unknown)."""

    findings: tuple[Finding, ...]
    first_round_points: int
    cheapest_exchange: int | None
    purchase_share: Fraction | None

    @property
    def errors(self) -> tuple[str, ...]:
        """The rules that stop the launch."""
        return self._rules(Severity.ERROR)

    @property
    def warnings(self) -> tuple[str, ...]:
        """The rules that warn."""
        return self._rules(Severity.WARNING)

    @property
    def infos(self) -> tuple[str, ...]:
        """The rules that only tell."""
        return self._rules(Severity.INFO)

    @property
    def passed(self) -> bool:
        """Whether it may be launched."""
        return not self.errors

    def _rules(self, severity: Severity) -> tuple[str, ...]:
        return tuple(each.rule for each in self.findings if each.severity is severity)

"""The words of business grades: a scorecard of weighted dimensions, its cut-offs and vetoes, and what it decided (R15.2, R15.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from minghua.kernel.words import NO_TEXT, Text

WHOLE: Final = 1_000_000  # weights and shares are millionths (R00.1: rates with six places)
GRADES: Final = ("S", "A", "B", "C", "D")  # best first
Facts = Mapping[str, Fraction]


class Source(StrEnum):
    """Where the value of an indicator comes from: a person types it, or the books say it."""

    TYPED = "typed"
    NET_SALES = "net_sales"  # yuan of completed sales less returns, the twelve months to the day
    GROWTH = "growth"  # per cent against the twelve months before
    YEARS = "years"  # whole and broken years since the first order
    RETURN_RATE = "return_rate"  # per cent of the sales of twelve months that came back


class Effect(StrEnum):
    """What a veto does to a grade."""

    CAP = "cap"  # no better than its grade
    DOWN = "down"  # so many grades lower


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number that says something: `low` is worth 0, `high` is worth 100; low above high turns it round."""

    code: str
    name: Text
    weight: int
    low: Decimal
    high: Decimal
    source: Source = Source.TYPED
    unit: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Dimension:
    """One side of a business customer; its indicators' weights make a whole, as the dimensions' do."""

    code: str
    name: Text
    weight: int
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Veto:
    """A fact that overrules the score once it is more than `over`."""

    code: str
    name: Text
    over: Decimal
    effect: Effect
    grade: str = ""
    steps: int = 0
    unit: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Judgement:
    """How much more one dimension matters than another, one ninth to nine (AHP)."""

    one: str
    other: str
    ratio: Fraction


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A whole card. Cut-offs are the scores from S to C, falling; `judgements` gave the weights unless typed by hand."""

    dimensions: tuple[Dimension, ...]
    cutoffs: tuple[Decimal, ...]
    vetoes: tuple[Veto, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    min_known: int = WHOLE

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator, dimension by dimension."""
        return tuple(each for dimension in self.dimensions for each in dimension.indicators)

    @property
    def typed(self) -> dict[str, tuple[Text, Text]]:
        """Code → (name, unit) of what a person types: indicators that the books do not know, and the facts of vetoes."""
        typed = {each.code: (each.name, each.unit) for each in self.indicators if each.source is Source.TYPED}
        return typed | {each.code: (each.name, each.unit) for each in self.vetoes if each.code not in typed}


@dataclass(frozen=True, slots=True)
class Weighing:
    """The weights that pairwise judgements give, in millionths; how far they contradict each other, and where most."""

    weights: dict[str, int]
    eigenvalue: float
    ratio: float
    consistent: bool
    worst: Judgement | None = None
    implied: float = 1.0


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """What one indicator said: its value and its points of a hundred, both None when it is unknown."""

    code: str
    name: Text
    value: Fraction | None
    points: Fraction | None


@dataclass(frozen=True, slots=True)
class DimensionLine:
    """What one dimension brought: its points of a hundred, and their share in the score."""

    code: str
    name: Text
    weight: int
    points: Fraction | None
    brought: Fraction
    indicators: tuple[IndicatorLine, ...]


@dataclass(frozen=True, slots=True)
class VetoLine:
    """A veto that took hold: the fact, and the grade before and after."""

    code: str
    reason: Text
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class GradeDecision:
    """A grade and why; `grade` is empty while too little is known, `missing` names what."""

    score: Fraction | None
    earned: str
    grade: str
    known: int
    lines: tuple[DimensionLine, ...]
    vetoes: tuple[VetoLine, ...]
    missing: tuple[Text, ...]
    reason: Text


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a card: where, what, and what to do."""

    place: str
    what: Text
    remedy: Text

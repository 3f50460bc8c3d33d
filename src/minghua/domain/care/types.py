"""The words of the rice ledger: households, jars, terms, plans and lessons; values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Final, Literal

from minghua.kernel.decisions import Why
from minghua.kernel.periods import Period
from minghua.kernel.words import Text

Preset = Literal["shop", "village"]
Outcome = Literal["delivered", "nobody_home", "declined", "postponed"]

MILLI: Final = 1_000
MICRO: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Terms:
    """How a business goes out: which preset, days of lead and safety, and how fast it learns (α)."""

    preset: Preset
    lead_days: int
    safety_days: Fraction
    alpha: Fraction


@dataclass(frozen=True, slots=True)
class Size:
    """How many servings a day the household is expected to need from a day on."""

    from_on: date
    daily: Fraction


@dataclass(frozen=True, slots=True)
class Feast:
    """Days with guests or a festival, on which the need is multiplied."""

    period: Period
    factor: Fraction


@dataclass(frozen=True, slots=True)
class Life:
    """What changes a household's need over time: its sizes, the days away, the days with guests."""

    sizes: tuple[Size, ...] = ()
    absences: tuple[Period, ...] = ()
    feasts: tuple[Feast, ...] = ()


@dataclass(frozen=True, slots=True)
class JarFacts:
    """What is known of one jar; `rate` is servings a day under the household's size of `level_on`."""

    capacity: Fraction
    level: Fraction
    level_on: date
    rate: Fraction | None
    life: Life = Life()


Code = Literal[
    "needs_survey", "no_need_ahead", "every_day", "overfilled", "already_out", "covered", "credit", "stock_out_first"
]

NOTICES: Final[Mapping[str, Text]] = {
    "needs_survey": Text("需要走访：不知道每天吃多少", "Needs a survey: the daily use is unknown"),
    "no_need_ahead": Text("今后没有用量，不排日期", "No need ahead, so no date"),
    "every_day": Text("缸装不下一天的量，只能天天送", "The jar is smaller than a day’s need: go every day"),
    "overfilled": Text("送的比缸能装的多", "More was brought than the jar can hold"),
    "already_out": Text("按推算已经吃完", "By the forecast it is empty already"),
    "covered": Text("已有未完成的订单", "An open order covers it"),
    "stock_out_first": Text("再去之前就会吃完", "It will run out before the next try"),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """When a jar runs out and when to go; `days` is the exact days of supply from `level_on`.

    Without a date (`go_on` is None) `notices` says why.
    """

    days: Fraction | None
    run_out_on: date | None
    go_on: date | None
    level: Fraction | None
    bring: Fraction | None
    notices: tuple[str, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class Refill:
    """One refill as seen at the door: `left` is what was still in the jar, None when nobody looked."""

    on: date
    quantity: Fraction
    left: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a refill taught: the observed rate (None if nothing can be learned), the new rate, the level after."""

    used: Fraction
    days: Fraction
    observed: Fraction | None
    rate: Fraction | None
    left: Fraction
    level: Fraction
    away: bool
    notices: tuple[str, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often something is bought: the interval in days (exact), and whether it was learned or is the default."""

    interval: Fraction
    due_on: date
    learned: bool
    gaps: tuple[int, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class ExpectedRefill:
    """One refill that the plan expects: the day and how many servings."""

    on: date
    quantity: Fraction


@dataclass(frozen=True, slots=True)
class Retry:
    """When to go again after a visit that delivered nothing, and what to be warned of."""

    on: date
    notices: tuple[str, ...] = field(default=())
    why: Why | None = None


Inputs = dict[str, Any]


def plain(value: Fraction | None) -> str:
    """Return an exact number as people read it: "8", "8.6", or "7 1/2" is never needed: thirds stay "20/3"."""
    if value is None:
        return "—"
    thousandths = value * MILLI
    if thousandths.denominator == 1:
        return f"{float(value):.3f}".rstrip("0").rstrip(".")
    return f"{value.numerator}/{value.denominator}"

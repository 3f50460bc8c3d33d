"""Facts and decisions of the rules: households, jars, terms, plans and lessons; exact values only."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final, Literal

from minghua.kernel.decisions import Why
from minghua.kernel.periods import Period

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


def plain(value: Fraction | None) -> str:
    """Return an exact number as people read it: "8", "8.6"; what three places cannot hold stays "20/3"."""
    if value is None:
        return "—"
    thousandths = value * MILLI
    if thousandths.denominator == 1:
        return f"{float(value):.3f}".rstrip("0").rstrip(".")
    return f"{value.numerator}/{value.denominator}"

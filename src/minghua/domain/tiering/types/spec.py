"""What a membership programme is: measure, levels, moments of rise and fall; the whole of it is data (C14)."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from minghua.kernel.words import Text


class MeasureKind(StrEnum):
    """What the score of a member is."""

    GROWTH = "growth"  # a balance: what was earned, less deductions and reversals
    ROLLING_DAYS = "rolling_days"  # the sum of the last N days
    ROLLING_MONTHS = "rolling_months"  # the sum of (D − N months, D], clamped to the month's end
    NATURAL_MONTHS = "natural_months"  # closed months before the present one, weighted by age
    CALENDAR_SUM = "calendar_sum"  # the sum since the month, quarter, half-year or year began
    MONTHLY_AVERAGE = "monthly_average"  # end-of-day balances of the month before, ÷ its days
    REGISTERED = "registered"  # the last reading of a measure that another room registered


class Unit(StrEnum):
    """A unit of the calendar."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class ValidityKind(StrEnum):
    """How long a level is valid."""

    NONE = "none"
    DAYS = "days"
    MONTHS = "months"
    CALENDAR = "calendar"


class Upgrade(StrEnum):
    """When a higher level that is reached begins."""

    IMMEDIATE = "immediate"
    NEXT_PERIOD = "next_period"  # on the first day of the next month
    AT_EXPIRY = "at_expiry"  # when the present period ends; at once from a level without an end


class AtExpiry(StrEnum):
    """What happens when a level's validity ends."""

    REGRADE = "regrade"
    DEDUCT = "deduct"  # take off the level's deduction, then regrade
    ONE_DOWN = "one_down"  # regrade, but never more than one level lower


class RefundEffect(StrEnum):
    """What a reversal does to a level that the reversed points brought."""

    REVOKE_CAUSE = "revoke_cause"  # undone, the earlier period stands again
    IMMEDIATE = "immediate"  # regraded on the spot
    AT_EXPIRY = "at_expiry"  # the score falls, the level stays to its end


class GateEffect(StrEnum):
    """When a gate that closes takes a level away."""

    AT_ONCE = "at_once"
    AT_NEXT_EVALUATION = "at_next_evaluation"


class Gaps(StrEnum):
    """What stands on a day without a reading: the last balance, or nothing."""

    CARRY = "carry"
    ZERO = "zero"


class LeapRule(StrEnum):
    """The end of a period whose first day has no counterpart (29 February, the 31st)."""

    MONTH_END = "month_end"  # last day is the last of the month: 28 February (R00.3)
    CLAMP = "clamp"  # it ends before the last of the month


class Members(StrEnum):
    """Who may be a member."""

    ALL = "all"
    PERSON = "person"
    ENTERPRISE = "enterprise"


GATES: Final = ("reputation", "ordered", "person", "enterprise")
UNIT_MONTHS: Final = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF: 6, Unit.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Measure:
    """The score: its kind and what that kind needs."""

    kind: MeasureKind = MeasureKind.GROWTH
    length: int = 0  # days or months of a rolling window, or of a registered measure
    unit: Unit = Unit.YEAR  # of a calendar sum
    weights: tuple[tuple[int, int], ...] = ()  # (months, percent) from the youngest
    name: str = ""  # of a registered measure
    gaps: Gaps = Gaps.CARRY


@dataclass(frozen=True, slots=True)
class Validity:
    """How long a level is valid from its first day."""

    kind: ValidityKind = ValidityKind.NONE
    length: int = 0
    unit: Unit = Unit.YEAR


@dataclass(frozen=True, slots=True)
class Level:
    """One level; `threshold` None is where everybody starts. Fields left None follow the programme."""

    code: str
    name: Text
    threshold: int | None = None
    gates: tuple[str, ...] = ()
    deduct: int = 0
    validity: Validity | None = None
    patience: int | None = None
    benefits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EarningRule:
    """One way to earn score: `kind` names the rule of `rules/earning.py`, `terms` its numbers, `levels` who may."""

    code: str
    kind: str
    terms: tuple[tuple[str, Any], ...] = ()
    not_levels: tuple[str, ...] = ()

    def term(self, name: str, default: Any = None) -> Any:
        """Return one of its numbers."""
        return dict(self.terms).get(name, default)


@dataclass(frozen=True, slots=True)
class BenefitName:
    """A benefit that levels may name; what it is worth stands in the room above. `includes` name others that come along."""

    code: str
    name: Text
    includes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgrammeSpec:
    """A programme whole. Levels ascend; `patience` is how many failing months in a row lower a level without validity."""

    code: str
    name: Text
    measure: Measure
    levels: tuple[Level, ...]
    validity: Validity = Validity()
    upgrade: Upgrade = Upgrade.IMMEDIATE
    at_expiry: AtExpiry = AtExpiry.REGRADE
    refund: RefundEffect = RefundEffect.REVOKE_CAUSE
    gate_effect: GateEffect = GateEffect.AT_ONCE
    evaluate_day: int = 0  # 0: whenever something happens; 1–28: on that day of each month
    patience: int = 1
    grace_days: int = 0
    pending_days: int = 0
    floor: str = ""
    members: Members = Members.ALL
    zone: str = "Asia/Shanghai"
    leap: LeapRule = LeapRule.MONTH_END
    first_day_counts: bool = True
    correction_days: int = 90
    earning: tuple[EarningRule, ...] = ()
    benefits: tuple[BenefitName, ...] = ()
    illustrative: bool = False  # its numbers are examples, to be replaced before use
    note: Text = field(default=Text("", ""))

    @property
    def tz(self) -> ZoneInfo:
        """The time zone whose days count."""
        return ZoneInfo(self.zone)

    def rank(self, code: str) -> int | None:
        """Return the place of a level from below, None when there is none of that code."""
        return next((place for place, level in enumerate(self.levels) if level.code == code), None)

    def validity_of(self, level: Level) -> Validity:
        """Return how long that level is valid."""
        return self.validity if level.validity is None else level.validity


@dataclass(frozen=True, slots=True)
class Version:
    """A published state of a programme: in force from the beginning of that local day."""

    number: int
    from_on: date
    spec: ProgrammeSpec

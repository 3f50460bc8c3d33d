"""What levels bring, as data: benefits by level, and packs with their occasions and windows (R14.8, P2, P3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from minghua.kernel.words import NO_TEXT, Text

FIRST_DAY: Final = date(
    1900, 1, 1
)  # no scheme names a day before it or after the last: windows reach some months around it
LAST_DAY: Final = date(2999, 12, 31)


class BenefitKind(StrEnum):
    """What the value of a benefit is."""

    SERVICE = "service"  # it is there; no value
    AMOUNT = "amount"  # money, in minor units of the scheme's currency
    PERCENT = "percent"
    POINTS = "points"
    COUNT = "count"  # so many of them


class LimitPeriod(StrEnum):
    """In which stretch of time a limit is counted."""

    ORDER = "order"
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    LIFETIME = "lifetime"


class OccasionKind(StrEnum):
    """What a pack is given for."""

    BIRTHDAY = "birthday"  # once a year, in a window around the day
    MONTH = "month"  # once a month, quarter, year, to whom a level was held on the snapshot day
    QUARTER = "quarter"
    YEAR = "year"


class Leap(StrEnum):
    """When somebody born on 29 February has their birthday in common years."""

    FEB_28 = "feb_28"
    MAR_1 = "mar_1"


class Take(StrEnum):
    """How a pack reaches the member."""

    CLAIM = "claim"  # the member takes it, inside its window
    ISSUE = "issue"  # it is given by itself, as soon as it is due


class Undone(StrEnum):
    """What becomes of a pack whose level turns out not to have been held."""

    KEEP = "keep"
    REVOKE = "revoke"


class ItemKind(StrEnum):
    """What lies in a pack."""

    COUPON = "coupon"
    FREIGHT_COUPON = "freight_coupon"
    POINTS = "points"
    GIFT = "gift"
    SERVICE = "service"


NEEDS: Final = ("person", "phone_verified")
PERIOD_MONTHS: Final = {OccasionKind.MONTH: 1, OccasionKind.QUARTER: 3, OccasionKind.YEAR: 12}


class LevelBenefit(NamedTuple):
    """What a benefit is at one level: its value, and how often it may be used (no limit: None)."""

    value: int = 0
    limit: int | None = None
    period: LimitPeriod = LimitPeriod.MONTH


@dataclass(frozen=True, slots=True)
class Benefit:
    """Something that a level brings for as long as it is held; a level that is not named has it not."""

    code: str
    name: Text
    kind: BenefitKind
    levels: Mapping[str, LevelBenefit]


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a pack is due.

    A birthday opens a window of `days` from `before_days` before it. A month, quarter or year: given from its
    `issue_day` on to whom held the level at the end of `snapshot_day` of the month before it began.
    """

    kind: OccasionKind
    before_days: int = 7
    days: int = 15
    leap: Leap = Leap.FEB_28
    snapshot_day: int = 25
    issue_day: int = 1


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a pack. `value` and `least` (from which amount) in minor units or points; `valid_days` count from
    the issue (None: until the window ends); `levels` narrow who finds it in the pack (empty: everybody)."""

    code: str
    name: Text
    kind: ItemKind
    value: int = 0
    least: int = 0
    count: int = 1
    valid_days: int | None = None
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """A bundle that certain levels are given once per period, and never again for that period."""

    code: str
    name: Text
    occasion: Occasion
    take: Take
    levels: tuple[str, ...]
    items: tuple[Item, ...]
    needs: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None  # from this day on no more
    first_occasion_on: date | None = None
    undone: Undone = Undone.KEEP


@dataclass(frozen=True, slots=True)
class SchemeSpec:
    """A scheme of benefits whole: of which programme, what its levels bring, which packs are given."""

    code: str
    name: Text
    programme: str
    currency: str = "CNY"
    benefits: tuple[Benefit, ...] = ()
    packs: tuple[Pack, ...] = ()
    note: Text = field(default=NO_TEXT)

    def pack(self, code: str) -> Pack | None:
        """Return the pack of that code."""
        return next((each for each in self.packs if each.code == code), None)

    @property
    def codes(self) -> frozenset[str]:
        """The codes of everything that it gives."""
        return frozenset(each.code for each in self.benefits) | frozenset(each.code for each in self.packs)


@dataclass(frozen=True, slots=True)
class SchemeVersion:
    """A published state of a scheme: in force from the beginning of that local day."""

    number: int
    from_on: date
    spec: SchemeSpec

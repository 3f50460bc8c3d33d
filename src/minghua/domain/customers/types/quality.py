"""The words of data quality: five dimensions, what is at fault in each, what a set is worth (R06.9)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from minghua.kernel.words import Text

RULE: Final = "R06.9"
RULE_VERSION: Final = 1


class Dimension(StrEnum):
    """The five sides of quality."""

    COMPLETENESS = "completeness"
    VALIDITY = "validity"
    UNIQUENESS = "uniqueness"
    TIMELINESS = "timeliness"
    CONSISTENCY = "consistency"


DIMENSIONS: Final[dict[str, tuple[Text, Text]]] = {
    Dimension.COMPLETENESS: (Text("完整", "Complete"), Text("必填项里填了的。", "Required fields that are filled.")),
    Dimension.VALIDITY: (Text("有效", "Valid"), Text("能核对的值里合规矩的。", "Values that keep to their rule.")),
    Dimension.UNIQUENESS: (
        Text("唯一", "Unique"),
        Text("号码、邮箱、代码不与别人相同的。", "Numbers, addresses and codes nobody else has."),
    ),
    Dimension.TIMELINESS: (
        Text("及时", "Timely"),
        Text("填了的必填项里 12 个月内核实过的。", "Filled required fields verified within 12 months."),
    ),
    Dimension.CONSISTENCY: (
        Text("一致", "Consistent"),
        Text("互相印证的值里不矛盾的。", "Values that bear each other out."),
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that keeps a dimension below 1, and the field where it is mended."""

    path: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Side:
    """One dimension of one customer: what holds of what was asked; nothing asked is no share (R00.2)."""

    dimension: Dimension
    held: int
    asked: int
    faults: tuple[Fault, ...] = ()

    @property
    def share(self) -> Fraction | None:
        """Held ÷ asked, None when nothing could be asked."""
        return Fraction(self.held, self.asked) if self.asked else None

    @property
    def e4(self) -> int | None:
        """The share in ten-thousandths, rounded half up."""
        return None if self.share is None else int(self.share * 10_000 + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class Quality:
    """A customer's five sides and their mean in hundredths of a point (8067 = 80.67); None when nothing was asked."""

    sides: tuple[Side, ...]
    total_e2: int | None

    def side(self, dimension: str) -> Side:
        """Return one side."""
        return next(side for side in self.sides if side.dimension == dimension)


@dataclass(frozen=True, slots=True)
class QualityFacts:
    """What the rule reads of a customer besides its values: days of verification, keys others have too, trade."""

    verified_on: date | None = None
    fields_verified_on: Mapping[str, date] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()
    first_order_on: date | None = None


@dataclass(frozen=True, slots=True)
class SetQuality:
    """The quality of a set on a day: means of its customers, None where none had a figure."""

    scope: str
    scope_id: int | None
    name: str
    as_of: date
    customers: int
    total_e2: int | None
    archive_e2: int | None
    sides_e4: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class QualitySheet:
    """One customer's quality with its reasons and the archive score beside it."""

    quality: Quality
    as_of: date
    archive_e2: int
    completeness: Fraction
    freshness: Fraction
    due_on: date | None
    cycle_days: int
    extra: Mapping[str, Any] = field(default_factory=dict)

"""What a scheme of points would have given, beside the one in force: by month, by rule, by member; and of one purchase (P33)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from minghua.kernel.words import Text


@dataclass(frozen=True, slots=True)
class MonthTried:
    """A local month: points under the version in force and under the new one, and their worth in minor units."""

    first_on: date
    before: int
    after: int
    before_minor: int
    after_minor: int


@dataclass(frozen=True, slots=True)
class RuleTried:
    """A rule of the new version: points it gives, how often, and how many points its limits cut off."""

    code: str
    name: Text
    points: int
    times: int
    cut: int


@dataclass(frozen=True, slots=True)
class MemberTried:
    """What one member in reach would have had: before and after."""

    customer_id: int
    name: str
    before: int
    after: int

    @property
    def change(self) -> int:
        """How many points more (or fewer) the new version gives."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class PointsTried:
    """A text over the orders of so many months: of how many customers (`more` were left out), compared with what is in force."""

    since_on: date
    customers: int
    more: bool
    compared: bool
    currency: str
    months: tuple[MonthTried, ...]
    rules: tuple[RuleTried, ...]
    gaining: tuple[MemberTried, ...]
    losing: tuple[MemberTried, ...]

    @property
    def before(self) -> int:
        """All points under the version in force."""
        return sum(month.before for month in self.months)

    @property
    def after(self) -> int:
        """All points under the new version."""
        return sum(month.after for month in self.months)


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """What one rule gives of a purchase: the points it comes to, what limits leave of them, and why."""

    code: str
    name: Text
    asked: int
    given: int
    reason: str
    inputs: Mapping[str, Any]

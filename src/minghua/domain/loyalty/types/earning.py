"""The words of earning: what a rule looks at, which goods it means, and how much of it there is at most (programmes §1.1)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from minghua.kernel.words import Text


class EarningKind(StrEnum):
    """What a rule looks at: what was paid, pieces, the first order, orders in a row of periods, who was brought."""

    AMOUNT = "amount"
    ITEM = "item"
    FIRST_ORDER = "first_order"
    STREAK = "streak"
    REFERRAL = "referral"


class Step(StrEnum):
    """The periods of a streak, local days of the scheme."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class LimitOf(StrEnum):
    """Whose points a limit counts: each member's own, or all members' together (a budget)."""

    MEMBER = "member"
    ALL = "all"


class Span(StrEnum):
    """In which time a limit counts: local periods (weeks from Monday), so many days in a row, or once for ever."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ROLLING = "rolling"
    EVER = "ever"


class OnExceed(StrEnum):
    """What an award above what is left becomes: what is left, or nothing."""

    TRUNCATE = "truncate"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class GoodsOf:
    """The goods a rule means: products by sku (compared without case), shelves by name with all that stand in them."""

    products: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Whether every order counts whole."""
        return not (self.products or self.categories)


EVERYTHING: Final = GoodsOf()


@dataclass(frozen=True, slots=True)
class EarningLimit:
    """At most so many points by these rules (all when none is named) for each member or all together, in each such time."""

    code: str
    name: Text
    points: int
    rules: tuple[str, ...] = ()
    of: LimitOf = LimitOf.MEMBER
    span: Span = Span.MONTH
    days: int = 0
    on_exceed: OnExceed = OnExceed.TRUNCATE

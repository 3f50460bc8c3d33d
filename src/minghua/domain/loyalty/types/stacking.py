"""The words of using several coupons on one order: categories, the policy, who is used and who is skipped why (R24.5)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from minghua.kernel.words import Text

MOST_ASKED: Final = 30
MOST_ALONE: Final = 5


class Stackable(StrEnum):
    """With whom the coupons of a category are used on one order."""

    COMMON = "common"
    NEVER = "never"
    ALWAYS = "always"


class Validation(StrEnum):
    """Whether one coupon that cannot be used spoils the others."""

    ALL = "all"
    PARTIAL = "partial"


class Sequence(StrEnum):
    """Who comes first: as the customer named them, or by the rank of their category."""

    REQUESTED = "requested"
    HIERARCHY = "hierarchy"


class SkipCode(StrEnum):
    """Why a coupon is not used on this order."""

    OWN_CONDITION = "own_condition"
    NAMED_TWICE = "named_twice"
    TOO_MANY_ASKED = "too_many_asked"
    NOT_TOGETHER = "not_together"
    ALONE_FULL = "alone_full"
    CATEGORY_FULL = "category_full"
    ORDER_FULL = "order_full"
    NOT_ALL = "not_all"


@dataclass(frozen=True, slots=True)
class StackingPolicy:
    """How many coupons one order takes: in all, of one category, and of those that stand alone. One is the default."""

    validation: Validation = Validation.PARTIAL
    sequence: Sequence = Sequence.REQUESTED
    most: int = 1
    per_category: int = 1
    most_alone: int = 1

    def __post_init__(self) -> None:
        if not (1 <= self.most <= MOST_ASKED and 1 <= self.per_category <= MOST_ASKED):
            raise ValueError(f"an order takes between 1 and {MOST_ASKED} coupons")
        if not 1 <= self.most_alone <= MOST_ALONE:
            raise ValueError(f"of coupons that stand alone an order takes between 1 and {MOST_ALONE}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One coupon that somebody wants to use; `rank` is its category's (lowest first), `against` what its own terms say."""

    coupon: str
    category: str
    stackable: Stackable = Stackable.COMMON
    rank: int = 0
    against: Text | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """One coupon that is not used, why, and because of which others."""

    coupon: str
    code: SkipCode
    why: Text
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stack:
    """Who is used, in the order of their use, and everyone who is not, in the order they were named."""

    used: tuple[str, ...]
    skipped: tuple[Skipped, ...]

"""What a coupon is: its kind, its goods, its days, what it goes together with; and the basket it is laid on (R24.5)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from minghua.domain.loyalty.types.stacking import Stackable
from minghua.domain.loyalty.types.story import Reason
from minghua.kernel.periods import Period
from minghua.kernel.words import Text


class CouponKind(StrEnum):
    """What a coupon gives; amounts in minor units."""

    THRESHOLD = "threshold"  # `value` off from `least` on
    NO_THRESHOLD = "no_threshold"  # `value` off
    FREIGHT = "freight"  # the freight, up to `value` (0: all of it)
    PERCENT = "percent"  # `value` per cent off, at most `most`
    GIFT_ITEM = "gift_item"  # `count` of the product `gift`
    EXCHANGE = "exchange"  # one piece for `points` and `value` of money
    CASH_CARD = "cash_card"  # pays from its balance


class ScopeKind(StrEnum):
    """By what the goods of a coupon are known."""

    EVERYTHING = "everything"
    PRODUCT = "product"
    CATEGORY = "category"
    TAG = "tag"


class Basis(StrEnum):
    """On which amounts thresholds and per cents are reckoned."""

    INITIAL = "initial"
    DISCOUNTED = "discounted"  # what other coupons have left


class Scope(NamedTuple):
    """The goods of a coupon."""

    kind: ScopeKind = ScopeKind.EVERYTHING
    codes: frozenset[str] = frozenset()


EVERYTHING: Final = Scope()


@dataclass(frozen=True, slots=True)
class Validity:
    """Local days on which a coupon may be used: a period of its own, or so many from the day of its issue."""

    period: Period | None = None
    days: int | None = None

    def __post_init__(self) -> None:
        if (self.period is None) == (self.days is None) or (self.days is not None and self.days < 1):
            raise ValueError("a period, or at least one day from the issue")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupon:
    """A coupon as it is described, once for all that are issued of it. A lower `rank` goes first in a hierarchy."""

    code: str
    name: Text
    kind: CouponKind
    validity: Validity
    value: int = 0
    least: int = 0
    most: int | None = None
    points: int = 0
    gift: str = ""
    count: int = 1
    worth: int = 0  # what the gift is worth, to compare
    scope: Scope = EVERYTHING
    category: str = ""  # what it is counted with on one order: platform, shop
    stackable: Stackable = Stackable.COMMON
    rank: int = 0
    currency: str = "CNY"


class HeldCoupon(NamedTuple):
    """One coupon in somebody's hands; `balance` is what is left on a cash card."""

    key: str
    coupon: Coupon
    issued_on: date
    balance: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketLine:
    """One line: `amount` before coupons, `off` what coupons took; the categories are its own and those above it."""

    product: str
    amount: int
    quantity_milli: int = 1000
    categories: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    off: int = 0
    exchanged: bool = False

    @property
    def left(self) -> int:
        """What it still costs."""
        return self.amount - self.off


@dataclass(frozen=True, slots=True, kw_only=True)
class Basket:
    """What coupons are laid on: lines, freight still to pay, and the points the member may spend."""

    lines: tuple[BasketLine, ...]
    freight: int = 0
    points: int = 0
    currency: str = "CNY"

    @property
    def left(self) -> int:
        """What is still to pay."""
        return sum(line.left for line in self.lines) + self.freight


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponGives:
    """What a coupon gives on a basket: off each line, off the freight, goods; and the points it costs.

    `pays` says that the money is not taken off but paid, from a cash card.
    """

    off: tuple[int, ...]
    freight: int = 0
    gift: str = ""
    count: int = 0
    worth: int = 0
    points: int = 0
    exchanged: int | None = None  # place of the line of which one piece was exchanged
    pays: bool = False

    @property
    def money(self) -> int:
        """What it takes off, or pays, altogether."""
        return sum(self.off) + self.freight

    @property
    def saving(self) -> int:
        """What the member is better off by: what one pays from one's own card saves nothing."""
        return 0 if self.pays else self.money + self.worth

    @property
    def is_nothing(self) -> bool:
        """Whether it would be used for nothing."""
        return self.money == 0 and self.count == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponDecision:
    """What one coupon gives on a basket, or every reason why it gives nothing, the first one first."""

    held: HeldCoupon
    reasons: tuple[Reason, ...]
    gives: CouponGives | None = None

    @property
    def code(self) -> str:
        """The code of the first reason."""
        return self.reasons[0].code

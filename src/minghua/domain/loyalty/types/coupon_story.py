"""The words of a coupon's life: where it stands, what happened to it, and a purchase that coupons are used on (R24.5)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from minghua.kernel.words import Text


class CouponState(StrEnum):
    """Where one coupon stands."""

    READY = "ready"
    HELD = "held"
    REDEEMED = "redeemed"
    EXPIRED = "expired"
    VOID = "void"


class UseState(StrEnum):
    """Where the use of coupons on one purchase stands."""

    HELD = "held"
    REDEEMED = "redeemed"
    RELEASED = "released"
    TIMED_OUT = "timed_out"
    REVERSED = "reversed"  # all of it came back


class CouponAct(StrEnum):
    """One line of the book of coupons."""

    MINTED = "minted"  # of a whole run
    ISSUED = "issued"
    HELD = "held"
    REDEEMED = "redeemed"
    RELEASED = "released"
    TIMED_OUT = "timed_out"
    REVERSED = "reversed"  # part came back
    RETURNED = "returned"  # all came back, and the coupon with it
    EXPIRED = "expired"
    VOIDED = "voided"


AFTER: Final = {
    CouponAct.ISSUED: frozenset({CouponState.READY}),
    CouponAct.HELD: frozenset({CouponState.HELD}),
    CouponAct.REDEEMED: frozenset({CouponState.REDEEMED, CouponState.READY}),  # a card with something left
    CouponAct.RELEASED: frozenset({CouponState.READY}),
    CouponAct.TIMED_OUT: frozenset({CouponState.READY}),
    CouponAct.REVERSED: frozenset({CouponState.REDEEMED, CouponState.READY}),
    CouponAct.RETURNED: frozenset({CouponState.READY}),
    CouponAct.EXPIRED: frozenset({CouponState.EXPIRED}),
    CouponAct.VOIDED: frozenset({CouponState.VOID}),
}
"""Where a coupon may stand after an act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleLine:
    """A line of a purchase as a till knows it: the product's number, what it costs, and how much of it."""

    product: str
    amount: int
    quantity_milli: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """A purchase that coupons are used on: who buys (nobody known: None), which coupons, what is bought.

    `coupons` are numbers of the member's coupons or typed codes, in the order in which they are asked for.
    """

    coupons: tuple[str, ...]
    lines: tuple[SaleLine, ...]
    customer_id: int | None = None
    freight: int = 0
    currency: str = "CNY"
    order: str = ""  # the shop's number of the order, where it has one already


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedCoupon:
    """What one coupon gave on a purchase: off each line, off the freight, a gift, points; `pays` from a card."""

    coupon_id: int
    batch: str
    name: Text
    tail: str
    off: tuple[int, ...]
    freight: int
    gift: str
    count: int
    points: int
    pays: bool

    @property
    def money(self) -> int:
        """What it took off or paid."""
        return sum(self.off) + self.freight


class SkippedCoupon(NamedTuple):
    """One coupon that is not used, named as it was asked for, and why."""

    coupon: str
    code: str
    why: Text
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What coupons would give on a purchase now: nothing is kept by asking."""

    used: tuple[UsedCoupon, ...]
    skipped: tuple[SkippedCoupon, ...]
    off: tuple[int, ...]  # of each line, by all coupons
    freight_off: int
    left: int  # what is still to pay
    saving: int
    exact: bool = True


class BackLine(NamedTuple):
    """So much of a line came back; `line` is its place in the purchase, from 0."""

    line: int
    quantity_milli: int


class LineBack(NamedTuple):
    """What one line gives back: money that was paid, what of the discounts goes with the goods, what returns to cards."""

    line: int
    quantity_milli: int
    money: int
    discount: int
    card: int


class Dates(NamedTuple):
    """The half-open local days of one coupon."""

    from_on: date
    until_on: date

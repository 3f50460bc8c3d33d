"""A batch of coupons as it is described: the coupon, how many, how many for one member, what it may cost (R24.5)."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from minghua.domain.loyalty.types.coupons import Coupon
from minghua.kernel.words import NO_TEXT, Text

MOST_COUPONS: Final = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponSpec:
    """What a version of a batch says. `budget` is what all its coupons together may take off, None without bound.

    Of a hundred members `control` get none, so that what the batch brings can be told from what would have come anyway.
    """

    coupon: Coupon
    tz: ZoneInfo
    total: int
    per_member: int
    budget: int | None
    hold_minutes: int
    bits: int
    control: int
    points_scheme: str = ""  # whose points an exchange costs
    note: Text = NO_TEXT

    @property
    def code(self) -> str:
        """The code of the batch."""
        return self.coupon.code

    @property
    def name(self) -> Text:
        """What it is called."""
        return self.coupon.name


@dataclass(frozen=True, slots=True)
class CouponVersion:
    """A published version: in force from a local day on."""

    number: int
    from_on: date
    spec: CouponSpec

"""What became of several coupons on one basket."""

from dataclasses import dataclass

from minghua.domain.loyalty.types.coupons import Basket, CouponDecision
from minghua.domain.loyalty.types.stacking import Skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Coupons in the order in which they are used, those left out and why, and the basket as they leave it."""

    applied: tuple[CouponDecision, ...]
    skipped: tuple[Skipped, ...]
    basket: Basket

    @property
    def keys(self) -> tuple[str, ...]:
        """The coupons that are used."""
        return tuple(each.held.key for each in self.applied)

    @property
    def saving(self) -> int:
        """What the member is better off by."""
        return sum(each.gives.saving for each in self.applied if each.gives)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The coupons that save most, every other one with its reasons; `exact`: no other choice would save more."""

    laid: Laid
    left_out: tuple[CouponDecision, ...]
    exact: bool

"""What a line was sold for with its share of every discount, and what comes back of it."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldLine:
    """A line as it was sold, in minor units: its amount, and the share of each discount that was stored with it."""

    amount: int
    quantity_milli: int
    discounts: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.quantity_milli <= 0:
            raise ValueError("nothing was sold")
        if min(self.amount, *self.discounts, 0) < 0 or self.paid < 0:
            raise ValueError("discounts lie between zero and the line")

    @property
    def paid(self) -> int:
        """What was paid for it."""
        return self.amount - sum(self.discounts)


class GivenBack(NamedTuple):
    """What a return gives back: money, and of each discount the part that goes with the goods."""

    money: int
    discounts: tuple[int, ...] = ()

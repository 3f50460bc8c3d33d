"""The features of a customer, made of its orders and returns in one pass: what every analysis begins with."""

from dataclasses import dataclass
from datetime import date

MASK_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Sale:
    """One completed sale."""

    on: date
    total_minor: int


@dataclass(frozen=True, slots=True)
class Refund:
    """One return."""

    on: date
    total_minor: int


@dataclass(frozen=True, slots=True)
class Features:
    """One customer up to the end of a period: all its life, and within the period (`recent_…`); amounts in minor units.

    `months` has a bit for each of the last 36 months with a sale, the lowest for the month of the last day.
    """

    first_on: date
    last_on: date
    orders: int
    sales_minor: int
    returns_minor: int
    days: int
    recent_last_on: date | None
    recent_orders: int
    recent_sales_minor: int
    recent_returns_minor: int
    months: int

    @property
    def mean_gap_e6(self) -> int | None:
        """The mean days between two days of buying, in millionths; None before the second."""
        if self.days < 2:
            return None
        return round((self.last_on - self.first_on).days * 1_000_000 / (self.days - 1))

"""The words of lifetime value: how customers bought, what a fit says of them, and what is expected of one (C02)."""

from dataclasses import dataclass
from typing import Final

DAYS_A_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Bought:
    """Customers who bought alike: repeat buying days, weeks from the first to the last, weeks observed, and how many they are."""

    repeats: int
    last: float
    observed: float
    customers: int = 1


@dataclass(frozen=True, slots=True)
class Spent:
    """Customers who spent alike: repeat buying days, their mean amount, and how many they are."""

    repeats: int
    mean: float
    customers: int = 1


@dataclass(frozen=True, slots=True)
class Estimate:
    """One parameter with its interval of 95 per cent; no interval where the likelihood is flat."""

    name: str
    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Fit:
    """What was estimated: every parameter, the log-likelihood, how many customers, and whether the search settled."""

    estimates: tuple[Estimate, ...]
    log_likelihood: float
    customers: int
    settled: bool

    @property
    def values(self) -> tuple[float, ...]:
        """The parameters alone."""
        return tuple(one.value for one in self.estimates)

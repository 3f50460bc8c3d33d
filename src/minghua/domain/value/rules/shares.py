"""Shares and curves of a population: contribution shares, return, whale, 80/20, Gini, quadrants (R11.2–R11.6, R13.3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate

TOP = Fraction(1, 5)
USUAL = (Fraction(60, 100), Fraction(95, 100))


class Quadrant(StrEnum):
    """What to do by share of sales × share of contribution (R11.6)."""

    KEEP = "keep"
    MEND = "mend"
    GROW = "grow"
    SIMPLIFY = "simplify"


@dataclass(frozen=True, slots=True)
class Whale:
    """The top of the cumulated contribution, how many customers reach it, and what the rest takes away (R11.4)."""

    peak: Fraction
    at: int
    drag: Fraction


def share(part: int, whole: int) -> Fraction | None:
    """Return a customer's share of the whole, None when there is no positive whole (R11.2, R00.2)."""
    return Fraction(part, whole) if whole > 0 else None


def customer_return(*, net_profit: int, sales: int, assets: int) -> Fraction | None:
    """Return (net profit / sales) × (sales / assets engaged), None where either is nothing (R11.3)."""
    if sales == 0 or assets == 0:
        return None
    return Fraction(net_profit, sales) * Fraction(sales, assets)


def whale(values: Iterable[int]) -> Whale | None:
    """Return the whale curve's peak; None when all together bring nothing (R11.4)."""
    ordered = sorted(values, reverse=True)
    total = sum(ordered)
    if total <= 0:
        return None
    best = max(accumulate(ordered))
    at = next(i for i, running in enumerate(accumulate(ordered), 1) if running == best)
    peak = Fraction(best, total)
    return Whale(peak, at, peak - 1)


def top_count(customers: int) -> int:
    """Return how many customers the top 20 % are: ceil(0.2 n) (R11.5)."""
    return -(-customers * TOP.numerator // TOP.denominator)


def top_share(values: Iterable[int]) -> Fraction | None:
    """Return what the top 20 % hold of the whole (R11.5, A13.2)."""
    ordered = sorted(values, reverse=True)
    return share(sum(ordered[: top_count(len(ordered))]), sum(ordered))


def is_unusual(top: Fraction | None) -> bool:
    """Does the top's share lie outside 60–95 % (R13.3)?"""
    return top is not None and not USUAL[0] <= top <= USUAL[1]


def gini(values: Sequence[int]) -> Fraction | None:
    """Return the Gini coefficient of the values; None when they add up to nothing."""
    ordered = sorted(values, reverse=True)
    return gini_of(len(ordered), sum(ordered), sum(rank * value for rank, value in enumerate(ordered, 1)))


def gini_of(customers: int, total: int, ranked: int) -> Fraction | None:
    """Return the Gini coefficient from n, Σ x and Σ rank·x with ranks from the largest down."""
    if total <= 0 or customers == 0:
        return None
    return Fraction(customers + 1, customers) - Fraction(2 * ranked, customers * total)


def quadrant(*, sales: int, net: int, customers: int, all_sales: int, all_net: int) -> Quadrant:
    """Return the quadrant: high is at least the mean of the population, and a loss is never high (R11.6)."""
    many = sales * customers >= all_sales
    gainful = net > 0 and net * customers >= all_net
    if many:
        return Quadrant.KEEP if gainful else Quadrant.MEND
    return Quadrant.GROW if gainful else Quadrant.SIMPLIFY

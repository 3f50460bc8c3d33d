"""Jars for tests: short words for long facts."""

from datetime import date
from fractions import Fraction

from minghua.domain.care.types import JarFacts, Life, Terms

SHOP = Terms("shop", lead_days=1, safety_days=Fraction(1), alpha=Fraction(3, 10))
VILLAGE = Terms("village", lead_days=0, safety_days=Fraction(0), alpha=Fraction(1, 2))
FILLED = date(2025, 3, 1)


def village(safety: Fraction | int = 0) -> Terms:
    """Return the village preset with that many safety days."""
    return Terms("village", 0, Fraction(safety), Fraction(1, 2))


def jar(
    *,
    capacity: int | Fraction = 60,
    level: int | Fraction | None = None,
    rate: int | Fraction | None = 8,
    on: date = FILLED,
    life: Life | None = None,
) -> JarFacts:
    """Return a jar: full unless told otherwise."""
    full = Fraction(capacity)
    return JarFacts(
        capacity=full,
        level=full if level is None else Fraction(level),
        level_on=on,
        rate=None if rate is None else Fraction(rate),
        life=life or Life(),
    )

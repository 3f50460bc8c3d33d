"""How likeness is put into words on the pages: traits, scores."""

from decimal import ROUND_HALF_UP, Decimal

from minghua.domain.customers.types.likeness import TRAITS, Likeness
from minghua.interfaces.web import display


def trait(code: str) -> str:
    """Return what a compared trait is called."""
    return display.say(TRAITS[code])


def percent(score: str) -> str:
    """Return a score as people read it: 0.777778 is 78 %."""
    return f"{(Decimal(score) * 100).quantize(Decimal(1), ROUND_HALF_UP)}%" if score else ""


def of(alike: Likeness) -> str:
    """Return how alike two records are, as people read it."""
    return percent(f"{alike.ppm / 1_000_000:.6f}")


def share(part: float) -> str:
    """Return how much of a search is done."""
    return f"{part:.0%}"

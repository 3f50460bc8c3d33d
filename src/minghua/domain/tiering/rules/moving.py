"""How many rose and how many fell between two days: up and down rates are moves ÷ all (A14.7)."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from minghua.domain.tiering.types.shown import Movement


def movement(levels: Sequence[str], counts: Mapping[tuple[str, str], int]) -> Movement:
    """Return the matrix with its rates; `levels` ascend, a level that is not among them neither rises nor falls."""
    rank = {code: place for place, code in enumerate(levels)}
    total = sum(counts.values())
    up = sum(n for (a, b), n in counts.items() if a in rank and b in rank and rank[b] > rank[a])
    down = sum(n for (a, b), n in counts.items() if a in rank and b in rank and rank[b] < rank[a])
    return Movement(tuple(levels), dict(counts), total, Fraction(up, total or 1), Fraction(down, total or 1))

"""What the segments and the grid of a look hold, computed by the database."""

from typing import Any

from django.db.models import Count, Sum

from minghua.domain.value.types.rfm import SEGMENTS


def segment_sums(places: Any) -> list[list[int]]:
    """Return customers, money and orders of each segment, empty ones too."""
    sums = {"n": Count("pk"), "money": Sum("monetary_minor"), "orders": Sum("frequency")}
    found = {row["segment"]: row for row in places.order_by().values("segment").annotate(**sums)}
    return [[int(found.get(at, {}).get(name, 0)) for name in sums] for at in range(len(SEGMENTS))]


def grid(places: Any, *, size: int) -> list[list[int]]:
    """Return how many stand at each pair of scores: a row per recency, best first, a column per frequency, worst first."""
    found = {(row["r"], row["f"]): row["n"] for row in places.order_by().values("r", "f").annotate(n=Count("pk"))}
    return [[found.get((r, f), 0) for f in range(1, size + 1)] for r in range(size, 0, -1)]

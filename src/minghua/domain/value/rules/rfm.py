"""Recency, frequency and money: where high begins, the scores, and the segment of eight (R12.7)."""

from collections.abc import Sequence
from datetime import timedelta

from minghua.domain.value.types.features import Features
from minghua.domain.value.types.rfm import Cuts, Cutting, Rfm, Scored
from minghua.kernel.periods import Period

BEST = 5
HIGH = 4  # of five: the two best fifths count as high


def seen(customer_id: int, found: Features, *, period: Period) -> Rfm | None:
    """Return what is looked at, as of the period's last day; None for who bought nothing within it."""
    if found.recent_last_on is None:
        return None
    days = (period.end - timedelta(days=1) - found.recent_last_on).days
    return Rfm(customer_id, days, found.recent_orders, found.recent_sales_minor - found.recent_returns_minor)


def cuts(people: Sequence[Rfm], cutting: Cutting) -> Cuts:
    """Return where high begins among them: at the mean, or at every fifth; nothing for nobody."""
    if not people:
        return Cuts((), (), ())
    days = [-one.recency for one in people]
    found = [
        _cut(values, cutting) for values in (days, [p.frequency for p in people], [p.monetary_minor for p in people])
    ]
    return Cuts(tuple(-value for value in found[0]), found[1], found[2])


def _cut(values: Sequence[int], cutting: Cutting) -> tuple[int, ...]:
    """Return the least values, more being better, that still reach each score above the lowest, the best score first."""
    if cutting is Cutting.MEANS:
        return (-(-sum(values) // len(values)),)
    ordered = sorted(values, reverse=True)
    return tuple(ordered[-(-len(ordered) * fifth // BEST) - 1] for fifth in range(1, BEST))


def scored(one: Rfm, among: Cuts) -> Scored:
    """Return the scores and the segment of one among them; equals stand together."""
    r = _score(-one.recency, [-cut for cut in among.recency])
    f = _score(one.frequency, among.frequency)
    m = _score(one.monetary_minor, among.monetary_minor)
    return Scored(one.customer_id, r, f, m, segment(r, f, m, high=high_from(among)))


def _score(value: int, reached: Sequence[int]) -> int:
    return 1 + sum(value >= cut for cut in reached)


def high_from(among: Cuts) -> int:
    """Return the score from which one counts as high."""
    return HIGH if len(among.recency) == BEST - 1 else 2


def segment(r: int, f: int, m: int, *, high: int) -> int:
    """Return the place in SEGMENTS: money first, then recency, then frequency."""
    return 4 * (m < high) + 2 * (r < high) + (f < high)

"""How much a household needs: on one day, and over days with absences, guests and a changing size (R08.1)."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from minghua.domain.care.types import Life
from minghua.kernel.periods import Period

ONE = Fraction(1)
NOTHING = Fraction(0)


def daily_need(*, people: int, per_person: Fraction, portions: Sequence[Fraction] = ()) -> Fraction:
    """Return servings a day: the members' own portions where known, else persons × per person (R08.1)."""
    return sum(portions, NOTHING) if portions else people * per_person


def size_ratio(life: Life, day: date, *, since: date) -> Fraction:
    """Return the household's size on that day relative to the day `since`; 1 when no size is known."""
    then, now = _size_on(life, since), _size_on(life, day)
    return now / then if then and now is not None else ONE


def weight_on(life: Life, day: date, *, since: date) -> Fraction:
    """Return the need of that day relative to the rate learned at `since`: 0 when away, more with guests."""
    if any(day in away for away in life.absences):
        return NOTHING
    factor = max((feast.factor for feast in life.feasts if day in feast.period), default=ONE)
    return factor * size_ratio(life, day, since=since)


def stretches(life: Life, *, since: date) -> Iterator[tuple[date, date | None, Fraction]]:
    """Yield (from, until, weight) from `since` on; within a stretch the need is even, the last one is endless."""
    starts = [since, *(day for day in _turning_days(life) if day > since)]
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        yield start, end, weight_on(life, start, since=since)


def weighted_days(life: Life, *, since: date, until: date) -> Fraction:
    """Return the days in [since, until), each counted with its weight."""
    total = NOTHING
    for start, end, weight in stretches(life, since=since):
        if start >= until:
            break
        total += weight * (min(end or until, until) - start).days
    return total


def is_away(life: Life, *, since: date, until: date) -> bool:
    """Return whether anybody was away between the two days, so that nothing can be learned (R08.3)."""
    return since < until and any(Period(since, until).overlaps(absence) for absence in life.absences)


def changes_after(life: Life, day: date) -> bool:
    """Return whether the need still changes after that day."""
    return any(turn > day for turn in _turning_days(life))


def _size_on(life: Life, day: date) -> Fraction | None:
    in_force = [size for size in life.sizes if size.from_on <= day]
    return max(in_force, key=lambda size: size.from_on).daily if in_force else None


def _turning_days(life: Life) -> list[date]:
    periods = [*life.absences, *(feast.period for feast in life.feasts)]
    days = {size.from_on for size in life.sizes}
    days.update(edge for period in periods for edge in (period.start, period.end))
    return sorted(days)

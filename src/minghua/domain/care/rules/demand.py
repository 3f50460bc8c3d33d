"""The demand plan: which refills are expected, and how many sales units to order for them (R08.5)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

from minghua.domain.care.rules import need, visit
from minghua.domain.care.types import ExpectedRefill, JarFacts, Terms
from minghua.kernel.periods import Period

ONE_DAY = timedelta(days=1)


def expected_refills(jar: JarFacts, terms: Terms, *, period: Period) -> Iterator[ExpectedRefill]:
    """Yield the refills expected in the period, each filling the jar to the brim; what is overdue falls on its first day."""
    earliest = period.start
    while (going := visit.next_visit(jar, terms, on=earliest)) and going.on < period.end:
        yield ExpectedRefill(going.on, going.bring)
        jar = _filled(jar, going.on)
        if not need.changes_after(jar.life, going.on):
            yield from _steady(jar, terms, end=period.end)
            return
        earliest = going.on + ONE_DAY


def _steady(jar: JarFacts, terms: Terms, *, end: date) -> Iterator[ExpectedRefill]:
    """Yield the refills of an even life: the same step and the same amount again and again."""
    going = visit.next_visit(jar, terms, on=jar.level_on + ONE_DAY)
    if going is None:
        return
    step, day = going.on - jar.level_on, going.on
    while day < end:
        yield ExpectedRefill(day, going.bring)
        day += step


def expected_purchases(*, due_on: date, interval: Fraction, period: Period) -> Iterator[date]:
    """Yield the days in the period on which goods with a rhythm are expected; what is overdue waits for its next turn."""
    turn = 0 if due_on >= period.start else ceil(Fraction((period.start - due_on).days) / interval)
    while (day := due_on + timedelta(days=floor(turn * interval))) < period.end:
        if day >= period.start:
            yield day
        turn += 1


def units_to_order(servings: Fraction, *, per_unit: Fraction) -> int | None:
    """Return whole sales units that cover the servings; None when a unit's servings are unknown (R00.2)."""
    return ceil(servings / per_unit) if per_unit > 0 else None


def _filled(jar: JarFacts, day: date) -> JarFacts:
    rate = (jar.rate or need.NOTHING) * need.size_ratio(jar.life, day, since=jar.level_on)
    return replace(jar, level=jar.capacity, level_on=day, rate=rate)

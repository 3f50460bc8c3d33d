"""The demand plan: which refills are expected, and how many sales units to order for them (R08.5)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from minghua.domain.care.rules import need, visit
from minghua.domain.care.types import ExpectedRefill, JarFacts, Terms
from minghua.kernel.periods import Period


def expected_refills(jar: JarFacts, terms: Terms, *, period: Period) -> Iterator[ExpectedRefill]:
    """Yield the refills expected in the period, each filling the jar to the brim; what is overdue falls on its first day."""
    earliest = period.start
    while True:
        plan = visit.plan(jar, terms, on=earliest)
        if plan.go_on is None or plan.bring is None or plan.go_on >= period.end:
            return
        yield ExpectedRefill(plan.go_on, plan.bring)
        jar = _filled(jar, plan.go_on)
        earliest = plan.go_on + timedelta(days=1)


def units_to_order(servings: Fraction, *, per_unit: Fraction) -> int | None:
    """Return whole sales units that cover the servings; None when a unit's servings are unknown (R00.2)."""
    return ceil(servings / per_unit) if per_unit > 0 else None


def _filled(jar: JarFacts, day: date) -> JarFacts:
    rate = (jar.rate or need.NOTHING) * need.size_ratio(jar.life, day, since=jar.level_on)
    return replace(jar, level=jar.capacity, level_on=day, rate=rate)

"""What is still in the jar: the level on a day, the days of supply, the day it runs out (R08.2)."""

from datetime import date, timedelta
from fractions import Fraction
from math import floor

from minghua.domain.care.rules import need
from minghua.domain.care.types import JarFacts

CENTURY = 36_500


def level_at(jar: JarFacts, day: date) -> Fraction | None:
    """Return the predicted servings in the jar at the start of that day, never below 0; None without a rate."""
    if jar.rate is None:
        return None
    eaten = jar.rate * need.weighted_days(jar.life, since=jar.level_on, until=day)
    return max(jar.level - eaten, need.NOTHING)


def days_of_supply(jar: JarFacts) -> Fraction | None:
    """Return exactly how many days the jar lasts from `level_on`; None if unknown or if nothing is needed ahead.

    With an even need it is level ÷ rate; days away prolong it, guests shorten it.
    """
    if not jar.rate or jar.rate < 0:
        return None
    left, days = jar.level, need.NOTHING
    for start, end, weight in need.stretches(jar.life, since=jar.level_on):
        a_day = jar.rate * weight
        lasts = left / a_day if a_day else None
        if end is None or (lasts is not None and lasts < (end - start).days):
            return days + lasts if lasts is not None else None
        left -= a_day * (end - start).days
        days += (end - start).days
    return None


def after(jar: JarFacts, days: Fraction) -> date:
    """Return the day that many whole days after `level_on`; what lasts longer than a century is cut there."""
    return jar.level_on + timedelta(days=min(floor(days), CENTURY))


def run_out_on(jar: JarFacts) -> date | None:
    """Return the first day the jar cannot serve in full: `level_on + floor(days of supply)` (R08.2)."""
    days = days_of_supply(jar)
    return None if days is None else after(jar, days)

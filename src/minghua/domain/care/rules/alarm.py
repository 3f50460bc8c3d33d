"""Missed refills and the truth of forecasts: who was not visited in time, and how far off the days were."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median
from typing import Literal

Alarm = Literal["none", "late", "empty"]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How good the forecasts were: how many, the typical (median) error in days, the share within one day (None if none)."""

    count: int
    typical_error: Fraction | None
    within_one_day: Fraction | None


def alarm(*, due_on: date | None, run_out_on: date | None, on: date) -> Alarm:
    """Return `empty` when the jar has run out by the forecast, `late` when the day to go has passed, else `none`."""
    if run_out_on is not None and run_out_on < on:
        return "empty"
    return "late" if due_on is not None and due_on < on else "none"


def days_off(*, left: Fraction, foreseen: Fraction, rate: Fraction) -> Fraction:
    """Return by how many days of supply a forecast was off: (found in the jar − foreseen) ÷ rate."""
    return (left - foreseen) / rate


def accuracy(errors: Sequence[Fraction]) -> Accuracy:
    """Return the truth of forecasts from the days each was off; only jars somebody looked into can tell."""
    if not errors:
        return Accuracy(0, None, None)
    count = len(errors)
    close = sum(1 for error in errors if abs(error) <= 1)
    return Accuracy(count, median([abs(error) for error in errors]), Fraction(close, count))

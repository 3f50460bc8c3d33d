"""The order of a day's stops: by area, then by delivery window, then by who runs out first."""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import groupby
from typing import TypeVar

Stop = TypeVar("Stop")
Place = tuple[str, str, date | None, str]

LATE_IN_THE_DAY = "99"


def by_area(stops: Iterable[Stop], place: Callable[[Stop], Place]) -> list[tuple[str, list[Stop]]]:
    """Return (area, stops in walking order); `place` gives (area, window, run-out day, address); no area comes last."""
    ordered = sorted(stops, key=lambda stop: _rank(place(stop)))
    return [(area, list(group)) for area, group in groupby(ordered, key=lambda stop: place(stop)[0])]


def _rank(place: Place) -> tuple[bool, str, str, date, str]:
    area, window, run_out, address = place
    return (not area, area, window or LATE_IN_THE_DAY, run_out or date.max, address)

"""What a measure of a customer is: a name, a unit, and how it is read as of a day for some or for all."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from minghua.kernel.periods import Period
from minghua.kernel.words import Text


class Unit(StrEnum):
    """In what a measure counts; always a whole number."""

    MONEY = "money"  # minor units of the house's currency
    COUNT = "count"
    DAYS = "days"


Read = Callable[[Sequence[int] | None, Period], Iterable[tuple[int, int]]]
"""Ids (None: everybody) and a period, as of the end of its last day → (customer, value) of whom the measure knows."""


@dataclass(frozen=True, slots=True)
class NamedMeasure:
    """A measure that a room declares; where less is better it can be asked for, and nobody is ranked by it."""

    code: str
    name: Text
    unit: Unit
    about: Text
    read: Read
    more_is_better: bool = True

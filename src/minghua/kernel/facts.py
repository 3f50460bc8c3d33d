"""The words of analysed facts: which columns of which table a room gives to the engine; numbers, days and codes, never a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a column of a fact holds."""

    INTEGER = "integer"
    CODE = "code"
    DAY = "day"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True)
class Fact:
    """One kind of row that analyses read: its name, its table, and the columns that leave it; `id` always goes first."""

    code: str
    table: str
    columns: Mapping[str, Kind]

    @property
    def shape(self) -> tuple[tuple[str, Kind], ...]:
        """Every column in the order of the files."""
        return (("id", Kind.INTEGER), *self.columns.items())

"""Whether what a source tells us is a return (docs/rules/import.md)."""

from collections.abc import Iterable
from typing import Protocol


class ToldLine(Protocol):
    """A line as it was told; a negative quantity comes back."""

    @property
    def quantity_milli(self) -> int:
        """Return thousandths of a unit."""

    @property
    def unit_price_e4(self) -> int:
        """Return ten-thousandths of a currency unit."""


def by_name(number: str, *, document: str | None, prefix: str) -> bool | None:
    """Return whether it says so itself, or its number begins with the prefix of returns; None when neither tells."""
    if document is not None:
        return document == "return"
    return True if prefix and number.upper().startswith(prefix.upper()) else None


def comes_back(number: str, lines: Iterable[ToldLine], *, document: str | None, prefix: str) -> bool:
    """Return whether it is a return: it says so, its number says so, or only priced goods come back."""
    named = by_name(number, document=document, prefix=prefix)
    return named if named is not None else all(line.quantity_milli < 0 and line.unit_price_e4 > 0 for line in lines)

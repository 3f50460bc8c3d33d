"""Moulds: HTML that a template draws once, with slots, and that is then filled for each of many rows.

A row of a list is some twenty macros and translated words that differ in a name and a number only; drawn afresh they cost more than the database.
"""

from typing import Any

from markupsafe import Markup


def slot(name: str) -> str:
    """Return what stands in a drawing where a value of that name goes later; no escaping changes it."""
    return f"\ue000{name}\ue001"


class Mould:
    """A drawing with slots; what it is filled with is escaped like everything in a template."""

    def __init__(self, drawn: Markup, *names: str) -> None:
        self._format = drawn.replace("%", "%%")
        for name in names:
            self._format = self._format.replace(slot(name), f"%({name})s")

    def fill(self, **values: Any) -> Markup:
        """Return the drawing with these values in its slots; raises KeyError for a slot without a value."""
        return self._format % values

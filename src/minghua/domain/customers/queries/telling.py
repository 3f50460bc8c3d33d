"""What of a customer may be told to another system: the columns on offer, and their values as one viewer sees them."""

from collections.abc import Mapping, Sequence
from typing import Any

from minghua.domain.customers.queries.cards import customer
from minghua.domain.customers.types.columns import COLUMNS
from minghua.foundation.people.types import Actor
from minghua.kernel.errors import NotFound
from minghua.kernel.words import Text


def told_columns() -> dict[str, Text]:
    """Return the columns on offer with their labels."""
    return {code: column.label for code, column in COLUMNS.items()}


def told_values(viewer: Actor, customer_id: int, codes: Sequence[str]) -> Mapping[str, Any] | None:
    """Return these values as the viewer sees them, without those that are masked; None when the customer is out of sight."""
    if not viewer.may("customers.view"):
        return None
    try:
        card = customer(viewer, customer_id)
    except NotFound:
        return None
    shown = {code: card.values.get(code) for code in codes if code in COLUMNS and code not in card.masked}
    return {
        code: value if isinstance(value, str | int | bool) or value is None else str(value)
        for code, value in shown.items()
    }

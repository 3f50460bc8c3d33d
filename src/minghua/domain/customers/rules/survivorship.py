"""Which of two values a merge keeps: the one there is, the one chosen, else the one verified last (R06.8)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from minghua.domain.customers.types.references import Side

EMPTY: tuple[Any, ...] = (None, "", [], {})


def kept(survivor: Any, loser: Any, *, survivor_at: datetime, loser_at: datetime, chosen: Side | None = None) -> Side:
    """Return whose value stays: a choice wins, then the only value there is, then the later one; in doubt the survivor's."""
    if chosen is not None:
        return chosen
    if loser in EMPTY:
        return "survivor"
    if survivor in EMPTY:
        return "loser"
    return "loser" if loser_at > survivor_at else "survivor"


def verified(path: str, *, record_at: datetime, changed_at: Mapping[str, datetime]) -> datetime:
    """Return when a value was last known to be true: at the last change of it or the last check of the whole record."""
    return max(record_at, changed_at.get(path, record_at))

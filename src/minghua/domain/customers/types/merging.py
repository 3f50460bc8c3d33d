"""Words of merging: what a merge or its undoing did; what becomes of every table stands in `references`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from minghua.domain.customers.types.references import Side


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """One field of two records: both values, which one is kept and whether they differ."""

    path: str
    survivor: Any
    loser: Any
    kept: Side
    differs: bool


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge that was done."""

    id: int
    survivor_id: int
    loser_id: int
    moved: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Unmerged:
    """A merge that was undone: how many rows went back, what could not, and what was added since and stays."""

    survivor_id: int
    loser_id: int
    returned: int
    conflicts: tuple[str, ...]
    stayed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class MergeRow:
    """One merge as a page shows it."""

    id: int
    survivor_id: int
    survivor_name: str
    loser_id: int
    loser_number: str
    loser_name: str
    by_name: str
    at: datetime
    undone_at: datetime | None
    may_undo_until: datetime
    kept_by_hold: bool
    """A legal hold on one of the two keeps the way back open beyond that instant (N7)."""

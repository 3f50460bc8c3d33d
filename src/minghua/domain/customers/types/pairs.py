"""Words of the review queue: a pair of look-alikes, and how far the search for them has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a pair as the viewer may read it."""

    id: int
    number: str
    name: str
    mobile: str
    city: str
    owner_name: str
    order_count: int
    may_change: bool


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two customers that look alike: score, reasons, and the group of look-alikes they belong to."""

    id: int
    one: Party
    two: Party
    score: str
    verdict: str
    traits: Mapping[str, str]
    group: int
    group_size: int

    @property
    def may_merge(self) -> bool:
        """Whether the viewer may change both."""
        return self.one.may_change and self.two.may_change


@dataclass(frozen=True, slots=True)
class SearchState:
    """How far the search for doubles has come."""

    share: float
    looked_at: int
    found: int
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def running(self) -> bool:
        """Whether a search is under way."""
        return self.started_at is not None and self.finished_at is None

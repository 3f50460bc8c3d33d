"""Words of the review queue: a pair of look-alikes, and how far the search for them has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal


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
class TraitReason:
    """What one trait said of a pair: how it compares, its weight in R06.8's score, and what it adds to the odds."""

    trait: str
    level: str
    weight: int
    bits: str
    shared_by: Literal["", "few", "many"]
    """Whether the value both share is rare or in many hands; never by how many, who may be out of reach."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a pair is in the queue: where the odds begin, each trait's part, what is taken off because kin compare so too, and where they end (a power of two)."""

    prior: str
    reasons: tuple[TraitReason, ...]
    kin: str
    total: str


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two customers that look alike: score, chance, reasons, and the group of look-alikes they belong to."""

    id: int
    one: Party
    two: Party
    score: str
    verdict: str
    chance: str
    """How likely both are one customer, 0 to 1; "" for a pair found before chances were learned, or decided by an ID card."""
    traits: Mapping[str, str]
    why: Explanation | None
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
    wide: bool
    looked_at: int
    found: int
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def running(self) -> bool:
        """Whether a search is under way."""
        return self.started_at is not None and self.finished_at is None

    @property
    def paused(self) -> bool:
        """Whether the last search was stopped on its way: the next one goes on from there."""
        return self.finished_at is not None and self.share < 1

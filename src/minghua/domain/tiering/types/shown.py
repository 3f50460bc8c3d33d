"""What is shown of members, programmes and their movement: plain values for pages, the API and the shell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, NamedTuple

from minghua.domain.tiering.types.story import Span
from minghua.kernel.words import Text


@dataclass(frozen=True, slots=True)
class Progress:
    """The way to the next level and to staying: what is missing of the measure (sums of days for an average), None: nothing to reach."""

    next_level: str | None
    next_name: Text | None
    next_needs: int | None
    next_at: int | None  # the threshold of the next level
    stay_needs: int | None  # by the end of the present period; 0: it stays
    percent: int  # of the way from the present level's threshold to the next


@dataclass(frozen=True, slots=True)
class GrantShown:
    """A level by hand as it is shown."""

    id: int
    level: str
    level_name: Text
    mode: str
    from_on: date
    until_on: date  # exclusive, after an early end
    reason: str
    by_name: str
    ended: bool


@dataclass(frozen=True, slots=True)
class MemberSheet:
    """One member of one programme at an instant: level, period, score, the way on, and why."""

    programme: str
    programme_name: Text
    customer_id: int
    at: datetime
    level: str
    level_name: Text
    automatic: str
    granted: str
    score: int
    parts: int
    valid_from: date
    last_day: date | None
    watch: int
    version: int
    progress: Progress
    why: Text
    trace: tuple[tuple[datetime, Text], ...]
    spans: tuple[Span, ...]
    benefits: tuple[str, ...]
    grants: tuple[GrantShown, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One line of a member's statement."""

    id: int
    kind: str
    name: str
    amount: int
    event_at: datetime
    counts_at: datetime
    recorded_at: datetime
    source: str
    key: str
    rule: str
    reverses_id: int | None
    inputs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member in a list: where they stand, until when, and how much they lack to stay."""

    id: int  # of the membership, for paging
    customer_id: int
    customer_name: str
    level: str
    level_name: Text
    granted: str
    score: int
    parts: int
    last_day: date | None
    watch: int
    stay_needs: int | None


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """History that had been told otherwise."""

    id: int
    customer_id: int
    since: datetime
    level_told: str
    level_true: str
    recorded_at: datetime
    by_name: str


class SimulatedFall(NamedTuple):
    """A member who would fall: from what to what, and when seen."""

    customer_id: int
    before: str
    after: str
    score: int


class Simulated(NamedTuple):
    """What a version would change: at its beginning, and a year later when nothing else happens.

    The matrices count (level under the present rules, level under the new); "" is no member. `costs` are minor units of
    the benefits whose cost was told, (before, after); `falls` are the highest first.
    """

    programme: str
    fingerprint: str
    base: int
    on: date
    later_on: date
    levels: tuple[str, ...]
    members: int
    at_start: Mapping[tuple[str, str], int]
    later: Mapping[tuple[str, str], int]
    benefits: Mapping[str, tuple[int, int]]
    costs: Mapping[str, tuple[int, int]]
    falls: tuple[SimulatedFall, ...]


class Movement(NamedTuple):
    """Members by level on two days, and the shares that rose and fell (A14.7)."""

    levels: tuple[str, ...]  # ascending
    counts: Mapping[tuple[str, str], int]
    total: int
    up: Fraction
    down: Fraction


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """One programme as a list shows it."""

    code: str
    name: Text
    version: int | None
    from_on: date | None
    draft: str  # its fingerprint, "" without one
    simulated: bool
    members: int
    stopped_at: datetime | None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Where one member would stand after an order or a refund, beside where they stand."""

    before: MemberSheet | None
    after: MemberSheet | None
    points: int

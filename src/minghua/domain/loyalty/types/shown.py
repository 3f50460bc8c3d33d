"""What doors show of schemes and grants."""

from datetime import date, datetime
from typing import NamedTuple

from minghua.domain.loyalty.types.scheme import Benefit, LevelBenefit, Pack, SchemeSpec
from minghua.domain.loyalty.types.story import GrantState, Reason, Window
from minghua.domain.tiering.types import Problem
from minghua.kernel.words import Text


class Level(NamedTuple):
    """A level of the programme, from below."""

    code: str
    name: Text


class SchemeRow(NamedTuple):
    """One scheme in the list."""

    code: str
    name: Text
    programme: str
    version: int
    from_on: date
    benefits: int
    packs: int
    grants: int
    stopped_at: datetime | None


class VersionRow(NamedTuple):
    """One published version of a scheme."""

    number: int
    from_on: date
    published_at: datetime
    published_by: str


class SchemeSheet(NamedTuple):
    """A scheme as it is in force on a day, with the levels of its programme and its history."""

    row: SchemeRow
    spec: SchemeSpec
    text: str
    levels: tuple[Level, ...]
    versions: tuple[VersionRow, ...]


class Examined(NamedTuple):
    """What a text says, or what is wrong with it."""

    spec: SchemeSpec | None
    levels: tuple[Level, ...]
    problems: tuple[Problem, ...]


class HeldBenefit(NamedTuple):
    """A benefit that a member has now, by which level of which scheme."""

    scheme: str
    benefit: Benefit
    at_level: LevelBenefit
    level: Level
    currency: str


class PackOutlook(NamedTuple):
    """How one pack stands for one member now: whether it may be taken, its window (open or next), every reason."""

    scheme: str
    pack: Pack
    window: Window | None
    open: bool
    may_take: bool
    grant_id: int | None
    reasons: tuple[Reason, ...]


class ItemRow(NamedTuple):
    """One thing that was given."""

    code: str
    name: Text
    kind: str
    value: int
    least: int
    pieces: int
    from_on: date
    until_on: date


class GrantRow(NamedTuple):
    """One grant with its evidence, as it stands on a day."""

    id: int
    scheme: str
    scheme_name: Text
    version: int
    programme: str
    benefit: str
    benefit_name: Text
    period: str
    customer_id: int
    customer_number: str
    customer_name: str
    take: str
    level: str
    level_name: Text
    level_at: datetime
    window_from: date
    window_until: date
    issued_on: date
    until_on: date
    granted_at: datetime
    granted_by: str
    reason: Text
    state: GrantState
    revoked_at: datetime | None
    revoked_why: str
    currency: str
    items: tuple[ItemRow, ...]


class MemberBenefits(NamedTuple):
    """What one member has: benefits of their levels, packs due or to come, what was given before (the latest first)."""

    held: tuple[HeldBenefit, ...]
    packs: tuple[PackOutlook, ...]
    grants: tuple[GrantRow, ...]

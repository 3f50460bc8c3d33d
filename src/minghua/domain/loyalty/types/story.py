"""What is asked and answered when a pack is due: facts about a member, windows, decisions with reasons."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from minghua.domain.loyalty.types.scheme import Item
from minghua.kernel.periods import Period
from minghua.kernel.words import Text


class GrantState(StrEnum):
    """Where a grant stands on a day."""

    CURRENT = "current"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Window(NamedTuple):
    """When a pack of one period may be had: `period` names it for ever, `occasion_on` is the birthday or first day,
    `snapshot_on` the day at whose end the level counts (None: it counts when the pack is taken)."""

    period: str
    days: Period
    occasion_on: date
    snapshot_on: date | None = None

    @property
    def last_day(self) -> date:
        """The last day on which it may be had."""
        return self.days.end - timedelta(days=1)


class Taken(NamedTuple):
    """A pack that the member was given before."""

    grant_id: int
    period: str
    days: Period
    granted_at: datetime
    birthday: date | None = None
    revoked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFacts:
    """What a decision about one member and one pack rests on. `level` is the one that counts: now or at the snapshot."""

    kind: str = "person"
    level: str | None = None
    birthday: date | None = None
    birthday_changed_at: datetime | None = None
    phone_verified: bool = False
    taken: tuple[Taken, ...] = ()


class GivenItem(NamedTuple):
    """One thing that was given, with the days on which it may be used."""

    item: Item
    days: Period


class Reason(NamedTuple):
    """Why something was given or not: its code, and in words."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PackDecision:
    """What the rule says of one pack for one member: `given` with items and days, `again` when it was given before,
    or the reasons against it, the first one first."""

    window: Window | None
    given: bool
    reasons: tuple[Reason, ...]
    level: str | None = None
    issued_on: date | None = None
    items: tuple[GivenItem, ...] = ()
    again: int | None = None

    @property
    def until_on(self) -> date | None:
        """The day from which nothing of it can be used any more."""
        return max((each.days.end for each in self.items), default=None)

    @property
    def code(self) -> str:
        """The code of the first reason."""
        return self.reasons[0].code

"""What happens to a member, and what follows from it: events and grants in; spans, decisions and a standing out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple


class Kind(StrEnum):
    """What an event says."""

    SCORE = "score"  # `amount` points more or fewer; with `reverses` the counter-entry of that key
    READING = "reading"  # `amount` is the balance (or value) at the end of its day
    GATE = "gate"  # the gate `name` opens (1) or closes (0)
    OPENING = "opening"  # the member comes with the level `name` and `amount` points


class Event(NamedTuple):
    """One thing that happened. Order: (at, seq, key); the same key is the same thing."""

    at: datetime
    key: str
    kind: Kind = Kind.SCORE
    amount: int = 0
    name: str = ""  # of a score: how it was earned ("order", "login" …)
    scoring_on: date | None = None
    reverses: str = ""
    seq: int = 0


class GrantMode(StrEnum):
    """A level by hand: held exactly, or not fallen below."""

    PIN = "pin"
    FLOOR = "floor"


class Grant(NamedTuple):
    """A level given by hand from one local day until another (exclusive)."""

    level: str
    mode: GrantMode
    from_on: date
    until_on: date
    reason: str = ""


class Cause(StrEnum):
    """Why a level or its period changed (R14.9)."""

    JOIN = "join"
    OPENING = "opening"
    EARN = "earn"
    EXPIRY = "expiry"
    REVERSAL = "reversal"
    GATE = "gate"
    WATCH = "watch"
    VERSION = "version"
    MANUAL = "manual"


class Span(NamedTuple):
    """A level held from one instant until another; its validity in local days, both half-open.

    After a revoked rise `valid_from` lies before `from_at`: the earlier period stands again.
    """

    level: str
    from_at: datetime
    until_at: datetime | None
    valid_from: date
    valid_until: date | None
    cause: Cause
    granted: str = ""

    @property
    def last_day(self) -> date | None:
        """The last day of its validity, None when it has no end."""
        return None if self.valid_until is None else self.valid_until - timedelta(days=1)


class Decision(NamedTuple):
    """One decision with its reason: the rule's code, the score it saw (÷ `parts`), the threshold it was held against."""

    at: datetime
    cause: Cause
    code: str
    before: str
    after: str
    score: int
    parts: int
    threshold: int | None
    version: int
    inputs: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a member stands at an instant, how they came there, and when time alone will change it next."""

    level: str
    automatic: str
    granted: str
    score: int
    parts: int
    score_at_expiry: int
    valid_from: date
    valid_until: date | None
    watch: int
    due_on: date | None
    version: int
    spans: tuple[Span, ...] = ()
    trace: tuple[Decision, ...] = field(default=())

    def told_spans(self) -> Iterator[tuple[Span, str, int]]:
        """Yield each span with the level before it and the score that it began with."""
        scores, before = {decision.at: decision.score for decision in self.trace}, ""
        for span in self.spans:
            yield span, before, scores.get(span.from_at, 0)
            before = span.level

    @property
    def last_day(self) -> date | None:
        """The last day of the present period."""
        return None if self.valid_until is None else self.valid_until - timedelta(days=1)

"""The words of promises: what was said, by whom it is owed, until when, and how it ended."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class PromiseKind(StrEnum):
    """What was promised."""

    CALL_BACK = "call_back"
    REPLY = "reply"  # an answer by a time, given with a hand-over
    VISIT = "visit"
    PART = "part"
    CARD = "card"
    TELL = "tell"  # tell the customer when something happened
    OTHER = "other"


class Origin(StrEnum):
    """How the promise came to be written down."""

    HAND = "hand"
    SALE = "sale"
    HAND_OVER = "hand_over"
    SYSTEM = "system"


class PromiseState(StrEnum):
    """Open, kept in time, kept late, broken (its time passed and nothing happened), or waived by the customer."""

    OPEN = "open"
    KEPT = "kept"
    LATE = "late"
    BROKEN = "broken"
    WAIVED = "waived"


class PromiseFacts(NamedTuple):
    """What happened to a promise: when it was due, when it was fulfilled with evidence, when the customer let it go."""

    due_at: datetime
    kept_at: datetime | None = None
    waived_at: datetime | None = None


class Tally(NamedTuple):
    """How one owner or department keeps its word; `rate` is kept in time of all that fell due, in tenths of a percent."""

    key: int | None
    name: str
    open: int
    overdue: int
    kept: int
    late: int
    waived: int

    @property
    def due(self) -> int:
        """How many fell due or were fulfilled: those the rate is of."""
        return self.kept + self.late + self.overdue

    @property
    def rate_milli(self) -> int | None:
        """Kept in time of all due, in thousandths, half up; None while nothing fell due."""
        return None if not self.due else (2000 * self.kept + self.due) // (2 * self.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseToKeep:
    """A promise as it is written down; `owner_id` answers for it, `key` names it once."""

    customer_id: int
    kind: PromiseKind
    text: str
    due_at: datetime
    key: str
    owner_id: int | None = None
    origin: Origin = Origin.HAND
    unit_id: int | None = None
    problem_id: int | None = None
    case_id: int | None = None


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One promise as lists show it, in the state it has at the time of the look."""

    id: int
    customer_id: int
    customer: str
    unit_id: int | None
    problem_id: int | None
    case_id: int | None
    kind: str
    origin: str
    text: str
    owner_id: int
    owner: str
    team: str
    given_at: datetime
    due_at: datetime
    state: PromiseState
    kept_at: datetime | None
    evidence: str
    waived_words: str
    breached: bool

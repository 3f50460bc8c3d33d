"""The words of Problems: what a unit suffers from, each time it was told, and how it came to rest."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from minghua.kernel.words import Text

MOST_LEVEL: Final = 3
NO_SYMPTOM: Final = "unnamed"  # the caller cannot say what it is


class Condition(StrEnum):
    """When the fault shows (the condition codes of IRIS)."""

    CONSTANT = "constant"
    INTERMITTENT = "intermittent"
    WHEN_HOT = "when_hot"
    WHEN_COLD = "when_cold"
    UNKNOWN = "unknown"


class ProblemState(StrEnum):
    """Open: being worked on; watched: it works again and nobody is sure; at rest: its end is proven."""

    OPEN = "open"
    WATCHED = "watched"
    AT_REST = "at_rest"


class Basis(StrEnum):
    """What a Problem's end rests on; "it works again" is neither."""

    CONFIRMED = "confirmed"  # the customer said so
    QUIET = "quiet"  # it did not come back in the condition that brings it


class Outcome(StrEnum):
    """How one report ended; none of these makes the next report a first one."""

    OPEN = "open"
    FIXED = "fixed"
    WORKS_AGAIN = "works_again"
    WAITING_PART = "waiting_part"
    NOT_REPRODUCED = "not_reproduced"
    CANCELLED = "cancelled"


class Told(NamedTuple):
    """One report of the fault; `key` names it once, however often it arrives."""

    key: str
    at: datetime


class Standing(NamedTuple):
    """What the reports of a Problem come to: `level` is 0 while it is at rest."""

    level: int
    reports: int
    first_at: datetime | None
    last_at: datetime | None
    since_rest: int  # reports of the present episode


@dataclass(frozen=True, slots=True)
class Handling:
    """What a level asks for: whose skill, who owns it, how much of the usual time is left."""

    level: int
    skill: str
    owner: str
    target_percent: int
    free_diagnosis: bool
    remedy_due: bool
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A Problem of the unit that a new report may belong to."""

    id: int
    symptom: str
    group: str
    open: bool
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport:
    """A fault as somebody reports it: unit and symptom are enough. `key` names the report once, whatever repeats it."""

    unit_id: int
    symptom: str
    key: str
    condition: Condition = Condition.UNKNOWN
    words: str = ""
    channel: str = "phone"
    reported_at: datetime | None = None  # when the customer said it; None: now
    not_the_same: str = ""  # why a nameless fault is another than the one the unit suffers from


class Reported(NamedTuple):
    """What a report came to: its Problem, which report of it this is, how high it is handled, its case."""

    problem_id: int
    occurrence_id: int
    level: int
    reports: int
    case_id: int
    new: bool


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One Problem as lists show it; its age counts from the first report."""

    id: int
    unit_id: int
    product: str
    place: str
    customer_id: int
    customer: str
    symptom: str
    condition: str
    state: str
    level: int
    reports: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a Problem's story: a report, what was done, an end."""

    what: str  # report, repair, rest
    at: datetime
    by: str
    level: int
    code: str  # symptom, outcome, basis
    condition: str
    words: str
    parts: str
    channel: str
    case_id: int | None


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """One Problem whole: where it stands, what its level asks for, its story from the first word on."""

    problem: ProblemRow
    handling: Handling
    story: tuple[Line, ...]
    quiet_days: int
    needed_days: int

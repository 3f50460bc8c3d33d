"""What programs send and receive about problems of units, and promises."""

from typing import Annotated, Literal

from pydantic import Field

from minghua.interfaces.rest.shapes import NO_NUL, Body, Id, Instant, NonEmptyLine, Out, WordsOut

Word = Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9_]*$")]
Key = Annotated[
    str,
    Field(
        min_length=1,
        max_length=80,
        pattern=r"^[^\x00]*[^\x00\s][^\x00]*$",
        description="how the source names it, once for ever; a retry is the same report",
    ),
]
Short = Annotated[str, Field(max_length=120, pattern=NO_NUL)]
Words = Annotated[str, Field(max_length=4_000, pattern=NO_NUL)]
Saying = Annotated[str, Field(min_length=1, max_length=400, pattern=NO_NUL)]


class FaultIn(Body):
    """A fault of a unit: the symptom is enough."""

    symptom: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z0-9_]+$")]
    key: Key
    condition: Literal["constant", "intermittent", "when_hot", "when_cold", "unknown"] = "unknown"
    words: Words = ""
    channel: Annotated[str, Field(min_length=1, max_length=24, pattern=r"^[a-z0-9_]+$")] = "phone"
    reported_at: Instant | None = None
    not_the_same: Annotated[str, Field(max_length=200, pattern=NO_NUL)] = ""


class ReportedOut(Out):
    """The problem a report joined, which report of it this is, how high it is handled, its case."""

    problem_id: int
    occurrence_id: int
    level: int
    reports: int
    case_id: int
    new: bool


class UnitProblemOut(Out):
    """A problem of a unit; `level` is 0 once its end is proven."""

    id: int
    unit_id: int
    customer_id: int
    symptom: str
    condition: str
    state: str
    level: int
    reports: int
    first_at: Instant
    last_at: Instant


class ProblemLineOut(Out):
    """One line of a problem's story: report, repair or rest."""

    what: Literal["report", "repair", "rest"]
    at: Instant
    by: str
    level: int
    code: str
    condition: str
    words: str
    parts: str
    channel: str
    case_id: int | None


class HandlingOut(Out):
    """What the level asks for."""

    level: int
    skill: str
    owner: str
    target_percent: int
    free_diagnosis: bool
    remedy_due: bool
    text: WordsOut


class UnitProblemPageOut(Out):
    """A problem with its story from the first word on."""

    problem: UnitProblemOut
    handling: HandlingOut
    story: list[ProblemLineOut]
    quiet_days: int
    needed_days: int


class RepairIn(Body):
    """What was found and done about the latest report."""

    outcome: Literal["open", "fixed", "works_again", "waiting_part", "not_reproduced", "cancelled"]
    diagnosis: Words = ""
    parts: Annotated[str, Field(max_length=200, pattern=NO_NUL)] = ""


class RestIn(Body):
    """The proven end: the customer's words, or days in the condition that brings the fault."""

    basis: Literal["confirmed", "quiet"]
    words: Saying
    seen_days: Annotated[int, Field(ge=0, le=10_000)] = 0


class PromiseGivenIn(Body):
    """Something promised to a customer by a time."""

    customer_id: Id
    kind: Literal["call_back", "reply", "visit", "part", "card", "tell", "other"]
    text: Saying
    due_at: Instant
    key: Key
    owner_id: Id | None = None
    unit_id: Id | None = None
    problem_id: Id | None = None


class KeepingIn(Body):
    """By what a promise was kept: a call, a message, a number."""

    evidence: Saying


class WaiverIn(Body):
    """What the customer said when letting a promise go."""

    words: NonEmptyLine


class PromiseOut(Out):
    """A promise in the state it has now; `breached` once its time passed, for ever."""

    id: int
    customer_id: int
    unit_id: int | None
    problem_id: int | None
    case_id: int | None
    kind: str
    origin: str
    text: str
    owner_id: int
    owner: str
    team: str
    given_at: Instant
    due_at: Instant
    state: str
    kept_at: Instant | None
    evidence: str
    waived_words: str
    breached: bool


class TallyOut(Out):
    """How one owner or department keeps promises; `rate_milli` is kept in time of all due, in thousandths."""

    key: int | None
    name: str
    open: int
    overdue: int
    kept: int
    late: int
    waived: int
    rate_milli: int | None


class TalliesOut(Out):
    """How everybody keeps promises."""

    owners: list[TallyOut]
    teams: list[TallyOut]

"""What programs send and receive about cases: their log, clocks, hands, promises and ends."""

from typing import Annotated, Any, Literal

from pydantic import Field

from minghua.interfaces.rest.service_shapes import Words
from minghua.interfaces.rest.shapes import NO_NUL, Body, Id, Instant, Out

Said = Annotated[str, Field(min_length=1, max_length=4_000, pattern=NO_NUL)]
Channel = Annotated[str, Field(min_length=1, max_length=24, pattern=r"^[a-z0-9_]+$")]
Once = Annotated[str, Field(max_length=80, pattern=NO_NUL, description="a retry with the same key changes nothing")]
Subject = Annotated[str, Field(max_length=120, pattern=NO_NUL)]
Reason = Annotated[str, Field(min_length=1, max_length=400, pattern=NO_NUL)]
Short = Annotated[str, Field(max_length=400, pattern=NO_NUL)]


class CaseIn(Body):
    """A case: the customer and one sentence are enough."""

    customer_id: Id
    subject: Subject = ""
    kind: Literal["consult", "service", "repair", "complaint", "return", "care"] = "service"
    story: Words = ""
    channel: Channel = "phone"
    severity: Literal["general", "major", "urgent"] = "general"
    answered: bool = False
    taken: bool = True
    key: Once = ""


class CaseMadeOut(Out):
    """The case of a report, and whether this report made it."""

    id: int
    new: bool


class CaseOut(Out):
    """One case as the desk lists it; `due_at` is the nearest running clock, `breached` those broken and not made good."""

    id: int
    customer_id: int
    customer_name: str
    kind: str
    subject: str
    channel: str
    severity: str
    standing: str
    level: int
    accountable_id: int | None
    assignee_id: int | None
    offered_to_id: int | None
    opened_at: Instant
    updated_at: Instant
    closed_at: Instant | None
    outcome: str
    version: int
    spoken: int
    reopened: int
    due_at: Instant | None
    breached: int


class CaseEntryOut(Out):
    """One line of a case's log, numbered without gaps."""

    seq: int
    act: str
    public: bool
    text: str
    data: dict[str, Any]
    details: dict[str, str]
    at: Instant
    by_id: int | None


class CaseClockOut(Out):
    """One clock; `ref` is the number of the entry that began it. `percent` is the share of the usual target it has."""

    kind: str
    ref: int
    state: str
    started_at: Instant
    due_at: Instant | None
    provisional: bool
    paused: bool
    breached_at: Instant | None
    done_at: Instant | None
    percent: int
    promised: bool
    policy: int


class CaseWholeOut(Out):
    """One case with its clocks and its log, the first line first."""

    case: CaseOut
    clocks: list[CaseClockOut]
    entries: list[CaseEntryOut]


class CaseDoneOut(Out):
    """A deed that was done: the entry's number, and how far the talk with the customer has come (the next `base`)."""

    case_id: int
    seq: int
    spoken: int


class ReplyIn(Body):
    """An answer; `base` is the last public entry its writer had seen. 409 names what was said meanwhile."""

    text: Said
    base: Annotated[int, Field(ge=0, le=2**31 - 1)]
    channel: Channel = "phone"
    auto: bool = False
    key: Once = ""


class CaseMessageIn(Body):
    """What the customer said."""

    text: Said
    channel: Channel = "phone"
    key: Once = ""


class CaseNoteIn(Body):
    """A note the customer does not see."""

    text: Said
    key: Once = ""


class CaseAssignmentIn(Body):
    """Whose hands; null for one's own."""

    to_id: Id | None = None


class HandOverIn(Body):
    """What the next person must know; nothing of it may be left out."""

    to_id: Id
    need: Short
    checked: Short
    ask: Short
    contact: Short
    reply_by: Instant


class CaseReasonIn(Body):
    """Why."""

    reason: Reason


class CasePauseIn(Body):
    """Why the case waits."""

    reason: Literal["waiting_customer", "waiting_part", "appointment_agreed", "third_party", "monitoring"]
    note: Short = ""


class CasePromiseIn(Body):
    """What is promised to the customer in this case, until when."""

    clock: Literal["on_site", "callback", "part_arrival", "obligation"]
    text: Reason
    due_at: Instant
    owner_id: Id | None = None


class FindingIn(Body):
    """What the customer was told or brought."""

    finding: Said


class SeverityIn(Body):
    """How grave, and why."""

    severity: Literal["general", "major", "urgent"]
    reason: Reason


class RegulatorIn(Body):
    """What the authority asks, was answered, or ended."""

    act: Literal["referred", "regulator_accepted", "regulator_ended"]
    text: Said


class CaseClosureIn(Body):
    """How the case ends; `answer` is what the customer is told with it."""

    outcome: Annotated[str, Field(min_length=1, max_length=16, pattern=r"^[a-z0-9_]+$")]
    answer: Words = ""
    reason: Short = ""
    channel: Channel = "phone"

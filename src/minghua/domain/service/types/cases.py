"""Words of cases: their kinds, how they stand, what is told at the doors."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from minghua.kernel.vocabularies import Term, Vocabularies

SUBJECT: Final = "service.Case"


class Kind(StrEnum):
    """What a case is about."""

    CONSULT = "consult"
    SERVICE = "service"
    REPAIR = "repair"
    COMPLAINT = "complaint"
    RETURN = "return"
    CARE = "care"


class Severity(StrEnum):
    """How grave it is (R19.2)."""

    GENERAL = "general"
    MAJOR = "major"
    URGENT = "urgent"


class Standing(StrEnum):
    """How a case stands; `waiting` while a pause with its own clock runs."""

    OPEN = "open"
    WAITING = "waiting"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A case as somebody reports it; `key` makes the report idempotent whatever channel repeats it.

    `answered`: a person speaks with the customer while it is written down. `taken`: the writer keeps it in hand.
    """

    customer_id: int
    kind: Kind
    subject: str
    story: str = ""
    channel: str = "phone"
    severity: Severity = Severity.GENERAL
    answered: bool = False
    taken: bool = True
    key: str = ""


@dataclass(frozen=True, slots=True)
class CaseCard:
    """One case as a list shows it."""

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
    accountable_name: str | None
    assignee_id: int | None
    assignee_name: str | None
    offered_to_id: int | None
    opened_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    outcome: str
    version: int
    spoken: int
    reopened: int
    due_at: datetime | None
    breached: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a case's log."""

    seq: int
    act: str
    public: bool
    text: str
    data: dict[str, Any]
    details: dict[str, str]
    at: datetime
    by_id: int | None
    by_name: str | None


VOCABULARIES: Final[Vocabularies] = {
    "service.kind": (
        Term("consult", "咨询", "Question"),
        Term("service", "服务", "Service"),
        Term("repair", "报修", "Repair"),
        Term("complaint", "投诉", "Complaint"),
        Term("return", "退换", "Return"),
        Term("care", "关怀", "Care"),
    ),
    "service.severity": (
        Term("general", "一般", "General"),
        Term("major", "重大", "Major"),
        Term("urgent", "紧急", "Urgent"),
    ),
    "service.standing": (
        Term("open", "处理中", "Open"),
        Term("waiting", "等待中", "Waiting"),
        Term("closed", "已办结", "Closed"),
    ),
    "service.outcome": (
        Term("resolved", "已解决", "Resolved"),
        Term("explained", "已说明", "Explained"),
        Term("withdrawn", "客户撤回", "Withdrawn by the customer"),
        Term("duplicate", "重复登记", "Recorded twice"),
    ),
}

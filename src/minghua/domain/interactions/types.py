"""The words of interactions: channels of R17.1, directions, and the frozen rows that pass through its doors."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Direction(StrEnum):
    """Who began the contact; a note is only written down."""

    IN = "in"
    OUT = "out"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """One contact as it is logged; `agent_id` None means the person logging it."""

    customer_id: int
    channel: str
    direction: Direction
    happened_at: datetime
    subject: str
    body: str = ""
    outcome: str = ""
    sentiment: str = ""
    order_id: int | None = None
    minutes: int | None = None
    agent_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNextStep:
    """Something promised: what, by whom, until when."""

    customer_id: int
    text: str
    due_at: datetime
    assignee_id: int | None = None
    contact_id: int | None = None


@dataclass(frozen=True, slots=True)
class ContactLogged:
    """A stored contact."""

    id: int
    customer_id: int
    channel: str
    direction: str
    at: datetime
    agent_id: int | None
    subject: str
    body: str
    outcome: str
    sentiment: str
    order_id: int | None
    minutes: int | None


@dataclass(frozen=True, slots=True)
class NextStepCard:
    """One next step with its customer and assignee as people see them."""

    id: int
    customer_id: int
    customer_name: str
    assignee_id: int
    assignee_name: str
    due_at: datetime
    text: str
    contact_id: int | None
    done_at: datetime | None
    outcome: str

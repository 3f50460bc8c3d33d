"""Contacts with customers."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.interactions.types import Direction, NewContact, NewNextStep
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import (
    Body,
    Code,
    Cursor,
    Id,
    Instant,
    Limit,
    Line,
    NonEmptyLine,
    Out,
    PageOut,
    Prose,
)
from minghua.interfaces.rest.steps import StepOut
from minghua.journeys import log_contact as journey

router = Door(tags=["interactions"])


class PromiseIn(Body):
    """The next step promised with the contact; by default one's own."""

    text: NonEmptyLine
    due_at: Instant
    assignee_id: Id | None = None


class ContactIn(Body):
    """A contact, in or out, or a note; `at` is when it happened, by default now."""

    channel: Code
    direction: Direction
    subject: NonEmptyLine
    body: Prose = ""
    outcome: Line = ""
    sentiment: Line = ""
    topic: Line = ""
    order_id: Id | None = None
    minutes: Annotated[int, Field(ge=0, le=1_440)] | None = None
    happened_at: Instant | None = None
    next_step: PromiseIn | None = None


class ContactOut(Out):
    """A contact."""

    id: int
    customer_id: int
    channel: str
    direction: str
    at: Instant
    agent_id: int | None
    subject: str
    body: str
    outcome: str
    sentiment: str
    order_id: int | None
    minutes: int | None
    topic: str | None


class LoggedOut(Out):
    """The contact, and the next step if one was promised."""

    contact: ContactOut
    next_step: StepOut | None


@router.read("/customers/{customer_id}/contacts", permission="interactions.view", answers=PageOut[ContactOut])
def list_contacts(request: HttpRequest, customer_id: Id, cursor: Cursor = "", limit: Limit = 30) -> Any:
    """One customer's contacts, latest first; empty when the customer is out of reach."""
    return interaction_reads.contacts_of(of(request).actor, customer_id, cursor=cursor, limit=limit)


@router.read("/contacts/{contact_id}", permission="interactions.view", answers=ContactOut)
def get_contact(request: HttpRequest, contact_id: Id) -> Any:
    """One contact."""
    return interaction_reads.contact(of(request).actor, contact_id)


@router.write("POST", "/customers/{customer_id}/contacts", permission="interactions.log", answers=LoggedOut, status=201)
def log_contact(request: HttpRequest, customer_id: Id, body: ContactIn) -> Any:
    """Log a contact, perhaps with its next step; on the timeline at once."""
    caller = of(request)
    given = body.model_dump(exclude={"next_step", "happened_at"})
    new = NewContact(**given, customer_id=customer_id, happened_at=body.happened_at or caller.at)
    promise = NewNextStep(customer_id=customer_id, **body.next_step.model_dump()) if body.next_step else None
    return journey.log_contact(new, next_step=promise, by=caller.actor, at=caller.at)

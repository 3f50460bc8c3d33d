"""Requests of persons about their data: received, identified, extended, fulfilled or refused."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.interactions.types import Deed, NewDeed, NewRequest
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import (
    Body,
    Code,
    Cursor,
    Day,
    Id,
    Instant,
    Limit,
    Line,
    ListOut,
    MadeOut,
    Out,
    PageOut,
)
from minghua.kernel.clock import local_date

router = Door(tags=["requests"])
Words = Annotated[str, Field(max_length=4_000, pattern=r"^[^\x00]*$")]
Which = Literal["open", "overdue", "closed", "all"]


class RequestIn(Body):
    """What came in; `received_on` is today by default."""

    ask: Code
    channel: Code
    requester: Code = "self"
    requester_name: Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")] = ""
    text: Words = ""
    received_on: Day | None = None


class DeedIn(Body):
    """What is done: identify (how), extend (days, note), fulfil (note), refuse (ground, note)."""

    deed: Deed
    note: Words = ""
    how: Line = ""
    ground: Line = ""
    days: Annotated[int, Field(ge=0, le=90)] = 0


class RequestOut(Out):
    """A request with its clock."""

    id: int
    customer_id: int
    customer_name: str
    ask: str
    standing: str
    channel: str
    requester: str
    requester_name: str
    text: str
    received_on: Day
    due_on: Day
    provisional: bool
    extended: bool
    closed_at: Instant | None
    received_by_name: str | None


class DeedOut(Out):
    """One record of a request."""

    id: int
    deed: str
    at: Instant
    by_name: str | None
    note: str
    how: str
    ground: str
    due_on: Day | None


@router.read("/requests", permission="rights.view", answers=PageOut[RequestOut])
def list_requests(request: HttpRequest, which: Which = "open", cursor: Cursor = "", limit: Limit = 50) -> Any:
    """The desk: the most urgent first."""
    caller = of(request)
    return interaction_reads.desk(caller.actor, which=which, on=local_date(caller.at), cursor=cursor, limit=limit)


@router.read("/requests/{request_id}", permission="rights.view", answers=RequestOut)
def get_request(request: HttpRequest, request_id: Id) -> Any:
    """One request."""
    return interaction_reads.request(of(request).actor, request_id)


@router.read("/requests/{request_id}/deeds", permission="rights.view", answers=ListOut[DeedOut])
def list_deeds(request: HttpRequest, request_id: Id) -> Any:
    """What was done about a request."""
    actor = of(request).actor
    return {"items": interaction_reads.deeds(actor, interaction_reads.request(actor, request_id).id)}


@router.write("POST", "/customers/{customer_id}/requests", permission="rights.handle", answers=MadeOut, status=201)
def receive_request(request: HttpRequest, customer_id: Id, body: RequestIn) -> Any:
    """Keep a request and start its clock."""
    caller = of(request)
    new = NewRequest(customer_id=customer_id, **body.model_dump())
    return {"id": interactions.receive_request(new, by=caller.actor, at=caller.at)}


@router.write("POST", "/requests/{request_id}/deeds", permission="rights.handle", answers=MadeOut, status=201)
def do_deed(request: HttpRequest, request_id: Id, body: DeedIn) -> Any:
    """Identify, extend, fulfil or refuse."""
    caller = of(request)
    return {"id": interactions.do_deed(request_id, NewDeed(**body.model_dump()), by=caller.actor, at=caller.at)}

"""Requests of persons about their data: received, identified, extended, fulfilled or refused."""

from typing import Annotated, Any, Literal

from django.http import FileResponse, HttpRequest
from pydantic import Field

from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.interactions.types import Deed, NewDeed, NewRequest
from minghua.foundation.storage.unit_of_work import unit_of_work
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


class PackageOut(Out):
    """A package of everything about a person; it is handed out once."""

    id: int
    customer_id: int
    state: str
    asked_at: Instant
    asked_by_name: str
    ready_at: Instant | None
    expires_at: Instant | None
    handed_at: Instant | None
    size: int
    tables: int
    rows: int


@router.read("/customers/{customer_id}/packages", permission="rights.view", answers=ListOut[PackageOut])
def list_packages(request: HttpRequest, customer_id: Id) -> Any:
    """The latest packages about a customer; empty out of reach."""
    return {"items": interaction_reads.packages_of(of(request).actor, customer_id)}


@router.write("POST", "/customers/{customer_id}/packages", permission="rights.export", answers=MadeOut, status=201)
def order_package(request: HttpRequest, customer_id: Id) -> Any:
    """Ask for a package of everything about a customer; a job makes it."""
    caller = of(request)
    return {"id": interactions.order_package(customer_id, by=caller.actor, at=caller.at)}


@router.download("/packages/{package_id}/file", permission="rights.export", media_type="application/zip")
def hand_out(request: HttpRequest, package_id: Id) -> FileResponse:
    """Hand a package out, this once; 404 afterwards."""
    caller = of(request)
    with unit_of_work(caller.actor, at=caller.at):
        name, stream = interactions.hand_out(package_id, by=caller.actor, at=caller.at)
    return FileResponse(stream, as_attachment=True, filename=name, content_type="application/zip")


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

"""Customer information routed to the caller, and how each type fares."""

from datetime import timedelta
from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.foundation.notices.types import Carrier, NoticeMode
from minghua.foundation.routing import operations as routing
from minghua.foundation.routing import queries as routing_reads
from minghua.foundation.routing.types import LONGEST_MINUTES, ItemState, Route
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import (
    NO_NUL,
    Body,
    Cursor,
    Day,
    Id,
    Instant,
    Limit,
    Line,
    ListOut,
    NonEmptyLine,
    Out,
    PageOut,
    WordsOut,
)
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

router = Door(tags=["routing"])


class ItemOut(Out):
    """One item; `hidden` when its customer is out of the caller's sight, and then without its text."""

    id: int
    info_type: str
    importance: str
    customer_id: int
    title: WordsOut
    body: WordsOut
    link: str
    mode: NoticeMode
    state: ItemState
    action: WordsOut
    deadline_at: Instant | None
    created_at: Instant
    seen_at: Instant | None
    handled_at: Instant | None
    handled_by: str
    outcome: str
    escalated_at: Instant | None
    recipients: list[str]
    hidden: bool


class HandledIn(Body):
    """What was done."""

    outcome: NonEmptyLine


class ReportOut(Out):
    """What became of one type: sent, handled in time, handled late, missed so far, open."""

    info_type: str
    sent: int
    in_time: int
    late: int
    missed: int
    open: int


class RouteShape(Body):
    """One line: owner, owner_lead, team, role:code, team:id or user:id; `importance` * is any."""

    info_type: Annotated[str, Field(max_length=24, pattern=NO_NUL)]
    importance: Annotated[str, Field(pattern=r"^[ABC*]$")] = "*"
    recipients: Annotated[list[Annotated[str, Field(max_length=60, pattern=NO_NUL)]], Field(max_length=20)]
    mode: NoticeMode
    carriers: Annotated[list[Carrier], Field(max_length=2)] = [Carrier.IN_APP, Carrier.MAIL]
    minutes: Annotated[int, Field(ge=1, le=LONGEST_MINUTES)] | None = None
    action_zh: Line = ""
    action_en: Line = ""


class TableIn(Body):
    """The whole table from a day on."""

    routes: Annotated[list[RouteShape], Field(min_length=1, max_length=60)]
    valid_from: Day
    reason: Line = ""


class RoutingRowOut(Out):
    """One line of the table."""

    info_type: str
    importance: str
    recipients: list[str]
    mode: NoticeMode
    carriers: list[Carrier]
    minutes: int | None
    action: WordsOut


class TableOut(Out):
    """The table in force."""

    version: int
    valid_from: Day | None
    routes: list[RoutingRowOut]


class RoutingVersionOut(Out):
    """The version that was made."""

    version: int


@router.read("/routed", permission="signed_in", answers=PageOut[ItemOut])
def list_routed(request: HttpRequest, waiting: bool = True, cursor: Cursor = "", limit: Limit = 50) -> Any:
    """Items that came to the caller, newest first: those waiting, or all."""
    return routing_reads.my_items(of(request).actor, waiting=waiting, cursor=cursor, limit=limit)


@router.read("/routed/report", permission="routing.manage", answers=ListOut[ReportOut])
def get_routing_report(request: HttpRequest, days: Annotated[int, Field(ge=1, le=366)] = 30) -> Any:
    """What became of each type over some days."""
    caller = of(request)
    return {"items": routing_reads.report(caller.actor, since=caller.at - timedelta(days=days), at=caller.at)}


@router.read("/routed/{item_id}", permission="signed_in", answers=ItemOut)
def get_routed(request: HttpRequest, item_id: Id) -> Any:
    """One item that came to the caller."""
    return routing_reads.item(of(request).actor, item_id)


@router.write("PUT", "/routed/{item_id}/seeing", permission="signed_in")
def see_routed(request: HttpRequest, item_id: Id) -> None:
    """Note that the caller saw it."""
    caller = of(request)
    routing.mark_seen(item_id, by=caller.actor, at=caller.at)


@router.write("PUT", "/routed/{item_id}/handling", permission="signed_in")
def handle_routed(request: HttpRequest, item_id: Id, body: HandledIn) -> None:
    """Record what was done, once; 409 when somebody has."""
    caller = of(request)
    routing.handle(item_id, outcome=body.outcome, by=caller.actor, at=caller.at)


@router.read("/routing-table", permission="routing.manage", answers=TableOut)
def get_routing_table(request: HttpRequest) -> Any:
    """The table in force today."""
    return routing_reads.table_on(local_date(of(request).at))


@router.write("POST", "/routing-table", permission="routing.manage", answers=RoutingVersionOut, status=201)
def publish_routing_table(request: HttpRequest, body: TableIn) -> Any:
    """Publish another table from a day on."""
    caller = of(request)
    routes = [
        Route(
            one.info_type,
            one.importance,
            tuple(one.recipients),
            one.mode,
            tuple(one.carriers),
            one.minutes,
            Text(one.action_zh, one.action_en or one.action_zh),
        )
        for one in body.routes
    ]
    version = routing.publish(routes, valid_from=body.valid_from, reason=body.reason, by=caller.actor, at=caller.at)
    return {"version": version}

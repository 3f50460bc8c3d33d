"""A customer's levels: where they stand and why, the ledger, what if, and levels by hand."""

from datetime import UTC, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as tiering_reads
from minghua.domain.tiering.types import GrantMode
from minghua.interfaces.rest import level_shapes as shapes
from minghua.interfaces.rest.caller import Caller, of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.programme_members import behind, paged
from minghua.interfaces.rest.programmes import ProgrammeCode
from minghua.interfaces.rest.shapes import (
    Body,
    Cursor,
    Day,
    Id,
    Instant,
    Limit,
    ListOut,
    MadeOut,
    NonEmptyLine,
    PageOut,
)
from minghua.kernel.errors import Invalid, NotFound

router = Door(tags=["levels"])
Amount = Annotated[int, Field(ge=0, le=10**13, description="minor units of the currency (分)")]
EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)


class LevelGrantIn(Body):
    """A level by hand, from a day (today unless said) until another (exclusive), with its reason."""

    programme: ProgrammeCode
    level: ProgrammeCode
    mode: GrantMode
    until_on: Day
    reason: NonEmptyLine
    from_on: Day | None = None


class LevelGrantEndIn(Body):
    """Why a level by hand ends before its time, and from which day (today unless said)."""

    reason: NonEmptyLine
    on: Day | None = None


@router.read("/customers/{customer_id}/levels", permission="tiering.view", answers=ListOut[shapes.LevelSheetOut])
def list_customer_levels(request: HttpRequest, customer_id: Id, at: Instant | None = None) -> Any:
    """Where a customer stands, or stood at an instant, in every programme that knows them, and why."""
    caller = of(request)
    found = tiering_reads.memberships_of(caller.actor, customer_id, at=_moment(caller, at))
    return {"items": [shapes.sheet(each) for each in found]}


@router.read("/customers/{customer_id}/levels/{programme}", permission="tiering.view", answers=shapes.LevelSheetOut)
def get_customer_level(
    request: HttpRequest, customer_id: Id, programme: ProgrammeCode, at: Instant | None = None
) -> Any:
    """Where a member stands, or stood at an instant: level, way on, period, and every decision in words."""
    caller = of(request)
    found = tiering_reads.membership(caller.actor, programme, customer_id, at=_moment(caller, at))
    if found is None:
        raise NotFound(field="customer_id")
    return shapes.sheet(found)


@router.read(
    "/customers/{customer_id}/levels/{programme}/ledger",
    permission="tiering.view",
    answers=PageOut[shapes.LevelEntryOut],
)
def list_level_entries(
    request: HttpRequest, customer_id: Id, programme: ProgrammeCode, cursor: Cursor = "", limit: Limit = 50
) -> Any:
    """The lines of a member's ledger, the latest recorded first."""
    found = tiering_reads.statement(
        of(request).actor, programme, customer_id, before_id=behind(cursor), limit=limit + 1
    )
    return paged(found, limit, lambda row: (row.id,))


@router.read("/customers/{customer_id}/levels/{programme}/what-if", permission="tiering.view", answers=shapes.WhatIfOut)
def get_what_if(
    request: HttpRequest,
    customer_id: Id,
    programme: ProgrammeCode,
    order_minor: Amount = 0,
    refund_minor: Amount = 0,
) -> Any:
    """Where a customer would stand after an order of so much now, or a refund of their last orders; nothing is kept."""
    caller = of(request)
    found = tiering_reads.what_if(
        caller.actor, programme, customer_id, order_minor=order_minor, refund_minor=refund_minor, at=caller.at
    )
    return shapes.what_if(found)


@router.write("POST", "/customers/{customer_id}/level-judgements", permission="tiering.record", status=204)
def judge_customer_levels(request: HttpRequest, customer_id: Id) -> Any:
    """Judge a customer's levels anew by the ledger, in every programme that runs; again changes nothing."""
    caller = of(request)
    tiering.regrade([customer_id], by=caller.actor, at=caller.at)


@router.write("POST", "/customers/{customer_id}/level-grants", permission="tiering.grant", answers=MadeOut, status=201)
def grant_level(request: HttpRequest, customer_id: Id, body: LevelGrantIn) -> Any:
    """Give a level by hand: held exactly (pin) or not fallen below (floor)."""
    caller = of(request)
    made = tiering.grant_level(
        body.programme,
        customer_id,
        level=body.level,
        mode=body.mode,
        from_on=body.from_on,
        until_on=body.until_on,
        reason=body.reason,
        by=caller.actor,
        at=caller.at,
    )
    return {"id": made}


@router.write("PUT", "/level-grants/{grant_id}/end", permission="tiering.grant", status=204)
def end_level_grant(request: HttpRequest, grant_id: Id, body: LevelGrantEndIn) -> Any:
    """End a level by hand before its time; ending it again changes nothing."""
    caller = of(request)
    tiering.end_grant(grant_id, reason=body.reason, on=body.on, by=caller.actor, at=caller.at)


def _moment(caller: Caller, at: datetime | None) -> datetime:
    """Return the instant that was asked for, now unless said; raises Invalid for what has not come yet."""
    if at is not None and not EARLIEST <= at <= caller.at:
        raise Invalid("只能查看现在或以前。", "Only now or earlier can be told.", field="at")
    return at or caller.at

"""Points given and taken by hand: many members at once; a few at once, many when another person agrees; the list of all."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.operations import NewEarning
from minghua.domain.loyalty.queries import AdjustmentFilter
from minghua.domain.loyalty.types.adjustments import Way
from minghua.foundation.listing.types import Sort
from minghua.interfaces.rest import points_intake_shapes as intake
from minghua.interfaces.rest import points_shapes as shapes
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.points_shapes import Word
from minghua.interfaces.rest.shapes import Cursor, Id, Limit, ListOut, PageOut

router = Door(tags=["points"])
Order = Annotated[str, Field(max_length=10, pattern=r"^-?(asked|amount)$")]


@router.write("POST", "/points-schemes/{code}/earnings", permission="points.record", answers=intake.EarningsTakenOut)
def take_in_points(request: HttpRequest, code: Word, body: intake.EarningsIn) -> Any:
    """Give many members points in one unit of work; each line is answered, and one that is refused harms no other."""
    caller = of(request)
    lines = [NewEarning(each.customer_id, each.amount, each.key, each.reason) for each in body.items]
    told = loyalty.take_in_points(code, lines, by=caller.actor, at=caller.at)
    return intake.taken(told, caller.actor.language)


@router.write(
    "POST",
    "/customers/{customer_id}/points/{scheme}/adjustments",
    permission="points.record",
    answers=shapes.AdjustedOut,
)
def adjust_points(request: HttpRequest, customer_id: Id, scheme: Word, body: shapes.AdjustmentIn) -> Any:
    """Give or take points by hand; above the limit it waits (`asked`) and nothing is booked until another person approves."""
    caller = of(request)
    return loyalty.adjust_points(
        scheme, customer_id, body.amount, way=Way(body.way), key=body.key, reason=body.reason, by=caller.actor, at=caller.at
    )  # fmt: skip


@router.read("/points-adjustments", permission="points.record", answers=PageOut[shapes.AdjustmentOut])
def list_points_adjustments(
    request: HttpRequest,
    scheme: Word = "",
    state: Literal["", "asked", "booked", "refused"] = "",
    way: Literal["", "give", "take"] = "",
    size: Literal["", "large"] = "",
    sort: Order = "-asked",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Every change by hand of customers in reach, the latest first: who asked, why, who agreed."""
    keep = AdjustmentFilter(scheme, state, way, size)
    sorts = (Sort(sort.lstrip("-"), sort.startswith("-")),)
    return loyalty_reads.adjustments(of(request).actor, keep, sorts=sorts, cursor=cursor or None, limit=limit)


@router.write(
    "POST", "/points-adjustments/{adjustment_id}/approval", permission="points.manage", answers=shapes.AdjustedOut
)
def approve_points_adjustment(request: HttpRequest, adjustment_id: Id) -> Any:
    """Agree to what another person asked for; 403 to who asked it, 409 when it was decided before."""
    caller = of(request)
    return loyalty.approve_adjustment(adjustment_id, by=caller.actor, at=caller.at)


@router.write("POST", "/points-adjustments/{adjustment_id}/refusal", permission="points.record", status=204)
def refuse_points_adjustment(request: HttpRequest, adjustment_id: Id, body: shapes.AdjustmentRefusalIn) -> Any:
    """Turn down what was asked for, with a reason; who asked may withdraw it."""
    caller = of(request)
    loyalty.refuse_adjustment(adjustment_id, reason=body.reason, by=caller.actor, at=caller.at)


@router.read("/points-suspects", permission="points.manage", answers=ListOut[shapes.SuspectOut])
def list_points_suspects(request: HttpRequest) -> Any:
    """What looks wrong in the last thirty days: speed of earning, loops of returns, gifts split below the limit."""
    caller = of(request)
    return {"items": loyalty_reads.points_suspects(caller.actor, at=caller.at)}

"""Points at the till: what a member has and why, earning, spending, holding for a purchase, giving back."""

from typing import Any

from django.http import HttpRequest

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.interfaces.rest import points_shapes as shapes
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.points_shapes import Word
from minghua.interfaces.rest.programme_members import behind, paged
from minghua.interfaces.rest.shapes import Cursor, Id, Limit, ListOut, PageOut

router = Door(tags=["points"])
OWN = "/customers/{customer_id}/points"


@router.read(OWN, permission="points.view", answers=ListOut[shapes.PointsAccountOut])
def get_points(request: HttpRequest, customer_id: Id) -> Any:
    """A member's accounts as they are now: what may be spent, waits, is held and owed, and what expires when."""
    caller = of(request)
    return {"items": loyalty_reads.points_of(caller.actor, customer_id, at=caller.at)}


@router.read(OWN + "/{scheme}/statement", permission="points.view", answers=PageOut[shapes.PointsLineOut])
def list_points_lines(
    request: HttpRequest, customer_id: Id, scheme: Word, cursor: Cursor = "", limit: Limit = 50
) -> Any:
    """The lines of a member's ledger, the latest written first, each with its cause."""
    found = loyalty_reads.points_statement(
        of(request).actor, scheme, customer_id, before_id=behind(cursor), limit=limit + 1
    )
    return paged(found, limit, lambda row: (row.id,))


@router.write("POST", OWN + "/{scheme}/earnings", permission="points.record", answers=shapes.PointsWrittenOut)
def earn_points(request: HttpRequest, customer_id: Id, scheme: Word, body: shapes.EarningIn) -> Any:
    """Give points that may be used at once."""
    caller = of(request)
    why = {"reason": body.reason}
    told = loyalty.earn_points(scheme, customer_id, body.amount, key=body.key, why=why, by=caller.actor, at=caller.at)
    return shapes.written(told)


@router.write("POST", OWN + "/{scheme}/spendings", permission="points.record", answers=shapes.PointsWrittenOut)
def spend_points(request: HttpRequest, customer_id: Id, scheme: Word, body: shapes.PointsIn) -> Any:
    """Spend points, nearest expiry first; 409 when there are not so many."""
    caller = of(request)
    return shapes.written(
        loyalty.spend_points(scheme, customer_id, body.amount, key=body.key, by=caller.actor, at=caller.at)
    )


@router.write("POST", OWN + "/{scheme}/holds", permission="points.record", answers=shapes.PointsWrittenOut)
def hold_points(request: HttpRequest, customer_id: Id, scheme: Word, body: shapes.PointsHoldIn) -> Any:
    """Keep points for a purchase under way; they come back by themselves when the time is over."""
    caller = of(request)
    told = loyalty.hold_points(
        scheme, customer_id, body.amount, key=body.key, minutes=body.minutes, by=caller.actor, at=caller.at
    )
    return shapes.written(told)


@router.write("POST", OWN + "/{scheme}/captures", permission="points.record", answers=shapes.PointsWrittenOut)
def capture_points(request: HttpRequest, customer_id: Id, scheme: Word, body: shapes.CaptureIn) -> Any:
    """Spend what was held, all of it or part; 409 when the hold is over."""
    caller = of(request)
    return shapes.written(
        loyalty.capture_hold(scheme, customer_id, key=body.key, amount=body.amount, by=caller.actor, at=caller.at)
    )


@router.write("POST", OWN + "/{scheme}/releases", permission="points.record", answers=shapes.PointsWrittenOut)
def release_points(request: HttpRequest, customer_id: Id, scheme: Word, body: shapes.ReleaseIn) -> Any:
    """Let go what was held; 409 when the hold is over."""
    caller = of(request)
    return shapes.written(loyalty.release_hold(scheme, customer_id, key=body.key, by=caller.actor, at=caller.at))


@router.write("POST", OWN + "/{scheme}/reversals", permission="points.record", answers=shapes.PointsWrittenOut)
def reverse_points(request: HttpRequest, customer_id: Id, scheme: Word, body: shapes.PointsReversalIn) -> Any:
    """Give spent points back to the lots they came from, with their old days; 409 for more than was spent."""
    caller = of(request)
    told = loyalty.reverse_spending(
        scheme, customer_id, of=body.of, key=body.key, amount=body.amount, by=caller.actor, at=caller.at
    )
    return shapes.written(told)

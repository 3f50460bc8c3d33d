"""Looking behind masks: one value with a reason, and the list of looks for auditors."""

from typing import Any

from django.http import HttpRequest

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Body, Code, Cursor, Id, Instant, Limit, Line, Out, PageOut

router = Door(tags=["reveals"])


class RevealIn(Body):
    """Which field, and why."""

    field: Code
    reason: Code
    text: Line = ""


class RevealedOut(Out):
    """The value; a replay of the same key does not tell it again."""

    value: str
    until: Instant


class RevealOut(Out):
    """One look, never the value."""

    id: int
    customer_id: int
    customer_number: str
    field: str
    reason: str
    text: str
    by_id: int
    by_name: str
    at: Instant


@router.write(
    "POST",
    "/customers/{customer_id}/reveals",
    permission="customers.reveal",
    answers=RevealedOut,
    status=201,
    blank=("value",),
)
def reveal(request: HttpRequest, customer_id: Id, body: RevealIn) -> Any:
    """Look behind a mask with a reason; counted and kept."""
    caller = of(request)
    return customers.reveal(
        customer_id, field=body.field, reason=body.reason, text=body.text, by=caller.actor, at=caller.at
    )


@router.read("/reveals", permission="audit.view", answers=PageOut[RevealOut])
def list_reveals(request: HttpRequest, by_id: Id | None = None, cursor: Cursor = "", limit: Limit = 50) -> Any:
    """Who looked behind which mask, and why, latest first."""
    return customer_reads.reveals(of(request).actor, by_id=by_id, cursor=cursor, limit=limit)

"""Returns: the list, one return, recording one, and tying its lines to purchases by hand."""

from typing import Any

from django.http import HttpRequest

from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.types import NewReturn, OnDifference, Outcome
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.orders import Lines, Number, ReturnLineOut, Source
from minghua.interfaces.rest.shapes import Body, Currency, Cursor, Id, Instant, Limit, Line, Out, PageOut
from minghua.journeys import record_return as journey

router = Door(tags=["orders"])


class ReturnIn(Body):
    """Goods that came back; quantities and prices are positive."""

    source: Source = "api"
    number: Number
    returned_at: Instant
    customer_id: Id | None = None
    currency: Currency = "CNY"
    reason: Line = ""
    lines: Lines
    on_difference: OnDifference = OnDifference.REFUSE


class ReturnedOut(Out):
    """The stored return and how many of its lines could not be tied."""

    return_id: int
    number: str
    customer_id: int | None
    order_id: int | None
    returned_at: Instant
    total_minor: int
    currency: str
    untied: int
    outcome: Outcome


class ReturnRowOut(Out):
    """One return."""

    id: int
    number: str
    source: str
    customer_id: int | None
    customer_name: str
    order_id: int | None
    order_number: str
    returned_at: Instant
    total_minor: int
    currency: str
    reason: str
    untied: int


class ReturnOut(Out):
    """One return whole."""

    head: ReturnRowOut
    lines: list[ReturnLineOut]


class CandidateOut(Out):
    """An order line a return line could be tied to."""

    order_line_id: int
    order_id: int
    number: str
    placed_at: Instant
    customer_name: str
    unit_price_e4: int
    currency: str
    left_milli: int


class CandidatesOut(Out):
    """An untied line and where it could come from."""

    line: ReturnLineOut
    candidates: list[CandidateOut]


class TieIn(Body):
    """The order line a return line came from."""

    order_line_id: Id


@router.write("POST", "/returns", permission="orders.record", answers=ReturnedOut, status=201)
def record_return(request: HttpRequest, body: ReturnIn) -> Any:
    """Record a return; it is tied to earlier purchases where they can be told."""
    caller = of(request)
    given = body.model_dump(exclude={"on_difference", "lines"})
    new = NewReturn(**given, lines=tuple(line.new() for line in body.lines))
    return journey.record_return(new, on_difference=body.on_difference, by=caller.actor, at=caller.at)


@router.read("/returns/untied", permission="orders.view", answers=PageOut[ReturnLineOut])
def list_untied(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> Any:
    """Return lines without an order, latest first, with the reason of each."""
    rows = order_reads.untied_lines(of(request).actor)
    return order_reads.untied_rows(of(request).actor, rows, cursor=cursor or None, limit=limit)


@router.read("/returns/{return_id}", permission="orders.view", answers=ReturnOut)
def get_return(request: HttpRequest, return_id: Id) -> Any:
    """One return with its lines."""
    return order_reads.return_card(of(request).actor, return_id)


@router.read("/return-lines/{line_id}/candidates", permission="orders.view", answers=CandidatesOut)
def list_candidates(request: HttpRequest, line_id: Id) -> Any:
    """The order lines an untied return line could come from, latest first."""
    line, candidates = order_reads.candidates(of(request).actor, line_id)
    return {"line": line, "candidates": candidates}


@router.write("PUT", "/return-lines/{line_id}/order-line", permission="orders.record")
def tie_line(request: HttpRequest, line_id: Id, body: TieIn) -> None:
    """Tie an untied return line to an order line."""
    caller = of(request)
    journey.tie_by_hand(line_id, order_line_id=body.order_line_id, by=caller.actor, at=caller.at)


@router.write("DELETE", "/return-lines/{line_id}/order-line", permission="orders.record")
def untie_line(request: HttpRequest, line_id: Id) -> None:
    """Take a tie back."""
    caller = of(request)
    journey.untie(line_id, by=caller.actor, at=caller.at)

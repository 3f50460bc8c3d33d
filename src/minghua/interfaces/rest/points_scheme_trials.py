"""A scheme of points tried before it is published: over the orders of the past, and on one purchase."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.queries import Piece
from minghua.interfaces.rest.benefits import SchemeText
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Body, Day, Id, ListOut, NonEmptyLine, Out, WordsOut

router = Door(tags=["points"])


class PointsSimulationIn(Body):
    """A scheme as YAML or JSON, and over how many months up to this one it is tried."""

    text: SchemeText
    months: Annotated[int, Field(ge=1, le=36)] = 12


class PointsPieceIn(Body):
    """A line of a purchase: sku, thousandths of pieces, minor units paid."""

    sku: NonEmptyLine
    quantity_milli: Annotated[int, Field(ge=1, le=10**12)]
    minor: Annotated[int, Field(ge=0, le=10**15)]


class PointsTrialIn(Body):
    """A scheme as YAML or JSON, and the purchase of a customer that it is tried on."""

    text: SchemeText
    customer_id: Id
    lines: Annotated[list[PointsPieceIn], Field(min_length=1, max_length=200)]


class PointsMonthTriedOut(Out):
    """A month under the version in force and under this text: points, and their worth in minor units."""

    first_on: Day
    before: int
    after: int
    before_minor: int
    after_minor: int


class PointsRuleTriedOut(Out):
    """A rule: what it gives, how often, and how many points limits cut off."""

    code: str
    name: WordsOut
    points: int
    times: int
    cut: int


class PointsMemberTriedOut(Out):
    """What one customer in reach would have had, before and after."""

    customer_id: int
    name: str
    before: int
    after: int
    change: int


class PointsTriedOut(Out):
    """What a text would have given the first so many customers; `compared` with a version in force, `more` were left out."""

    since_on: Day
    customers: int
    more: bool
    compared: bool
    currency: str
    before: int
    after: int
    months: list[PointsMonthTriedOut]
    rules: list[PointsRuleTriedOut]
    gaining: list[PointsMemberTriedOut]
    losing: list[PointsMemberTriedOut]


class PointsTraceOut(Out):
    """What a rule gives of the purchase: asked for, given after limits, and why, with what it was reckoned from."""

    code: str
    name: WordsOut
    asked: int
    given: int
    reason: str
    inputs: dict[str, Any]


@router.write("POST", "/points-schemes/simulation", permission="points.manage", answers=PointsTriedOut)
def simulate_points_scheme(request: HttpRequest, body: PointsSimulationIn) -> Any:
    """What a text would have given over the past, by month, rule and member, beside the version in force; nothing is kept."""
    caller = of(request)
    return loyalty_reads.try_points(caller.actor, body.text, months=body.months, at=caller.at)


@router.write("POST", "/points-schemes/trial", permission="points.manage", answers=ListOut[PointsTraceOut])
def try_points_scheme(request: HttpRequest, body: PointsTrialIn) -> Any:
    """Why these points: what each rule gives of one purchase of now; nothing is kept."""
    caller = of(request)
    pieces = [Piece(each.sku, each.quantity_milli, each.minor) for each in body.lines]
    return {"items": loyalty_reads.try_purchase(caller.actor, body.text, body.customer_id, pieces, at=caller.at)}

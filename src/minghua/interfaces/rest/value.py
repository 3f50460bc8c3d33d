"""Value: what a customer brings, costs as other systems post them, and pyramids with who stands where."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.value import operations as value
from minghua.domain.value import queries as reads
from minghua.domain.value.types import POSTED, PRESETS, Definition, Layer, Method, NewCost, Part, Run
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import (
    LARGEST_AMOUNT,
    NO_NUL,
    Body,
    Code,
    Currency,
    Cursor,
    Day,
    Id,
    Instant,
    Limit,
    Line,
    ListOut,
    MadeOut,
    NonEmptyLine,
    Out,
    PageOut,
)
from minghua.kernel.errors import NotFound
from minghua.kernel.money import half_up
from minghua.kernel.periods import local_date, rolling_months
from minghua.kernel.words import Text

router = Door(tags=["value"])
Months = Annotated[int, Field(ge=1, le=120)]
PostedPart = Annotated[Part, Field(description=", ".join(POSTED))]


class ContributionOut(Out):
    """What a customer brought, every part in minor units, and the sum of it (R11.1)."""

    start: Day
    end: Day
    currency: str
    parts: dict[Part, int]
    net_minor: int
    lines_without_cost: int


class CustomerReturnOut(Out):
    """What a customer's engaged assets bring, in minor units; the rate in millionths, null where it does not apply (R11.3)."""

    start: Day
    end: Day
    currency: str
    net_minor: int
    sales_minor: int
    assets_minor: int
    rate_e6: int | None


class CostIn(Body):
    """One cost; (source, key) names it once for ever."""

    customer_id: Id
    part: PostedPart
    amount_minor: Annotated[int, Field(ge=1, le=10**13 - 1)]
    event_at: Instant
    source: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_.-]+$")]
    key: Annotated[str, Field(min_length=1, max_length=70, pattern=r"^[A-Za-z0-9_.:-]+$")]
    currency: Currency = "CNY"
    reason: Annotated[Line, Field(max_length=120)] = ""


class PostedOut(Out):
    """How many costs were new: 0 when it was known."""

    posted: int


class ReversalIn(Body):
    """Which cost is undone, and why."""

    source: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_.-]+$")]
    key: Annotated[str, Field(min_length=1, max_length=70, pattern=r"^[A-Za-z0-9_.:-]+$")]
    reason: Annotated[Line, Field(max_length=120)] = ""


class LayerIn(Body):
    """One layer: its share in hundredths of a per cent, or its smallest value in minor units."""

    code: Code
    zh: NonEmptyLine
    en: NonEmptyLine
    cut: Annotated[int, Field(ge=-LARGEST_AMOUNT, le=LARGEST_AMOUNT)]


class PyramidIn(Body):
    """How to cut: a preset, or layers of one's own."""

    preset: Annotated[str, Field(max_length=40, pattern=NO_NUL, description=", ".join(PRESETS))] = "pyramid"
    layers: Annotated[list[LayerIn], Field(max_length=9)] | None = None
    method: Method = Method.SHARE
    basis: (
        Annotated[
            str,
            Field(
                max_length=40,
                pattern=NO_NUL,
                description="A registered measure: net_contribution, net_sales, gross_margin, order_count",
            ),
        ]
        | None
    ) = None
    months: Months = 12
    currency: Currency = "CNY"
    ties_up: bool = False


class LayerOut(Out):
    """What one layer is and brings, in minor units."""

    index: int
    code: str
    zh: str
    en: str
    customers: int
    sales_minor: int
    net_minor: int
    cost_minor: int
    service_minor: int


class PyramidOut(Out):
    """One computed pyramid; ratios in millionths, null where they do not apply."""

    id: int
    start: Day
    end: Day
    basis: str
    method: Method
    currency: str
    customers: int
    layers: list[LayerOut]
    figures: dict[str, int | None]


class PlaceOut(Out):
    """Where a customer stands."""

    customer_id: int
    name: str
    rank: int
    layer: int
    moved_from: int | None
    metric_minor: int
    net_sales_minor: int
    net_minor: int
    quadrant: reads.Quadrant


@router.read("/customers/{customer_id}/value", permission="value.view", answers=ContributionOut)
def get_value(request: HttpRequest, customer_id: Id, months: Months = 12, currency: Currency = "CNY") -> Any:
    """What a customer brought in the last months, part by part (R11.1)."""
    caller = of(request)
    period = rolling_months(local_date(caller.at), months)
    found = reads.contribution_of(caller.actor, customer_id, period=period, currency=currency)
    return {
        "start": period.start,
        "end": period.end,
        "currency": currency,
        "parts": found.parts,
        "net_minor": found.net_minor,
        "lines_without_cost": found.uncosted,
    }


@router.read("/customers/{customer_id}/return", permission="value.view", answers=CustomerReturnOut)
def get_return(
    request: HttpRequest,
    customer_id: Id,
    assets_minor: Annotated[int, Field(ge=0, le=LARGEST_AMOUNT)],
    months: Months = 12,
    currency: Currency = "CNY",
) -> Any:
    """What the assets engaged for a customer brought in the last months (R11.3)."""
    caller = of(request)
    period = rolling_months(local_date(caller.at), months)
    found = reads.return_of(caller.actor, customer_id, assets_minor=assets_minor, period=period, currency=currency)
    return {
        "start": period.start,
        "end": period.end,
        "currency": currency,
        "net_minor": found.net_minor,
        "sales_minor": found.sales_minor,
        "assets_minor": found.assets_minor,
        "rate_e6": None if found.rate is None else half_up(found.rate * 1_000_000),
    }


@router.write("POST", "/costs", permission="value.costs", answers=PostedOut)
def post_cost(request: HttpRequest, cost: CostIn) -> Any:
    """Post a cost of a customer; the same key with other content is refused."""
    caller = of(request)
    return {"posted": value.post_costs([NewCost(**cost.model_dump())], by=caller.actor, at=caller.at)}


@router.write("POST", "/costs/reversal", permission="value.costs", answers=MadeOut, status=201)
def reverse_cost(request: HttpRequest, reversal: ReversalIn) -> Any:
    """Undo a cost by its counter-entry."""
    caller = of(request)
    return {"id": value.reverse_cost(**reversal.model_dump(), by=caller.actor, at=caller.at)}


@router.write("POST", "/pyramids", permission="pyramid.run", answers=MadeOut, status=201)
def run_pyramid(request: HttpRequest, pyramid: PyramidIn) -> Any:
    """Compute a pyramid up to today and keep it."""
    caller = of(request)
    definition = _definition(pyramid)
    return {"id": value.run_pyramid(definition, on=local_date(caller.at), by=caller.actor, at=caller.at)}


@router.read("/pyramids", permission="value.view", answers=ListOut[PyramidOut])
def list_pyramids(request: HttpRequest) -> Any:
    """The latest pyramids, newest first."""
    return {"items": [_shown(run) for run in reads.runs(of(request).actor)]}


@router.read("/pyramids/{pyramid_id}", permission="value.view", answers=PyramidOut)
def get_pyramid(request: HttpRequest, pyramid_id: Id) -> Any:
    """One pyramid with what each layer brings."""
    run = reads.run(of(request).actor, pyramid_id)
    if run is None:
        raise NotFound(field="pyramid_id")
    return _shown(run)


@router.read("/pyramids/{pyramid_id}/places", permission="value.view", answers=PageOut[PlaceOut])
def list_places(
    request: HttpRequest,
    pyramid_id: Id,
    layer: Annotated[int, Field(ge=0, le=8)] | None = None,
    quadrant: reads.Quadrant | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Who stands where, best first, of one layer or quadrant if asked."""
    actor = of(request).actor
    page = reads.places(actor, pyramid_id, layer=layer, chosen=quadrant, cursor=cursor, limit=limit)
    return {"items": [_place(one) for one in page.items], "next_cursor": page.next_cursor}


def _definition(told: PyramidIn) -> Definition:
    if told.preset not in PRESETS:
        raise NotFound(field="preset")
    preset = PRESETS[told.preset][1]
    layers = preset.layers
    if told.layers is not None:
        layers = tuple(Layer(one.code, Text(one.zh, one.en), one.cut) for one in told.layers)
    method = preset.method if told.layers is None else told.method
    return Definition(layers, method, told.ties_up, told.basis or preset.basis, told.months, told.currency)


def _shown(run: Run) -> dict[str, Any]:
    return {
        "id": run.id,
        "start": run.period.start,
        "end": run.period.end,
        "basis": run.definition.basis,
        "method": run.definition.method,
        "currency": run.definition.currency,
        "customers": run.customers,
        "layers": [
            {"index": one.index, "code": one.code, "zh": one.name.zh, "en": one.name.en, "customers": one.customers,
             "sales_minor": one.sales_minor, "net_minor": one.net_minor, "cost_minor": one.cost_minor,
             "service_minor": one.service_minor}
            for one in run.layers
        ],
        "figures": dict(run.figures),
    }  # fmt: skip


def _place(one: reads.Place) -> dict[str, Any]:
    return {
        "customer_id": one.customer_id,
        "name": one.name,
        "rank": one.rank,
        "layer": one.layer,
        "moved_from": one.moved_from,
        "metric_minor": one.metric_minor,
        "net_sales_minor": one.contribution.net_sales_minor,
        "net_minor": one.contribution.net_minor,
        "quadrant": one.quadrant,
    }

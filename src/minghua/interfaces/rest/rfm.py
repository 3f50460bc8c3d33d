"""RFM and the data it reads: looks as they were kept, who is in which segment, and how fresh the analysed data are."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.value import operations as value
from minghua.domain.value import queries as reads
from minghua.domain.value.types import SEGMENTS, Cutting, RfmDefinition, RfmRun
from minghua.foundation.engine import operations as engine
from minghua.foundation.engine import queries as engine_reads
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import (
    Body,
    Currency,
    Cursor,
    Day,
    Id,
    Instant,
    Limit,
    ListOut,
    MadeOut,
    Out,
    PageOut,
)
from minghua.kernel.errors import NotFound
from minghua.kernel.periods import local_date

router = Door(tags=["analysis"])
Months = Annotated[int, Field(ge=1, le=120)]


class RfmIn(Body):
    """How everybody is looked at."""

    cutting: Cutting = Cutting.MEANS
    months: Months = 12
    currency: Currency = "CNY"


class SegmentOut(Out):
    """One of the eight segments; amounts in minor units."""

    index: int
    code: str
    zh: str
    en: str
    customers: int
    net_paid_minor: int
    orders: int


class RfmOut(Out):
    """One kept look; `cuts` say where each score begins, best first, and the means are in millionths (R12.7)."""

    id: int
    start: Day
    end: Day
    cutting: Cutting
    currency: str
    data_until: Instant
    customers: int
    recency_cuts: list[int]
    frequency_cuts: list[int]
    monetary_cuts_minor: list[int]
    means_e6: dict[str, int]
    segments: list[SegmentOut]


class RfmPlaceOut(Out):
    """One customer in a look."""

    customer_id: int
    name: str
    recency_days: int
    frequency: int
    net_paid_minor: int
    r: int
    f: int
    m: int
    segment: str


class FreshnessOut(Out):
    """How fresh the analysed data are; changes are counted up to 10,000."""

    data_until: Instant | None
    rows: dict[str, int]
    changes_since: int
    being_refreshed: bool


class RefreshAskedOut(Out):
    """The job that refreshes."""

    job_id: int


@router.write("POST", "/rfm", permission="pyramid.run", answers=MadeOut, status=201)
def run_rfm(request: HttpRequest, look: RfmIn) -> Any:
    """Look at everybody up to today in the analysed data, and keep it."""
    caller = of(request)
    definition = RfmDefinition(look.cutting, look.months, look.currency)
    return {"id": value.run_rfm(definition, on=local_date(caller.at), by=caller.actor, at=caller.at)}


@router.read("/rfm", permission="value.view", answers=ListOut[RfmOut])
def list_rfm(request: HttpRequest) -> Any:
    """The latest looks, newest first."""
    return {"items": [_shown(run) for run in reads.rfm_runs(of(request).actor)]}


@router.read("/rfm/{rfm_id}", permission="value.view", answers=RfmOut)
def get_rfm(request: HttpRequest, rfm_id: Id) -> Any:
    """One look."""
    run = reads.rfm_run(of(request).actor, rfm_id)
    if run is None:
        raise NotFound(field="rfm_id")
    return _shown(run)


@router.read("/rfm/{rfm_id}/places", permission="value.view", answers=PageOut[RfmPlaceOut])
def list_rfm_places(
    request: HttpRequest,
    rfm_id: Id,
    segment: Annotated[int, Field(ge=0, le=7)] | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Who is in it, who paid most first, of one segment if asked."""
    page = reads.rfm_places(of(request).actor, rfm_id, segment=segment, cursor=cursor, limit=limit)
    items = [
        {
            "customer_id": one.customer_id,
            "name": one.name,
            "recency_days": one.recency,
            "frequency": one.frequency,
            "net_paid_minor": one.monetary_minor,
            "r": one.scores[0],
            "f": one.scores[1],
            "m": one.scores[2],
            "segment": SEGMENTS[one.segment].code,
        }
        for one in page.items
    ]
    return {"items": items, "next_cursor": page.next_cursor}


@router.read("/analysis/freshness", permission="engine.view", answers=FreshnessOut)
def get_freshness(request: HttpRequest) -> Any:
    """How fresh the analysed data are."""
    found = engine_reads.freshness(of(request).actor)
    return {
        "data_until": found.cut_at,
        "rows": dict(found.rows),
        "changes_since": found.waiting,
        "being_refreshed": found.making is not None,
    }


@router.write("POST", "/analysis/refreshes", permission="engine.refresh", answers=RefreshAskedOut, status=202)
def refresh(request: HttpRequest) -> Any:
    """Have the analysed data refreshed in the background."""
    caller = of(request)
    return {"job_id": engine.ask_for_refresh(by=caller.actor, at=caller.at)}


def _shown(run: RfmRun) -> dict[str, Any]:
    return {
        "id": run.id,
        "start": run.period.start,
        "end": run.period.end,
        "cutting": run.definition.cutting,
        "currency": run.definition.currency,
        "data_until": run.cut_at,
        "customers": run.customers,
        "recency_cuts": list(run.cuts.recency),
        "frequency_cuts": list(run.cuts.frequency),
        "monetary_cuts_minor": list(run.cuts.monetary_minor),
        "means_e6": dict(run.means_e6),
        "segments": [
            {
                "index": one.index,
                "code": SEGMENTS[one.index].code,
                "zh": SEGMENTS[one.index].name.zh,
                "en": SEGMENTS[one.index].name.en,
                "customers": one.customers,
                "net_paid_minor": one.monetary_minor,
                "orders": one.orders,
            }
            for one in run.segments
        ],
    }

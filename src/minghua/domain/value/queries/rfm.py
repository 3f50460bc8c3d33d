"""Stored looks at recency, frequency and money: runs, segments, who is in them, and one customer's why (R12.7)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from minghua.domain.customers import queries as customer_reads
from minghua.domain.value.models import RfmPlace as PlaceRow
from minghua.domain.value.models import RfmRun as RunRow
from minghua.domain.value.queries.segmenting import grid, segment_sums
from minghua.domain.value.types.rfm import Cuts, Cutting, RfmDefinition, RfmPlace, RfmRun, SegmentSum
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.paging import Page, decode_cursor, encode_cursor
from minghua.kernel.periods import Period


def rfm_runs(viewer: Actor, *, limit: int = 20) -> list[RfmRun]:
    """Return the latest runs, newest first, each with what the viewer may see of it."""
    require(viewer, "value.view")
    return [_run(viewer, row) for row in visible(RunRow.objects.all(), viewer).order_by("-pk")[:limit]]


def rfm_run(viewer: Actor, run_id: int | None = None) -> RfmRun | None:
    """Return one run, or the latest (None when there is none yet); raises NotFound for an unknown one."""
    require(viewer, "value.view")
    rows = visible(RunRow.objects.all(), viewer)
    row = (rows.order_by("-pk") if run_id is None else rows.filter(pk=run_id)).first()
    if row is None and run_id is not None:
        raise NotFound(field="run_id")
    return None if row is None else _run(viewer, row)


def rfm_places(
    viewer: Actor,
    run_id: int,
    *,
    segment: int | None = None,
    scores: tuple[int, int] | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Page[RfmPlace]:
    """Return a page of the visible customers of a run, who paid most first; `scores` are recency and frequency.

    Raises NotFound, BadCursor.
    """
    require(viewer, "value.view")
    if not visible(RunRow.objects.all(), viewer).filter(pk=run_id).exists():
        raise NotFound(field="run_id")
    rows = _places(viewer, run_id)
    if segment is not None:
        rows = rows.filter(segment=segment)
    if scores is not None:
        rows = rows.filter(r=scores[0], f=scores[1])
    if cursor:
        money, pk = decode_cursor(cursor, int, int)
        rows = rows.filter(Q(monetary_minor__lt=money) | Q(monetary_minor=money, customer_id__gt=pk))
    found = list(rows.order_by("-monetary_minor", "customer_id")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    following = encode_cursor((last.monetary_minor, last.customer_id)) if last else None
    return Page(tuple(_named(viewer, found[:limit])), following)


def rfm_place_of(viewer: Actor, customer_id: int) -> RfmPlace | None:
    """Return what a visible customer was seen as in the latest run; None when outside of it or there is none."""
    require(viewer, "value.view")
    latest = RunRow.objects.order_by("-pk").first()
    if latest is None:
        return None
    return next(iter(_named(viewer, _places(viewer, latest.pk).filter(customer_id=customer_id))), None)


def _places(viewer: Actor, run_id: int) -> "QuerySet[PlaceRow]":
    return visible(PlaceRow.objects.filter(run_id=run_id), viewer)


def _named(viewer: Actor, rows: Iterable[PlaceRow]) -> list[RfmPlace]:
    found = list(rows)
    names = customer_reads.names(viewer, [row.customer_id for row in found])
    return [
        RfmPlace(
            row.run_id, row.customer_id, names.get(row.customer_id, ""), row.recency, row.frequency, row.monetary_minor,
            (row.r, row.f, row.m), row.segment,
        )
        for row in found
    ]  # fmt: skip


def _run(viewer: Actor, row: RunRow) -> RfmRun:
    told, figures = row.definition, row.figures
    sums, cells = figures["segments"], figures["grid"]
    if not viewer.scope.everything:
        own = _places(viewer, row.pk)
        sums, cells = segment_sums(own), grid(own, size=len(cells))
    return RfmRun(
        row.pk,
        RfmDefinition(Cutting(told["cutting"]), told["months"], told["currency"]),
        Period(row.start_on, row.end_on),
        row.as_of,
        row.cut_at,
        sum(n for n, _, _ in sums),
        _cuts(figures["cuts"]),
        figures["means_e6"],
        tuple(SegmentSum(at, *one) for at, one in enumerate(sums)),
        tuple(tuple(cell) for cell in cells),
        row.by_name,
    )


def _cuts(told: Any) -> Cuts:
    return Cuts(*(tuple(told[name]) for name in ("recency", "frequency", "monetary_minor")))

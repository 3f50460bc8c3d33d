"""Stored pyramids: runs, who stands where, who moved since the last one, and one customer's why (C13)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from minghua.domain.customers import queries as customer_reads
from minghua.domain.value.models import PyramidPlace, PyramidRun
from minghua.domain.value.queries.figures import layer_sums
from minghua.domain.value.rules.shares import Quadrant, quadrant
from minghua.domain.value.types import COSTS, PRESETS, Contribution, Definition, Layer, LayerSum, Method, Part, Run
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.paging import Page, decode_cursor, encode_cursor
from minghua.kernel.periods import Period
from minghua.kernel.words import Text

LOSERS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Place:
    """One customer in a run, as lists and panels show it; `moved_from` is the layer of the run before, None when new."""

    run_id: int
    customer_id: int
    name: str
    rank: int
    layer: int
    metric_minor: int
    moved_from: int | None
    quadrant: Quadrant
    contribution: Contribution


def runs(viewer: Actor, *, limit: int = 20) -> list[Run]:
    """Return the latest runs, newest first, each with what the viewer may see of it."""
    require(viewer, "value.view")
    return [_run(viewer, row) for row in visible(PyramidRun.objects.all(), viewer).order_by("-pk")[:limit]]


def run(viewer: Actor, run_id: int | None = None) -> Run | None:
    """Return one run, or the latest (None when there is none yet); raises NotFound for an unknown one."""
    require(viewer, "value.view")
    rows = visible(PyramidRun.objects.all(), viewer)
    row = (rows.order_by("-pk") if run_id is None else rows.filter(pk=run_id)).first()
    if row is None and run_id is not None:
        raise NotFound(field="run_id")
    return None if row is None else _run(viewer, row)


def places(
    viewer: Actor,
    run_id: int,
    *,
    layer: int | None = None,
    chosen: Quadrant | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Page[Place]:
    """Return a page of the visible customers of a run, best first; raises NotFound, BadCursor."""
    whole = _stored(viewer, run_id)
    rows = _places(viewer, run_id)
    if layer is not None:
        rows = rows.filter(layer=layer)
    if chosen is not None:
        rows = rows.filter(_in_quadrant(chosen, whole))
    if cursor:
        rows = rows.filter(rank__gt=decode_cursor(cursor, int)[0])
    found = list(_with_before(rows, whole).order_by("rank")[: limit + 1])
    following = encode_cursor((found[limit - 1].rank,)) if len(found) > limit else None
    return Page(tuple(_named(viewer, found[:limit], whole)), following)


def losers(viewer: Actor, run_id: int) -> list[Place]:
    """Return the large customers that lose money, the largest first: sales above the mean, contribution below nothing (R11.6)."""
    whole = _stored(viewer, run_id)
    rows = _places(viewer, run_id).filter(_in_quadrant(Quadrant.MEND, whole), net_minor__lt=0)
    return _named(viewer, list(_with_before(rows, whole).order_by("-sales_minor", "pk")[:LOSERS_SHOWN]), whole)


def moves(viewer: Actor, run_id: int) -> dict[tuple[int | None, int | None], int]:
    """Return (layer before, layer now) → how many visible customers; None is outside. Empty without a run before."""
    whole = _stored(viewer, run_id)
    if whole.previous_id is None:
        return {}
    rows: QuerySet[Any] = _with_before(_places(viewer, run_id), whole).order_by()
    found = {
        (old, new): n
        for old, new, n in rows.values("before", "layer").annotate(n=Count("pk")).values_list("before", "layer", "n")
    }
    now = PyramidPlace.objects.filter(run_id=run_id).values("customer_id")
    left = _places(viewer, whole.previous_id).exclude(customer_id__in=now).order_by()
    return found | {(old, None): n for old, n in left.values("layer").annotate(n=Count("pk")).values_list("layer", "n")}


def place_of(viewer: Actor, customer_id: int) -> Place | None:
    """Return where a visible customer stood in the latest run, None when outside of it or there is none."""
    require(viewer, "value.view")
    latest = PyramidRun.objects.order_by("-pk").first()
    if latest is None:
        return None
    found = list(_with_before(_places(viewer, latest.pk).filter(customer_id=customer_id), latest))
    return next(iter(_named(viewer, found, latest)), None)


def _stored(viewer: Actor, run_id: int) -> PyramidRun:
    require(viewer, "value.view")
    row = visible(PyramidRun.objects.all(), viewer).filter(pk=run_id).first()
    if row is None:
        raise NotFound(field="run_id")
    return row


def _places(viewer: Actor, run_id: int) -> "QuerySet[PyramidPlace]":
    return visible(PyramidPlace.objects.filter(run_id=run_id), viewer)


def _with_before(rows: "QuerySet[PyramidPlace]", whole: PyramidRun) -> "QuerySet[PyramidPlace]":
    old = PyramidPlace.objects.filter(run_id=whole.previous_id or 0, customer_id=OuterRef("customer_id"))
    return rows.annotate(before=Subquery(old.values("layer")[:1]))


def _in_quadrant(chosen: Quadrant, whole: PyramidRun) -> Q:
    """Return the condition that `rules.shares.quadrant` gives this quadrant."""
    n, figures = max(whole.customers, 1), whole.figures
    sales, net = -(-figures["sales_minor"] // n), -(-figures["net_minor"] // n)
    many = Q(sales_minor__gte=F("returns_minor") + sales)
    gainful = Q(net_minor__gt=0, net_minor__gte=net)
    return {
        Quadrant.KEEP: many & gainful,
        Quadrant.MEND: many & ~gainful,
        Quadrant.GROW: ~many & gainful,
        Quadrant.SIMPLIFY: ~many & ~gainful,
    }[chosen]


def _named(viewer: Actor, rows: list[Any], whole: PyramidRun) -> list[Place]:
    names = customer_reads.names(viewer, [row.customer_id for row in rows])
    return [_place(row, names.get(row.customer_id, ""), whole) for row in rows]


def _place(row: Any, name: str, whole: PyramidRun) -> Place:
    figures = whole.figures
    where = quadrant(
        sales=row.sales_minor - row.returns_minor, net=row.net_minor, customers=whole.customers,
        all_sales=figures["sales_minor"], all_net=figures["net_minor"],
    )  # fmt: skip
    parts = {part: int(getattr(row, f"{part.value}_minor")) for part in (Part.SALES, *COSTS)}
    return Place(
        row.run_id, row.customer_id, name, row.rank, row.layer, row.metric_minor, row.before, where,
        Contribution(parts, {Part.SALES: row.orders}),
    )  # fmt: skip


def definition_of(told: Mapping[str, Any]) -> Definition:
    """Return the definition that was stored."""
    layers = tuple(Layer(one["code"], Text(*_said(one["name"])), one["cut"]) for one in told["layers"])
    return Definition(layers, Method(told["method"]), told["ties_up"], told["basis"], told["months"], told["currency"])


def _said(name: Any) -> tuple[str, str]:
    return (name["zh"], name["en"]) if isinstance(name, Mapping) else (name[0], name[1])


def latest_definition() -> Definition:
    """Return how the last pyramid was cut, the preset 1/19/30/50 before the first."""
    row = PyramidRun.objects.order_by("-pk").first()
    return definition_of(row.definition) if row else PRESETS["pyramid"][1]


def _run(viewer: Actor, row: PyramidRun) -> Run:
    definition, figures = definition_of(row.definition), row.figures
    sums = figures["layers"]
    if not viewer.scope.everything:
        sums = layer_sums(_places(viewer, row.pk), len(definition.layers))
        figures = {}  # what everybody brings together is for those who see everybody
    pairs = zip(definition.layers, sums, strict=True)
    layers = tuple(LayerSum(index, one.code, one.name, **sums) for index, (one, sums) in enumerate(pairs))
    known = {name: value for name, value in figures.items() if name not in ("layers", "sales_curve", "whale_curve")}
    sales, whale = (tuple((x, y) for x, y in figures.get(name, ())) for name in ("sales_curve", "whale_curve"))
    customers = sum(one.customers for one in layers)
    period = Period(row.start_on, row.end_on)
    return Run(row.pk, definition, period, row.as_of, customers, layers, known, sales, whale, row.by_name)

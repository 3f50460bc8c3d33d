"""Reads of units in customers' hands: the list, one unit whole, those of one customer before the first word is said."""

from datetime import date
from typing import Any, Final

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from minghua.domain.catalog import queries as catalog_reads
from minghua.domain.customers import queries as customer_reads
from minghua.domain.service.models import Card, Holding, OutOfUse, Problem
from minghua.domain.service.queries import covers
from minghua.domain.service.types.entitlements import CardState
from minghua.domain.service.types.units import CardRow, HoldingRow, UnitPage, UnitRow
from minghua.foundation.listing import paging
from minghua.foundation.listing.types import Field, Sort
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.paging import Page
from minghua.kernel.words import Text

UNIT_FIELDS: Final[tuple[Field, ...]] = (
    Field("product", Text("产品", "Product"), "text", "unit__product__name", sortable=True),
    Field("serial", Text("序列号", "Serial"), "text", "unit__serial"),
    Field("purchased", Text("购买日期", "Bought"), "date", "unit__purchased_on", sortable=True),
    Field("since", Text("起", "Since"), "date", "from_on", sortable=True),
)
LATEST_FIRST: Final = (Sort("since", descending=True),)
_ROW: Final = (
    "unit_id", "customer_id", "told_name", "unit__product_id", "unit__product__sku", "unit__product__name", "unit__serial",
    "place", "unit__purchased_on", "unit__installed_on", "from_on", "until_on", "level",
)  # fmt: skip


def held(viewer: Actor, *, text: str = "", customer_id: int | None = None) -> "QuerySet[Holding]":
    """Return the present holdings in reach, of one customer or household if asked, whose serial or product holds a text."""
    require(viewer, "service.view")
    require(viewer, "customers.view")
    rows = visible(Holding.objects.filter(until_on=None), viewer)
    if customer_id is not None:
        rows = rows.filter(Q(customer_id=customer_id) | Q(household_id=customer_id))
    if text.strip():
        ids = catalog_reads.ids_by_serial(viewer, text)
        rows = rows.filter(Q(unit_id__in=ids) | Q(unit__product__name__icontains=text.strip()))
    return rows


def units(
    viewer: Actor, *, text: str = "", customer_id: int | None = None, sorts: tuple[Sort, ...] = (),
    cursor: str | None = None, limit: int = 50,
) -> Page[UnitRow]:  # fmt: skip
    """Return one page of units, the latest first; raises BadCursor, UnknownField."""
    found = held(viewer, text=text, customer_id=customer_id)
    page = paging.page(found, sorts or LATEST_FIRST, UNIT_FIELDS, cursor=cursor, limit=limit)
    rows = {row.holding: row.row for row in _rows(viewer, [each.pk for each in page.items])}
    return Page(tuple(rows[each.pk] for each in page.items), page.next_cursor, page.previous_cursor)


def unit_count(viewer: Actor, *, text: str = "") -> paging.Count:
    """Return how many units the list has, counted no further than 10,000."""
    return paging.capped_count(held(viewer, text=text))


def units_of(viewer: Actor, customer_id: int) -> list[UnitRow]:
    """Return the units of a customer or household with the highest level of their problems, the worst first."""
    found = held(viewer, customer_id=customer_id).values_list("pk", flat=True)
    return sorted((each.row for each in _rows(viewer, list(found))), key=lambda row: (-row.level, row.id))


def unit(viewer: Actor, unit_id: int, *, on: date) -> UnitPage:
    """Return one unit whole; raises NotFound. Whoever sees its present or last holder sees it."""
    require(viewer, "service.view")
    require(viewer, "customers.view")
    spells = visible(Holding.objects.filter(unit_id=unit_id), viewer).order_by("-from_on", "-pk")
    latest = spells.values_list("pk", flat=True).first()
    if latest is None:
        raise NotFound(field="unit_id")
    facts = catalog_reads.unit(viewer, unit_id)
    return UnitPage(
        unit=_rows(viewer, [latest])[0].row,
        retired_on=facts.retired_on,
        sold_together=facts.sold_together,
        evidence=facts.evidence,
        history=tuple(_history(viewer, spells)),
        cover=covers.judged(viewer, facts, on=on),
        cards=tuple(_cards(unit_id)),
        out_of_use=tuple(
            OutOfUse.objects.filter(unit_id=unit_id)
            .order_by("from_on", "pk")
            .values_list("reason", "from_on", "until_on")
        ),
    )


class _Numbered:
    """A row beside the holding it was read from."""

    def __init__(self, holding: int, row: UnitRow) -> None:
        self.holding, self.row = holding, row


def _rows(viewer: Actor, ids: list[int]) -> list[_Numbered]:
    """Read the rows of these holdings in one query, each with the highest level of its unit's problems."""
    worst = Problem.objects.filter(unit_id=OuterRef("unit_id")).order_by().values("unit_id").annotate(top=Max("level"))
    rows = Holding.objects.filter(pk__in=ids).select_related("customer")
    told = rows.annotate(told_name=customer_reads.told_name(viewer), level=Coalesce(Subquery(worst.values("top")), 0))
    return [_Numbered(pk, UnitRow(*row)) for pk, *row in told.values_list("pk", *_ROW)]


def _history(viewer: Actor, spells: "QuerySet[Holding]") -> list[HoldingRow]:
    named = spells.annotate(
        told_name=customer_reads.told_name(viewer), household_name=customer_reads.told_name(viewer, "household__")
    )
    return [_spell(row) for row in named]


def _spell(row: Any) -> HoldingRow:
    shared = row.household_name if row.household_id else ""
    return HoldingRow(
        row.customer_id,
        row.told_name,
        row.household_id,
        shared,
        row.place,
        row.from_on,
        row.until_on,
        row.how,
        row.order_id,
    )


def _cards(unit_id: int) -> list[CardRow]:
    rows = Card.objects.filter(unit_id=unit_id).order_by("pk").select_related("confirmed_by")
    return [
        CardRow(
            row.pk, row.code, CardState(row.state), row.evidence, row.confirmed_by.name if row.confirmed_by else "",
            row.confirmed_at, row.recorded_at,
        )
        for row in rows
    ]  # fmt: skip

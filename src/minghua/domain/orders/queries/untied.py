"""Returns that could not be tied to an order: the list with reasons, and what they could be tied to by hand."""

from dataclasses import replace
from typing import Final

from django.db.models import QuerySet, Sum

from minghua.domain.customers import queries as customer_reads
from minghua.domain.orders.models import Order, OrderLine, Return, ReturnLine
from minghua.domain.orders.queries.pages import line_cards
from minghua.domain.orders.rules import returnable
from minghua.domain.orders.types import Candidate, ReturnLineCard
from minghua.foundation.listing import paging
from minghua.foundation.listing.types import Field, Sort
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.paging import Page
from minghua.kernel.words import Text

UNTIED_FIELDS: Final[tuple[Field, ...]] = (
    Field("match", Text("原因", "Reason"), "choice", "match", vocabulary="orders.match"),
    Field("number", Text("退货单号", "Return number"), "text", "return_of__number"),
    Field("customer", Text("客户", "Customer"), "text", "return_of__customer__name"),
    Field("product", Text("货号", "Sku"), "text", "product__sku"),
    Field("returned_at", Text("退货时间", "Returned at"), "datetime", "return_of__returned_at", sortable=True),
    Field("amount", Text("金额", "Amount"), "money", "amount_minor", sortable=True),
    Field("import_run", Text("导入批次", "Import"), "number", "return_of__import_run_id"),
)
_LATEST_FIRST: Final = (Sort("returned_at", descending=True),)
_MOST = 50


def untied_lines(viewer: Actor) -> "QuerySet[ReturnLine]":
    """Return the return lines without an order among the returns this person may see."""
    require(viewer, "orders.view")
    seen = visible(Return.objects.all(), viewer)
    lines = ReturnLine.objects.filter(order_line=None)
    return lines if viewer.scope.everything else lines.filter(return_of__in=seen)


def untied_rows(
    viewer: Actor, rows: "QuerySet[ReturnLine]", *, cursor: str | None = None, limit: int = 50
) -> Page[ReturnLineCard]:
    """Return one page of untied lines, latest first, with the reason of each."""
    page = paging.page(rows, _LATEST_FIRST, UNTIED_FIELDS, cursor=cursor, limit=limit)
    cards = {
        card.id: card for card in line_cards(viewer, ReturnLine.objects.filter(pk__in=[row.pk for row in page.items]))
    }
    return Page(tuple(cards[row.pk] for row in page.items), page.next_cursor, page.previous_cursor)


def untied_count(viewer: Actor) -> paging.Count:
    """Return how many return lines are untied, counted no further than the cap."""
    return paging.capped_count(untied_lines(viewer))


def candidates(viewer: Actor, return_line_id: int) -> tuple[ReturnLineCard, list[Candidate]]:
    """Return an untied line and the order lines it could come from, latest first; raises NotFound."""
    line = untied_lines(viewer).select_related("return_of").filter(pk=return_line_id).first()
    if line is None:
        raise NotFound(field="return_line_id")
    sold = _sold(viewer, line)
    back = _brought_back([row.order_line_id for row in sold])
    found = [replace(row, left_milli=row.left_milli - back.get(row.order_line_id, 0)) for row in sold]
    return line_cards(viewer, ReturnLine.objects.filter(pk=line.pk))[0], [row for row in found if row.left_milli > 0]


def _sold(viewer: Actor, line: ReturnLine) -> list[Candidate]:
    lines = OrderLine.objects.filter(
        order__in=visible(Order.objects.filter(**returnable.REQUIRED, currency=line.return_of.currency), viewer),
        product_id=line.product_id,
        quantity_milli__gt=0,
        order__placed_at__lte=line.return_of.returned_at,
    )
    if line.return_of.customer_id is not None:
        lines = lines.filter(order__customer_id=line.return_of.customer_id)
    rows = lines.order_by("-order__placed_at", "-id").values_list(
        "id", "order_id", "order__number", "order__placed_at", customer_reads.told_name(viewer, "order__customer__"), "unit_price_e4",
        "order__currency", "quantity_milli",
    )  # fmt: skip
    return [Candidate(*row) for row in rows[:_MOST]]


def _brought_back(order_line_ids: list[int]) -> dict[int, int]:
    tied = ReturnLine.objects.filter(order_line_id__in=order_line_ids).order_by()
    return dict(tied.values_list("order_line_id").annotate(n=Sum("quantity_milli")))

"""One order or return whole, as its page shows it."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from minghua.domain.customers import queries as customer_reads
from minghua.domain.orders.models import Order, OrderLine, Return, ReturnLine
from minghua.domain.orders.queries.lists import order_rows, orders
from minghua.domain.orders.rules import returnable
from minghua.domain.orders.types import (
    LineCard,
    OrderCard,
    OrderRecorded,
    Outcome,
    ReturnCard,
    ReturnLineCard,
    ReturnRow,
)
from minghua.foundation.listing import paging
from minghua.foundation.listing.types import Field, Sort
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.lists import listed
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.paging import Page
from minghua.kernel.words import Text

_EMPTY: Final = Value("")
MOST_LINES = 2_000
RETURN_FIELDS: Final[tuple[Field, ...]] = (
    Field("number", Text("退货单号", "Return number"), "text", "number"),
    Field("customer", Text("客户", "Customer"), "text", "customer__name"),
    Field("customer_id", Text("客户编号", "Customer id"), "number", "customer_id"),
    Field("returned_at", Text("退货时间", "Returned at"), "datetime", "returned_at", sortable=True),
    Field("total", Text("金额", "Amount"), "money", "total_minor", sortable=True),
    Field("import_run", Text("导入批次", "Import"), "number", "import_run_id"),
)
_LATEST_FIRST: Final = (Sort("returned_at", descending=True),)


def order(viewer: Actor, order_id: int) -> OrderCard:
    """Return one order with its lines and what came back of it; raises NotFound. Five queries whatever its size."""
    row = orders(viewer).filter(pk=order_id).first()
    if row is None:
        raise NotFound(field="order_id")
    back = _came_back(row.pk)
    returned = ReturnLine.objects.filter(order_line__order_id=row.pk)
    return OrderCard(
        order=order_rows([row])[0],
        lines=tuple(_lines(row.pk, back)),
        returned=tuple(line_cards(viewer, returned)),
        fingerprint=row.fingerprint,
        import_run_id=row.import_run_id,
    )


def recorded(viewer: Actor, order_id: int) -> OrderRecorded:
    """Return a stored order as recording it once more would answer; raises NotFound."""
    row = orders(viewer).filter(pk=order_id).first()
    if row is None:
        raise NotFound(field="order_id")
    return as_recorded(row, Outcome.UNCHANGED)


def as_recorded(row: Order, outcome: Outcome, touched: frozenset[int] = frozenset()) -> OrderRecorded:
    """Return the answer to having recorded this order."""
    return OrderRecorded(
        row.pk, row.number, row.customer_id, row.kind, row.status, row.placed_at, row.placed_on, row.total_minor,
        row.currency, outcome, touched,
    )  # fmt: skip


def is_returnable(card: OrderCard) -> bool:
    """Return whether something of the order can still come back."""
    left = any(line.quantity_milli > line.returned_milli for line in card.lines)
    return left and returnable.problem(card.order, currency=card.order.currency) is None


def _came_back(order_id: int) -> dict[int, int]:
    tied = ReturnLine.objects.filter(order_line__order_id=order_id).order_by()
    return dict(tied.values_list("order_line_id").annotate(n=Sum("quantity_milli")))


def _lines(order_id: int, back: dict[int, int]) -> Iterable[LineCard]:
    rows = OrderLine.objects.filter(order_id=order_id).order_by("position").values_list(
        "id", "position", "product_id", "product__sku", "product__name", "product__unit", "description",
        "quantity_milli", "unit_price_e4", "amount_minor",
    )[:MOST_LINES]  # fmt: skip
    return (LineCard(*row, returned_milli=back.get(row[0], 0)) for row in rows)


def line_cards(viewer: Actor, lines: "QuerySet[ReturnLine]") -> list[ReturnLineCard]:
    """Return the cards of these return lines, latest return first; one query."""
    rows = lines.order_by("-return_of__returned_at", "-return_of_id", "position", "part").values_list(
        "id", "return_of_id", "return_of__number", "return_of__returned_at", "return_of__customer_id",
        customer_reads.told_name(viewer, "return_of__customer__"), "product_id", "product__sku", "product__name",
        "quantity_milli", "unit_price_e4", "amount_minor", "return_of__currency", "match",
        "order_line__order_id", Coalesce("order_line__order__number", _EMPTY), "return_of__reason",
    )  # fmt: skip
    return [ReturnLineCard(*row) for row in rows]


def returns(viewer: Actor) -> "QuerySet[Return]":
    """Return the returns this person may see, for a list to filter and page."""
    require(viewer, "orders.view")
    return listed(Return.objects.all(), viewer)


def returns_page(viewer: Actor, *, cursor: str | None = None, limit: int = 50) -> Page[ReturnRow]:
    """Return one page of the returns this person may see, latest first; raises BadCursor."""
    page = paging.page(returns(viewer), _LATEST_FIRST, RETURN_FIELDS, cursor=cursor, limit=limit)
    return Page(tuple(return_rows(viewer, page.items)), page.next_cursor, page.previous_cursor)


def return_rows(viewer: Actor, rows: "QuerySet[Return] | Sequence[Return]") -> list[ReturnRow]:
    """Return what a list shows of these returns, latest first; one query."""
    ids = [row.pk for row in rows]
    found = Return.objects.filter(pk__in=ids).order_by("-returned_at", "-id")
    counted = found.annotate(untied=_untied_lines()).values_list(
        "id", "number", "source", "customer_id", customer_reads.told_name(viewer), "order_id",
        Coalesce(F("order__number"), _EMPTY), "returned_at", "total_minor", "currency", "reason", "untied",
    )  # fmt: skip
    return [ReturnRow(*row) for row in counted]


def return_card(viewer: Actor, return_id: int) -> ReturnCard:
    """Return one return with its lines and why each is tied or not; raises NotFound."""
    found = list(returns(viewer).filter(pk=return_id))
    if not found:
        raise NotFound(field="return_id")
    lines = line_cards(viewer, ReturnLine.objects.filter(return_of_id=return_id))
    return ReturnCard(return_rows(viewer, found)[0], tuple(lines))


def _untied_lines() -> Coalesce:
    lines = ReturnLine.objects.filter(return_of=OuterRef("pk"), order_line=None).order_by().values("return_of")
    return Coalesce(Subquery(lines.annotate(n=Count("pk")).values("n")), 0)

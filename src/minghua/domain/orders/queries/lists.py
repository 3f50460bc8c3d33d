"""The list of orders: its fields, its rows, the orders of one customer."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet, Sum

from minghua.domain.customers import queries as customer_reads
from minghua.domain.orders.models import Order, OrderLine, Return, ReturnLine
from minghua.domain.orders.types import OrderRow
from minghua.foundation.listing import compiling, paging
from minghua.foundation.listing.types import Field, Sort, Spec, Through
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.lists import listed
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.foundation.search import queries as search
from minghua.kernel.paging import Page
from minghua.kernel.words import Text

FIELDS: Final[tuple[Field, ...]] = (
    Field("number", Text("单号", "Number"), "text", "number", sortable=True),
    Field("placed_at", Text("下单时间", "Placed at"), "datetime", "placed_at", sortable=True),
    Field("placed_on", Text("下单日期", "Day"), "date", "placed_on"),
    Field("customer", Text("客户", "Customer"), "text", "customer__name"),
    Field("customer_id", Text("客户编号", "Customer id"), "number", "customer_id"),
    Field("total", Text("金额", "Amount"), "money", "total_minor", sortable=True),
    Field("currency", Text("币种", "Currency"), "text", "currency"),
    Field("lines", Text("行数", "Lines"), "number", "line_count"),
    Field("kind", Text("类别", "Kind"), "choice", "kind", vocabulary="orders.kind"),
    Field("kind_reason", Text("调整原因", "Reason"), "choice", "kind_reason", vocabulary="orders.kind_reason"),
    Field("status", Text("状态", "Status"), "choice", "status", vocabulary="orders.status"),
    Field("channel", Text("渠道", "Channel"), "choice", "channel", vocabulary="orders.channel"),
    Field("source", Text("来源", "Source"), "text", "source"),
    Field("owner", Text("客户负责人", "Owner"), "person", "customer__owner_id"),
    Field("team", Text("部门", "Team"), "team", "customer__team_id"),
    Field(
        "product",
        Text("产品", "Product"),
        "number",
        ops=("is", "in"),
        through=Through("orders.OrderLine", "order_id", "product_id"),
    ),
    Field("import_run", Text("导入批次", "Import"), "number", "import_run_id"),
)
LATEST_FIRST: Final = (Sort("placed_at", descending=True),)


def orders(viewer: Actor, *, unfiltered: bool = False) -> "QuerySet[Order]":
    """Return the orders this person may see, for a list to filter and page; `unfiltered` for the first page of all of them."""
    require(viewer, "orders.view")
    rows = Order.objects.select_related("customer").annotate(told_name=customer_reads.told_name(viewer))
    return listed(rows, viewer, unfiltered=unfiltered)


def chosen(viewer: Actor, spec: Spec, *, on: date, text: str = "") -> "QuerySet[Order]":
    """Return the visible orders that filter and search text keep, unordered; text is a number or a customer."""
    found = compiling.narrow(orders(viewer), spec.filter, FIELDS, on=on, viewer=viewer)
    asked = {condition.field for condition in spec.filter.conditions()} | {sort.field for sort in spec.sorts}
    if "customer" in asked:
        found = found.filter(customer_reads.asked_openly(viewer, ["name"], "customer__"))
    if not text.strip():
        return found
    wanted = search.contains_query(viewer, text, kind="order")
    if viewer.may("customers.view"):
        named = customer_reads.seen(viewer).filter(search.contains_query(viewer, text, kind="customer"))
        wanted |= Q(customer__in=named.order_by().values("pk"))
    return found.filter(wanted)


def listing(
    viewer: Actor, spec: Spec, *, on: date, text: str = "", cursor: str | None = None, limit: int = 50
) -> Page[OrderRow]:
    """Return one page of the orders this viewer may see, latest first unless sorted; raises BadCursor, UnknownField."""
    anything = bool(spec.filter) or bool(text.strip()) or bool(spec.sorts and spec.sorts != LATEST_FIRST)
    found = chosen(viewer, spec, on=on, text=text) if anything else orders(viewer, unfiltered=True)
    page = paging.page(found, spec.sorts or LATEST_FIRST, FIELDS, cursor=cursor, limit=limit)
    return Page(tuple(order_rows(page.items)), page.next_cursor, page.previous_cursor)


def count(viewer: Actor, spec: Spec, *, on: date, text: str = "") -> paging.Count:
    """Return how many orders the list has, counted no further than 10,000."""
    return paging.capped_count(chosen(viewer, spec, on=on, text=text))


def line_count(viewer: Actor, *, kept_back: Q, most: int) -> int:
    """Return how many lines of orders and returns leave with this person, counted no further than `most`.

    `kept_back` names the orders and returns that stay, as a condition on either.
    """
    sold = OrderLine.objects.filter(order__in=orders(viewer).exclude(kept_back).order_by().values("pk"))[:most].count()
    seen = visible(Return.objects.exclude(kept_back), viewer).order_by().values("pk")
    return min(most, sold + ReturnLine.objects.filter(return_of__in=seen)[:most].count())


def neighbours(viewer: Actor, spec: Spec, order_id: int, *, on: date, text: str = "") -> tuple[int | None, int | None]:
    """Return the ids before and after an order on the list; (None, None) when it is not on it."""
    return paging.neighbours(chosen(viewer, spec, on=on, text=text), spec.sorts or LATEST_FIRST, FIELDS, order_id)


def order_rows(rows: Iterable[Order]) -> list[OrderRow]:
    """Return what a list shows of these orders; one more query, for what came back."""
    found = list(rows)
    back = returned_minor([row.pk for row in found])
    return [_row(row, back[row.pk]) for row in found]


def orders_of(viewer: Actor, customer_id: int, *, cursor: str | None = None, limit: int = 20) -> Page[OrderRow]:
    """Return one customer's orders, latest first; empty when the customer is out of reach."""
    rows = orders(viewer).filter(customer_id=customer_id)
    page = paging.page(rows, LATEST_FIRST, FIELDS, cursor=cursor, limit=limit)
    return Page(tuple(order_rows(page.items)), page.next_cursor, page.previous_cursor)


def returned_minor(order_ids: Sequence[int]) -> dict[int, int]:
    """Return order id → minor units that came back; 0 when nothing did."""
    tied = ReturnLine.objects.filter(order_line__order_id__in=order_ids).order_by()
    sums = tied.values_list("order_line__order_id").annotate(n=Sum("amount_minor"))
    return defaultdict(int, sums)


def _row(row: Order, returned: int) -> OrderRow:
    return OrderRow(
        id=row.pk,
        number=row.number,
        source=row.source,
        customer_id=row.customer_id,
        customer_name=row.told_name,  # type: ignore[attr-defined]
        placed_at=row.placed_at,
        placed_on=row.placed_on,
        total_minor=row.total_minor,
        returned_minor=returned,
        currency=row.currency,
        line_count=row.line_count,
        kind=row.kind,
        kind_reason=row.kind_reason,
        status=row.status,
        channel=row.channel,
    )

"""The list of orders as a CSV file, exactly the rows and the order on the screen."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.urls import path

from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.types import OrderRow
from minghua.foundation.audit import operations as audit
from minghua.foundation.imports import formulas
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.interfaces.web import display, trade_values
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.lists import trade as trade_lists
from minghua.interfaces.web.lists.look import Look
from minghua.kernel import money
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

HEADS = (
    Text("单号", "Number"),
    Text("来源", "Source"),
    Text("下单时间", "Placed at"),
    Text("客户", "Customer"),
    Text("币种", "Currency"),
    Text("金额", "Amount"),
    Text("已退", "Returned"),
    Text("行数", "Lines"),
    Text("类别", "Kind"),
    Text("状态", "Status"),
    Text("渠道", "Channel"),
)
PAGE = 500


@page("orders.export")
def export(request: Any) -> Any:
    """Stream the list as UTF-8 CSV that spreadsheets open rightly; the act is on the record."""
    look = trade_lists.order_look(request)
    with unit_of_work(request.actor, at=request.at):
        audit.record("order.exported", "orders.Order", "many", {"look": look.query}, by=request.actor, at=request.at)
    name = f"orders-{local_date(request.at).isoformat()}.csv"
    response = StreamingHttpResponse(_lines(request, look, display.language()), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(request: Any, look: Look, language: str) -> Iterator[str]:
    yield "\ufeff" + _line([head.say(language) for head in HEADS])
    cursor: str | None = None
    while True:
        on = local_date(request.at)
        found = order_reads.listing(request.actor, look.spec, on=on, text=look.text, cursor=cursor, limit=PAGE)
        yield "".join(_line(_cells(row, language)) for row in found.items)
        cursor = found.next_cursor
        if cursor is None:
            return


def _cells(row: OrderRow, language: str) -> list[str]:
    words = [
        vocabularies.label(vocabulary, code).say(language)
        for vocabulary, code in (
            ("orders.kind", row.kind),
            ("orders.status", row.status),
            ("orders.channel", row.channel),
        )
    ]
    amounts = [
        money.show(amount, row.currency, sign=False).replace(",", "")
        for amount in (row.total_minor, row.returned_minor)
    ]
    head = [
        formulas.quoted(row.number),
        formulas.quoted(trade_values.source(row.source)),
        display.moment(row.placed_at),
        formulas.quoted(row.customer_name),
    ]
    return [*head, row.currency, *amounts, str(row.line_count), *words]


def _line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


urls = [path("orders/export", export, name="orders_export")]

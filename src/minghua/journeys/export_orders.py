"""Every order line and returned line one may see, under the words an import understands: it takes back its own export.

What a customer bought whose data is only kept leaves in no file.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from minghua.domain.customers import queries as customer_reads
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.types import SOURCES, NewLine, NewOrder, NewReturn, OrderRow
from minghua.foundation.exports.types import ExportKind
from minghua.foundation.exports.types import Spec as Part
from minghua.foundation.listing import coding
from minghua.foundation.listing.types import Spec
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.kernel import money
from minghua.kernel.money import E4, MILLI
from minghua.kernel.periods import SHANGHAI
from minghua.kernel.words import Text

BATCH = 400
HEADS = (
    Text("单据类型", "Document"),
    Text("来源", "Source"),
    Text("订单号", "Order number"),
    Text("下单时间", "Placed at"),
    Text("客户号", "Customer number"),
    Text("客户名称", "Customer name"),
    Text("货号", "SKU"),
    Text("品名", "Description"),
    Text("数量", "Quantity"),
    Text("单价", "Unit price"),
    Text("币种", "Currency"),
    Text("渠道", "Channel"),
    Text("订单状态", "Order status"),
    Text("退货原因", "Return reason"),
)


def rows(viewer: Actor) -> Iterator[tuple[str, ...]]:
    """Yield the header and a row per line, orders first; codes and ISO times, so that nothing is lost."""
    require(viewer, "orders.export")
    yield tuple(head.say(viewer.language) for head in HEADS)
    yield from _orders(viewer)
    yield from _returns(viewer)


def _kept_back() -> Q:
    return interaction_reads.restricted("customer_id")


def _batches(found: Any) -> Iterator[list[Any]]:
    after = 0
    while batch := list(found.filter(pk__gt=after).order_by("pk")[:BATCH]):
        yield batch
        after = batch[-1].pk


def _orders(viewer: Actor) -> Iterator[tuple[str, ...]]:
    for batch in _batches(order_reads.orders(viewer).exclude(_kept_back())):
        parties = _parties(viewer, batch)
        for content in order_reads.order_contents(batch):
            new = content.new
            head = (content.kind, new.source, new.number, new.placed_at.isoformat())
            tail = (new.currency, new.channel, str(new.status), "")
            yield from _lines(new, head, parties, content.products, tail, sign=1)


def _returns(viewer: Actor) -> Iterator[tuple[str, ...]]:
    for batch in _batches(order_reads.returns(viewer).exclude(_kept_back())):
        parties = _parties(viewer, batch)
        for content in order_reads.return_contents(batch):
            new = content.new
            head = ("return", new.source, new.number, new.returned_at.isoformat())
            tail = (new.currency, "", "", new.reason)
            yield from _lines(new, head, parties, content.products, tail, sign=-1)


def _parties(viewer: Actor, batch: Sequence[Any]) -> dict[int | None, tuple[str, str]]:
    ids = {row.customer_id for row in batch if row.customer_id is not None}
    seen = (
        customer_reads.seen(viewer).filter(pk__in=ids).values_list("pk", "number", customer_reads.told_name(viewer, ""))
    )
    return {None: ("", "")} | {pk: (number, name) for pk, number, name in seen}


def _lines(
    new: NewOrder | NewReturn,
    head: tuple[str, ...],
    parties: dict[int | None, tuple[str, str]],
    products: Sequence[tuple[str, str]],
    tail: tuple[str, ...],
    *,
    sign: int,
) -> Iterator[tuple[str, ...]]:
    party = parties.get(new.customer_id, ("", ""))
    for line, (sku, _) in zip(new.lines, products, strict=True):
        yield (*head, *party, sku, line.description, *_amounts(line, sign), *tail)


def _amounts(line: NewLine, sign: int) -> tuple[str, str]:
    quantity, price = Decimal(sign * line.quantity_milli) / MILLI, Decimal(line.unit_price_e4) / E4
    return f"{quantity.normalize():f}", f"{price.normalize():f}"


LIST_HEADS = (
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


def list_rows(viewer: Actor, spec: Spec, *, on: date) -> Iterator[tuple[str, ...]]:
    """Yield the list of orders exactly as it stands on the screen: its filter and its order."""
    require(viewer, "orders.export")
    yield tuple(head.say(viewer.language) for head in LIST_HEADS)
    cursor: str | None = None
    while True:
        found = order_reads.listing(viewer, spec, on=on, text=spec.text, cursor=cursor, limit=BATCH)
        kept = interaction_reads.restricted_ids(row.customer_id for row in found.items if row.customer_id)
        yield from (_listed(row, viewer.language) for row in found.items if row.customer_id not in kept)
        cursor = found.next_cursor
        if cursor is None:
            return


def _listed(row: OrderRow, language: str) -> tuple[str, ...]:
    coded = (("orders.kind", row.kind), ("orders.status", row.status), ("orders.channel", row.channel))
    words = [vocabularies.label(vocabulary, code).say(language) for vocabulary, code in coded]
    amounts = [
        money.show(amount, row.currency, sign=False).replace(",", "")
        for amount in (row.total_minor, row.returned_minor)
    ]
    placed = row.placed_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    source = SOURCES.get(row.source)
    head = (row.number, source.say(language) if source else row.source, placed, row.customer_name, row.currency)
    return (*head, *amounts, str(row.line_count), *words)


def _list_of(part: Part) -> Spec:
    return coding.spec_from_json(part.get("list") or {}, order_reads.FIELDS)


def _size(viewer: Actor, part: Part, on: date, most: int) -> int:
    return order_reads.line_count(viewer, kept_back=_kept_back(), most=most)


def _list_size(viewer: Actor, part: Part, on: date, most: int) -> int:
    spec = _list_of(part)
    found = order_reads.chosen(viewer, spec, on=on, text=spec.text).exclude(_kept_back())
    return int(found.order_by()[:most].count())


ALL = "orders.lines"
LIST = "orders.list"
KINDS = (
    ExportKind(
        ALL, Text("订单与退货明细", "Lines of orders and returns"), "orders.export", "order.exported", "orders.Order",
        _size, lambda viewer, part, on: rows(viewer),
    ),
    ExportKind(
        LIST, Text("订单列表", "Order list"), "orders.export", "order.exported", "orders.Order",
        _list_size, lambda viewer, part, on: list_rows(viewer, _list_of(part), on=on),
    ),
)  # fmt: skip

"""Every order line and returned line one may see, under the words an import understands: it takes back its own export."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from minghua.domain.customers import queries as customer_reads
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.types import NewLine, NewOrder, NewReturn
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.money import E4, MILLI
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


def _batches(found: Any) -> Iterator[list[Any]]:
    after = 0
    while batch := list(found.filter(pk__gt=after).order_by("pk")[:BATCH]):
        yield batch
        after = batch[-1].pk


def _orders(viewer: Actor) -> Iterator[tuple[str, ...]]:
    for batch in _batches(order_reads.orders(viewer)):
        parties = _parties(viewer, batch)
        for content in order_reads.order_contents(batch):
            new = content.new
            head = (content.kind, new.source, new.number, new.placed_at.isoformat())
            tail = (new.currency, new.channel, str(new.status), "")
            yield from _lines(new, head, parties, content.products, tail, sign=1)


def _returns(viewer: Actor) -> Iterator[tuple[str, ...]]:
    for batch in _batches(order_reads.returns(viewer)):
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

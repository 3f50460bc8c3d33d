"""The books are brought up to date: orders, returns, and what they say of each customer."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from minghua.domain.care import operations as care
from minghua.domain.customers import operations as customers
from minghua.domain.orders import operations as orders
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.types import ManyRecorded, NewLine, NewOrder, NewReturn, Status
from minghua.foundation.people.types import Actor
from minghua.journeys.demo.facts import Company, GoodsBack, Line, Sale
from minghua.journeys.demo.opening import Keys

SOURCE = "demo"
BATCH = 2_000
T = TypeVar("T")


def keep_books(facts: Company, keys: Keys, *, by: Actor, at: datetime) -> None:
    """Record every order and return, then judge every customer's standing and rhythm from them."""
    for some in _batches(facts.sales):
        keys.orders |= _all_kept(orders.record_many([_order(sale, keys) for sale in some], by=by, at=at))
    for back in _batches(facts.returns):
        _all_kept(orders.record_returns_many([_return(one, keys) for one in back], by=by, at=at))
    ids = list(keys.customers.values())
    customers.refresh_standings(ids, partial(order_reads.trading_facts, by), by=by, at=at)
    care.refresh_rhythms(by=by, at=at)


def _batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def _all_kept(many: ManyRecorded) -> dict[str, int]:
    if many.refused:
        raise ValueError(f"the demo company was refused: {many.refused[0]}")
    return {name.number: pk for name, pk in many.ids.items()}


def _lines(lines: tuple[Line, ...], keys: Keys) -> tuple[NewLine, ...]:
    return tuple(
        NewLine(
            product_id=keys.products[line.sku], quantity_milli=line.quantity_milli, unit_price_e4=line.unit_price_e4
        )
        for line in lines
    )


def _order(sale: Sale, keys: Keys) -> NewOrder:
    return NewOrder(
        source=SOURCE,
        number=sale.number,
        placed_at=sale.placed_at,
        lines=_lines(sale.lines, keys),
        customer_id=keys.customers.get(sale.customer),
        channel=sale.channel,
        status=Status(sale.status),
    )


def _return(back: GoodsBack, keys: Keys) -> NewReturn:
    return NewReturn(
        source=SOURCE,
        number=back.number,
        returned_at=back.returned_at,
        lines=_lines(back.lines, keys),
        customer_id=keys.customers.get(back.customer),
        reason=back.reason,
    )

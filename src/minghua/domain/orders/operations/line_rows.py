"""Lines written straight to their table: half a million of them pass here in an import, and model rows cost too much."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from minghua.domain.orders.models import OrderLine, Return, ReturnLine
from minghua.domain.orders.rules import totals
from minghua.domain.orders.types import NewLine
from minghua.foundation.storage import rows


class LineRow(NamedTuple):
    """One line without its document, in the order of the columns."""

    position: int
    product_id: int
    description: str
    quantity_milli: int
    unit_price_e4: int
    amount_minor: int


def line_rows(lines: Sequence[NewLine], currency: str) -> list[LineRow]:
    """Return the rows of new lines, amounts rounded half up (R00.1)."""
    amount = totals.line_amount
    return [
        LineRow(
            position,
            line.product_id,
            line.description[:200],
            line.quantity_milli,
            line.unit_price_e4,
            amount(unit_price_e4=line.unit_price_e4, quantity_milli=line.quantity_milli, currency=currency),
        )
        for position, line in enumerate(lines, start=1)
    ]


def insert_order_lines(lines: Iterable[tuple[int, Sequence[LineRow]]]) -> None:
    """Store lines of (order id, its rows)."""
    rows.insert(OrderLine, ("order_id", *LineRow._fields), [(pk, *row) for pk, own in lines for row in own])


def insert_return_lines(lines: Iterable[tuple[int, Sequence[LineRow]]]) -> None:
    """Store lines of (return id, its rows), not yet tied."""
    columns = ("return_of_id", *LineRow._fields, "part", "match")
    rows.insert(ReturnLine, columns, [(pk, *row, 0, "pending") for pk, own in lines for row in own])


def update_ties(lines: Iterable[ReturnLine]) -> None:
    """Store quantity, amount, order line and match of these return lines."""
    columns = ("quantity_milli", "amount_minor", "order_line_id", "match")
    rows.update(ReturnLine, columns, [(*(getattr(row, name) for name in columns), row.pk) for row in lines])


def update_orders_named(orders: Iterable[tuple[int, int | None]]) -> None:
    """Store the order of each (return id, order id or None)."""
    rows.update(Return, ("order_id",), [(order_id, pk) for pk, order_id in orders])

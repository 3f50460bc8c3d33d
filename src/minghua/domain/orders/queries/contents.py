"""Orders and returns as they were told to us: what an export writes, and what an undone import puts back."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from minghua.domain.orders.models import Order, OrderLine, Return, ReturnLine
from minghua.domain.orders.types import NewLine, NewOrder, NewReturn, Status


@dataclass(frozen=True, slots=True)
class OrderContent:
    """One stored order, the kind it was judged to be, and the (sku, product name) of each line."""

    order_id: int
    kind: str
    new: NewOrder
    products: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReturnContent:
    """One stored return and the (sku, product name) of each line; parts of a line are one line again."""

    return_id: int
    new: NewReturn
    products: tuple[tuple[str, str], ...]


_LINE = ("product_id", "quantity_milli", "unit_price_e4", "description", "product__sku", "product__name")
_Line = tuple[int, int, int, str, str, str]


def order_contents(rows: "QuerySet[Order] | Sequence[Order]") -> list[OrderContent]:
    """Return the contents of these orders (some hundred), in their order; two queries."""
    orders = list(rows)
    lines: dict[int, list[_Line]] = defaultdict(list)
    found = OrderLine.objects.filter(order_id__in=[row.pk for row in orders]).order_by("order_id", "position")
    for order_id, *line in found.values_list("order_id", *_LINE):
        lines[order_id].append(tuple(line))
    return [_order(row, lines[row.pk]) for row in orders]


def _order(row: Order, lines: Sequence[_Line]) -> OrderContent:
    new = NewOrder(
        source=row.source,
        number=row.number,
        placed_at=row.placed_at,
        lines=tuple(_new_line(line) for line in lines),
        customer_id=row.customer_id,
        currency=row.currency,
        channel=row.channel,
        status=Status(row.status),
        import_run_id=row.import_run_id,
    )
    return OrderContent(row.pk, row.kind, new, tuple((line[4], line[5]) for line in lines))


def _new_line(line: _Line) -> NewLine:
    return NewLine(product_id=line[0], quantity_milli=line[1], unit_price_e4=line[2], description=line[3])


def return_contents(rows: "QuerySet[Return] | Sequence[Return]") -> list[ReturnContent]:
    """Return the contents of these returns (some hundred), in their order; two queries."""
    returns = list(rows)
    lines: dict[int, dict[int, _Line]] = defaultdict(dict)
    found = ReturnLine.objects.filter(return_of_id__in=[row.pk for row in returns]).order_by("return_of_id", "position")
    for return_id, position, *line in found.values_list("return_of_id", "position", *_LINE):
        _add_part(lines[return_id], position, tuple(line))
    return [_return(row, lines[row.pk]) for row in returns]


def _add_part(lines: dict[int, _Line], position: int, part: _Line) -> None:
    """Parts of one line differ in quantity only: together they are the line that was told."""
    so_far = lines.get(position)
    quantity = part[1] + (so_far[1] if so_far else 0)
    lines[position] = (part[0], quantity, *part[2:])


def _return(row: Return, lines: Mapping[int, _Line]) -> ReturnContent:
    ordered = [lines[position] for position in sorted(lines)]
    new = NewReturn(
        source=row.source,
        number=row.number,
        returned_at=row.returned_at,
        lines=tuple(_new_line(line) for line in ordered),
        customer_id=row.customer_id,
        currency=row.currency,
        reason=row.reason,
        import_run_id=row.import_run_id,
    )
    return ReturnContent(row.pk, new, tuple((line[4], line[5]) for line in ordered))

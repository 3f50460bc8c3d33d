"""Tying return lines to the order lines they came from, and loosening them when an order changes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max, Min, QuerySet, Sum

from minghua.domain.orders.models import Order, OrderLine, ReturnLine
from minghua.domain.orders.operations.line_rows import update_orders_named, update_ties
from minghua.domain.orders.rules import return_matching, returnable, totals
from minghua.domain.orders.rules.return_matching import Part, Returned, SoldLine
from minghua.domain.orders.types import Match

Key = tuple[int, int, str]  # customer (0: none), product, currency
Stock = dict[Key, list[SoldLine]]

_CHUNK = 500


@dataclass(slots=True)
class _Outcome:
    """Rows to change and rows to add after judging."""

    changed: list[ReturnLine] = field(default_factory=list)
    added: list[ReturnLine] = field(default_factory=list)


def tie(lines: "QuerySet[ReturnLine]") -> int:
    """Judge these untied return lines in the order they came back and return how many rows are tied now."""
    rows = list(_untied(lines))
    parts = _last_parts(rows)
    return sum(_tie_some(some, parts) for some in _by_customers(rows))


def _by_customers(rows: Iterable[ReturnLine]) -> Iterable[list[ReturnLine]]:
    """Return the rows in lots of some hundred customers, those without a customer among the first."""
    of_customer: dict[int, list[ReturnLine]] = defaultdict(list)
    for row in rows:
        of_customer[row.return_of.customer_id or 0].append(row)
    customers = sorted(of_customer)
    for start in range(0, len(customers), _CHUNK):
        yield [row for customer in customers[start : start + _CHUNK] for row in of_customer[customer]]


def _tie_some(rows: Sequence[ReturnLine], parts: dict[tuple[int, int], int]) -> int:
    stock = _stock({_key(row) for row in rows})
    outcome = _Outcome()
    for row in rows:
        judged = return_matching.judge(_facts(row), stock[_key(row)])
        _take(stock[_key(row)], judged)
        _apply(row, judged, parts, outcome)
    _store(outcome)
    name_orders({row.return_of_id for row in rows})
    return sum(row.order_line_id is not None for row in (*outcome.changed, *outcome.added))


def loosen(order_ids: Sequence[int]) -> list[int]:
    """Untie the return lines of these orders' lines and return their ids."""
    tied = ReturnLine.objects.filter(order_line__order_id__in=order_ids)
    ids = list(tied.values_list("pk", flat=True))
    ReturnLine.objects.filter(pk__in=ids).update(order_line=None, match=Match.PENDING)
    return ids


def _untied(lines: "QuerySet[ReturnLine]") -> "QuerySet[ReturnLine]":
    open_lines = lines.filter(order_line=None).select_related("return_of", "product")
    return open_lines.order_by("return_of__returned_at", "return_of_id", "position", "part")


def _key(row: ReturnLine) -> Key:
    return (row.return_of.customer_id or 0, row.product_id, row.return_of.currency)


def _facts(row: ReturnLine) -> Returned:
    return Returned(
        has_customer=row.return_of.customer_id is not None,
        is_merchandise=row.product.nature == "goods",
        returned_at=row.return_of.returned_at,
        unit_price_e4=row.unit_price_e4,
        quantity_milli=row.quantity_milli,
    )


def _stock(wanted: Set[Key]) -> Stock:
    """Return what was bought and has not come back, by customer, product and currency."""
    stock: Stock = defaultdict(list)
    customers = sorted({customer for customer, _, _ in wanted if customer})
    if not customers:
        return stock
    # Locking the orders, always in one order, keeps two returns from taking the same goods.
    list(Order.objects.select_for_update().filter(customer_id__in=customers).order_by("pk").values_list("pk"))
    back = _brought_back(customers)
    for pk, order_id, customer_id, product_id, currency, placed_at, price, quantity in _sold(customers, wanted):
        if (customer_id, product_id, currency) in wanted:
            left = quantity - back.get(pk, 0)
            stock[(customer_id, product_id, currency)].append(SoldLine(pk, order_id, placed_at, price, left))
    return stock


def _sold(customers: Sequence[int], wanted: Set[Key]) -> Iterable[tuple[int, int, int, int, str, datetime, int, int]]:
    sold = {f"order__{name}": value for name, value in returnable.REQUIRED.items()}
    lines = OrderLine.objects.filter(**sold, order__customer_id__in=customers, quantity_milli__gt=0)
    products = {product for _, product, _ in wanted}
    if len(products) <= _CHUNK:
        lines = lines.filter(product_id__in=products)
    rows = lines.values_list(
        "id", "order_id", "order__customer_id", "product_id", "order__currency", "order__placed_at", "unit_price_e4",
        "quantity_milli",
    )  # fmt: skip
    return rows.iterator(chunk_size=5_000)


def _brought_back(customers: Sequence[int]) -> Mapping[int, int]:
    tied = ReturnLine.objects.filter(return_of__customer_id__in=customers, order_line__isnull=False)
    return dict(tied.values_list("order_line_id").annotate(n=Sum("quantity_milli")).order_by())


def _take(sold: list[SoldLine], parts: Iterable[Part]) -> None:
    taken = {part.line_id: part.quantity_milli for part in parts if part.line_id is not None}
    for index, line in enumerate(sold):
        if line.line_id in taken:
            left = line.remaining_milli - taken[line.line_id]
            sold[index] = SoldLine(line.line_id, line.order_id, line.placed_at, line.unit_price_e4, left)


def _last_parts(rows: Sequence[ReturnLine]) -> dict[tuple[int, int], int]:
    ids = sorted({row.return_of_id for row in rows})
    last: dict[tuple[int, int], int] = {}
    for start in range(0, len(ids), _CHUNK):
        found = ReturnLine.objects.filter(return_of_id__in=ids[start : start + _CHUNK])
        parts = found.values_list("return_of_id", "position").annotate(last=Max("part")).order_by()
        last.update({(return_id, position): part for return_id, position, part in parts})
    return last


def _apply(row: ReturnLine, judged: Sequence[Part], last: dict[tuple[int, int], int], outcome: _Outcome) -> None:
    """Write the first part into the row and make new rows of the others; amounts are shared exactly."""
    amounts = totals.shares(row.amount_minor, [part.quantity_milli for part in judged])
    place = (row.return_of_id, row.position)
    for number, (part, amount) in enumerate(zip(judged, amounts, strict=True)):
        target = row if number == 0 else _copy(row, last, place)
        target.quantity_milli, target.amount_minor = part.quantity_milli, amount
        target.order_line_id, target.match = part.line_id, part.match.value
        (outcome.changed if number == 0 else outcome.added).append(target)


def _copy(row: ReturnLine, last: dict[tuple[int, int], int], place: tuple[int, int]) -> ReturnLine:
    last[place] += 1
    return ReturnLine(
        return_of_id=row.return_of_id,
        position=row.position,
        part=last[place],
        product_id=row.product_id,
        description=row.description,
        unit_price_e4=row.unit_price_e4,
    )


def _store(outcome: _Outcome) -> None:
    update_ties(outcome.changed)
    ReturnLine.objects.bulk_create(outcome.added, batch_size=_CHUNK)


def name_orders(return_ids: Iterable[int]) -> None:
    """Put on each return the one order all its tied lines came from, or none."""
    ids = sorted(return_ids)
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        tied = ReturnLine.objects.filter(return_of_id__in=some, order_line__isnull=False).order_by()
        ends = tied.values_list("return_of_id").annotate(low=Min("order_line__order"), high=Max("order_line__order"))
        only = {return_id: low if low == high else None for return_id, low, high in ends}
        update_orders_named((pk, only.get(pk)) for pk in some)

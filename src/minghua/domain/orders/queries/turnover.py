"""What customers bought and brought back within some days, for the rooms above: facts for rules, not rows for people."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Sum

from minghua.domain.orders.models import Order, Return
from minghua.domain.orders.types import Kind, Status, Turnover
from minghua.kernel.periods import Period

_CHUNK = 900


def turnover(customer_ids: Iterable[int], within: Period) -> dict[tuple[int, str], Turnover]:
    """Return (customer id, currency) → completed sales and returns of those days, in minor units; two queries per 900."""
    sold: defaultdict[tuple[int, str], int] = defaultdict(int)
    back: defaultdict[tuple[int, str], int] = defaultdict(int)
    ids = sorted(set(customer_ids))
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        sales = Order.objects.filter(customer_id__in=some, kind=Kind.SALE, status=Status.COMPLETED)
        _add(sales, "placed_on", within.start, within.end, sold)
        _add(Return.objects.filter(customer_id__in=some), "returned_on", within.start, within.end, back)
    return {key: Turnover(sold[key], back[key]) for key in sold.keys() | back.keys()}


def _add(rows: object, column: str, since: date, before: date, sums: dict[tuple[int, str], int]) -> None:
    within = rows.filter(**{f"{column}__gte": since, f"{column}__lt": before}).order_by()  # type: ignore[attr-defined]
    for customer_id, currency, total in within.values_list("customer_id", "currency").annotate(n=Sum("total_minor")):
        sums[customer_id, currency] += total

"""Who bought which product on which day, for the rooms above: facts for rules, not rows for people."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from django.db.models import Q, Sum

from minghua.domain.orders.models import Order, OrderLine
from minghua.domain.orders.types import Kind, Status

_CHUNK = 900


def purchases(
    *, product_ids: Iterable[int], customer_ids: Collection[int] | None = None
) -> Iterator[tuple[int, int, date, int]]:
    """Yield (customer id, product id, day, thousandths bought) of sales that were not cancelled, a row per day.

    `customer_ids` None means every customer. Adjustments and lines without a customer do not count.
    """
    bought = OrderLine.objects.filter(
        ~Q(order__status=Status.CANCELLED),
        product_id__in=list(product_ids),
        order__kind=Kind.SALE,
        order__customer__isnull=False,
        quantity_milli__gt=0,
    )
    days = ("order__customer_id", "product_id", "order__placed_on")
    for some in _chunks(customer_ids):
        rows = bought if some is None else bought.filter(order__customer_id__in=some)
        summed = rows.values(*days).annotate(bought=Sum("quantity_milli")).order_by(*days)
        yield from summed.values_list(*days, "bought").iterator(chunk_size=2_000)


def buyers(*, after_id: int, limit: int) -> list[int]:
    """Return the next customers after that id who have an order, by id."""
    named = Order.objects.filter(customer_id__gt=after_id).order_by("customer_id")
    return list(named.values_list("customer_id", flat=True).distinct()[:limit])


def open_purchases(*, customer_ids: Collection[int]) -> frozenset[tuple[int, int]]:
    """Return the (customer id, product id) pairs that stand on an order not yet completed."""
    held = OrderLine.objects.filter(order__status=Status.OPEN, order__customer_id__in=set(customer_ids))
    return frozenset(held.values_list("order__customer_id", "product_id").distinct())


def _chunks(ids: Collection[int] | None) -> Iterator[Sequence[int] | None]:
    if ids is None:
        yield None
        return
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]

"""What of orders came back, product by product, for whoever gave something with them: facts for rules, not rows for people."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import F, Q, QuerySet, Sum

from minghua.domain.orders.models import Order, OrderLine, ReturnLine
from minghua.domain.orders.types import Kind, Status


class CameBack(NamedTuple):
    """One sale of which something came back: product id → thousandths; `whole` when nothing of it is left, or it was cancelled."""

    order_id: int
    customer_id: int | None
    number: str
    whole: bool
    goods: dict[int, int]


def came_back(*, customer_ids: Collection[int], return_ids: Collection[int] = ()) -> list[CameBack]:
    """Return the sales of these customers, and those these returns are tied to, of which something came back; four queries."""
    theirs = Q(order_line__order__customer_id__in=customer_ids) | Q(return_of_id__in=return_ids)
    ids = set(ReturnLine.objects.filter(theirs).exclude(order_line=None).values_list("order_line__order_id", flat=True))
    cancelled = Q(customer_id__in=customer_ids, status=Status.CANCELLED)
    orders = list(Order.objects.filter(Q(pk__in=ids) | cancelled, kind=Kind.SALE).order_by("pk"))
    sold = _sums(OrderLine.objects.filter(order__in=orders, quantity_milli__gt=0), "order_id", "product_id")
    tied = ReturnLine.objects.filter(order_line__order__in=orders, order_line__quantity_milli__gt=0)
    back = _sums(tied, "order_line__order_id", "order_line__product_id")
    return [
        CameBack(
            order.pk,
            order.customer_id,
            order.number,
            order.status == Status.CANCELLED
            or all(back[order.pk][pk] >= milli for pk, milli in sold[order.pk].items()),
            dict(back[order.pk]),
        )
        for order in orders
    ]


def owners_of(numbers: Iterable[str]) -> dict[str, list[int | None]]:
    """Return number → the customer of each sale that has it, in whatever source."""
    found: defaultdict[str, list[int | None]] = defaultdict(list)
    named = Order.objects.filter(number__in=set(numbers), kind=Kind.SALE).order_by("pk")
    for number, customer_id in named.values_list("number", "customer_id"):
        found[number].append(customer_id)
    return found


def _sums(rows: QuerySet[OrderLine] | QuerySet[ReturnLine], order: str, product: str) -> defaultdict[int, Counter[int]]:
    found: defaultdict[int, Counter[int]] = defaultdict(Counter)
    summed = rows.order_by().values(order_pk=F(order), product_pk=F(product)).annotate(milli=Sum("quantity_milli"))
    for row in summed:
        found[row["order_pk"]][row["product_pk"]] += row["milli"]
    return found

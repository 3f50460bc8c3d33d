"""What customers bought and what of it came back, order by order, for whoever scores it: facts for rules, not rows for people."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import F, Sum

from minghua.domain.orders.models import Order, OrderLine, ReturnLine
from minghua.domain.orders.types import Kind, Status
from minghua.domain.orders.types.sales import Goods, Sold

_CHUNK = 900


class Back(NamedTuple):
    """What of one order came back by one return, in minor units."""

    return_id: int
    at: datetime
    minor: int


class Scorable(NamedTuple):
    """One sale in its customer's own currency: whether it stands, its amount, and what came back of it."""

    order_id: int
    customer_id: int
    placed_at: datetime
    minor: int
    settled: bool
    backs: tuple[Back, ...]


def scorable(customer_ids: Iterable[int]) -> dict[int, list[Scorable]]:
    """Return customer id → their sales in order of time; two queries per 900 customers."""
    found: defaultdict[int, list[Scorable]] = defaultdict(list)
    ids = sorted(set(customer_ids))
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        backs = _backs(some)
        sales = Order.objects.filter(customer_id__in=some, kind=Kind.SALE, currency=F("customer__currency"))
        columns = ("id", "customer_id", "placed_at", "total_minor", "status")
        for order_id, customer_id, placed_at, minor, status in sales.order_by("placed_at", "id").values_list(*columns):
            settled = status == Status.COMPLETED
            found[customer_id].append(
                Scorable(order_id, customer_id, placed_at, minor, settled, tuple(backs.get(order_id, ())))
            )
    return found


def _backs(customer_ids: list[int]) -> dict[int, list[Back]]:
    found: defaultdict[int, list[Back]] = defaultdict(list)
    tied = ReturnLine.objects.filter(order_line__order__customer_id__in=customer_ids)
    keys = ("order_line__order_id", "return_of_id", "return_of__returned_at")
    for order_id, return_id, at, minor in (
        tied.values(*keys)
        .annotate(minor=Sum("amount_minor"))
        .order_by("return_of__returned_at", "return_of_id")
        .values_list(*keys, "minor")
    ):
        found[order_id].append(Back(return_id, at, minor))
    return found


def scorable_orders(order_ids: Iterable[int]) -> dict[int, Scorable]:
    """Return order id → the sale, whoever's it is; of several customers at most 900 are looked at together."""
    ids = sorted(set(order_ids))
    whose = Order.objects.filter(pk__in=ids, customer__isnull=False).values_list("customer_id", flat=True)
    wanted = frozenset(ids)
    return {each.order_id: each for some in scorable(whose).values() for each in some if each.order_id in wanted}


def sold_goods(order_ids: Iterable[int]) -> dict[int, Goods]:
    """Return order id → its lines and what of them came back; two queries per 900 orders."""
    found: dict[int, Goods] = {}
    ids = sorted(set(order_ids))
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        sold: defaultdict[int, list[Sold]] = defaultdict(list)
        for order_id, *told in OrderLine.objects.filter(order_id__in=some).values_list("order_id", *_SOLD):
            sold[order_id].append(Sold(*told))
        came = _came(some)
        for order_id in some:
            found[order_id] = Goods(tuple(sold[order_id]), {pk: tuple(each) for pk, each in came[order_id].items()})
    return found


def _came(order_ids: list[int]) -> defaultdict[int, defaultdict[int, list[Sold]]]:
    came: defaultdict[int, defaultdict[int, list[Sold]]] = defaultdict(lambda: defaultdict(list))
    tied = ReturnLine.objects.filter(order_line__order_id__in=order_ids)
    for order_id, return_id, *told in tied.values_list("order_line__order_id", "return_of_id", *_SOLD):
        came[order_id][return_id].append(Sold(*told))
    return came


_SOLD = ("product_id", "quantity_milli", "amount_minor")

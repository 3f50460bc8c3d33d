"""What was sold and came back in a period, as the room that knows costs needs it: facts for rules, not rows for people."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from minghua.domain.orders.models import Order, OrderLine, Return, ReturnLine
from minghua.domain.orders.types import Kind, Status
from minghua.kernel.periods import Period


class Goods(NamedTuple):
    """Goods of a line: whose, on which day bought, what, how many thousandths, and the cost that stands on the product."""

    customer_id: int
    on: date
    product_id: int
    quantity_milli: int
    listed_minor: int | None
    listed_currency: str


class Books(NamedTuple):
    """The books of some customers: (customer, day, total) of sales, (customer, total) of returns and bad debts, goods."""

    sales: list[tuple[int, date, int]]
    returns: list[tuple[int, int]]
    bad_debts: list[tuple[int, int]]
    sold: list[Goods]
    came_back: list[Goods]


def books(customer_ids: Sequence[int], *, period: Period, currency: str) -> Books:
    """Return the books of some hundred customers over a period in one currency; five queries."""
    whose = Q(customer_id__in=customer_ids, currency=currency)
    placed = Q(placed_on__gte=period.start, placed_on__lt=period.end, status=Status.COMPLETED)
    back = Q(returned_on__gte=period.start, returned_on__lt=period.end)
    sales = Order.objects.filter(whose, placed, kind=Kind.SALE)
    debts = Order.objects.filter(whose, placed, kind=Kind.ADJUSTMENT, kind_reason="bad_debt")
    returns = Return.objects.filter(whose, back)
    product = ("product_id", "quantity_milli", "product__cost_minor", "product__currency")
    sold = OrderLine.objects.filter(order__in=sales).values_list("order__customer_id", "order__placed_on", *product)
    came_back = ReturnLine.objects.filter(return_of__in=returns).annotate(
        bought_on=Coalesce(F("order_line__order__placed_on"), F("return_of__returned_on"))
    )
    return Books(
        list(sales.order_by().values_list("customer_id", "placed_on", "total_minor")),
        list(returns.order_by().values_list("customer_id", "total_minor")),
        [(pk, -total) for pk, total in debts.order_by().values_list("customer_id", "total_minor")],
        [Goods(*row) for row in sold],
        [Goods(*row) for row in came_back.values_list("return_of__customer_id", "bought_on", *product)],
    )

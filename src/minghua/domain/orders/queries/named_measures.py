"""What other rooms may rank and grade by: how often a customer bought, and how long ago the last time."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db.models import Count, Max, QuerySet

from minghua.domain.orders.models import Order
from minghua.domain.orders.types import Kind, Status
from minghua.foundation.measures.types import NamedMeasure, Unit
from minghua.kernel.periods import Period
from minghua.kernel.words import Text


def _bought(customer_ids: Sequence[int] | None, period: Period) -> "QuerySet[Order]":
    rows = Order.objects.filter(
        kind=Kind.SALE,
        status=Status.COMPLETED,
        customer_id__isnull=False,
        placed_on__gte=period.start,
        placed_on__lt=period.end,
    )
    some = rows if customer_ids is None else rows.filter(customer_id__in=list(customer_ids))
    return some.order_by("customer_id")


def _order_count(customer_ids: Sequence[int] | None, period: Period) -> Iterable[tuple[int, int]]:
    return (
        _bought(customer_ids, period)
        .values("customer_id")
        .annotate(told=Count("pk"))
        .values_list("customer_id", "told")
    )


def _days_since(customer_ids: Sequence[int] | None, period: Period) -> Iterable[tuple[int, int]]:
    last_day = period.end - timedelta(days=1)
    rows = (
        _bought(customer_ids, period)
        .values("customer_id")
        .annotate(told=Max("placed_on"))
        .values_list("customer_id", "told")
    )
    return ((pk, (last_day - day).days) for pk, day in rows)


MEASURES = (
    NamedMeasure(
        "order_count", Text("订单数", "Number of orders"), Unit.COUNT,
        Text("已完成的销售单数。", "How many sales were completed."), _order_count,
    ),
    NamedMeasure(
        "days_since_order", Text("距上次下单天数", "Days since the last order"), Unit.DAYS,
        Text("越少越好，所以不能用来排名或定级。", "Less is better, so that nobody is ranked or graded by it."), _days_since,
        more_is_better=False,
    ),
)  # fmt: skip

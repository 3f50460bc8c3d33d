"""What the orders of customers say: the facts their standing is judged by."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum

from minghua.domain.customers.types import TradingFacts
from minghua.domain.orders.models import Order, Return
from minghua.domain.orders.types import Kind, Status
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require

_CHUNK = 900


@dataclass(slots=True)
class _Trade:
    days: list[date] = field(default_factory=list)
    currencies: Counter[str] = field(default_factory=Counter)
    net: Counter[str] = field(default_factory=Counter)


def trading_facts(viewer: Actor, customer_ids: Iterable[int]) -> dict[int, TradingFacts]:
    """Return customer id → facts of completed sales, net of returns, in the currency used most; two queries per 900."""
    require(viewer, "orders.view")
    ids = sorted(set(customer_ids))
    trades: dict[int, _Trade] = {pk: _Trade() for pk in ids}
    for start in range(0, len(ids), _CHUNK):
        _add_sales(viewer, ids[start : start + _CHUNK], trades)
        _take_returns(viewer, ids[start : start + _CHUNK], trades)
    return {pk: _facts(trade) for pk, trade in trades.items()}


def _add_sales(viewer: Actor, ids: list[int], trades: Mapping[int, _Trade]) -> None:
    sales = visible(Order.objects.filter(customer_id__in=ids, kind=Kind.SALE, status=Status.COMPLETED), viewer)
    for pk, day, total, currency in sales.order_by("placed_on").values_list(
        "customer_id", "placed_on", "total_minor", "currency"
    ):
        trades[pk].days.append(day)
        trades[pk].currencies[currency] += 1
        trades[pk].net[currency] += total


def _take_returns(viewer: Actor, ids: list[int], trades: Mapping[int, _Trade]) -> None:
    sums = visible(Return.objects.filter(customer_id__in=ids), viewer).order_by()
    for pk, currency, total in sums.values_list("customer_id", "currency").annotate(n=Sum("total_minor")):
        trades[pk].net[currency] -= total


def _facts(trade: _Trade) -> TradingFacts:
    used = trade.currencies or trade.net
    currency = max(used, key=lambda code: (used[code], code)) if used else "CNY"
    return TradingFacts(
        order_days=tuple(trade.days),
        order_count=len(trade.days),
        net_minor=trade.net[currency],
        currency=currency,
    )


def earnings_of(viewer: Actor, customer_id: int) -> dict[str, int]:
    """Return currency → net minor units of completed sales after returns, of one customer."""
    require(viewer, "orders.view")
    sold: defaultdict[str, int] = defaultdict(int)
    sales = visible(Order.objects.filter(customer_id=customer_id, kind=Kind.SALE, status=Status.COMPLETED), viewer)
    for currency, total in sales.order_by().values_list("currency").annotate(n=Sum("total_minor")):
        sold[currency] += total
    back = visible(Return.objects.filter(customer_id=customer_id), viewer).order_by()
    for currency, total in back.values_list("currency").annotate(n=Sum("total_minor")):
        sold[currency] -= total
    return dict(sold)


def import_runs_of(viewer: Actor, customer_id: int) -> tuple[int, ...]:
    """Return the imports that brought a customer's orders."""
    found = visible(Order.objects.filter(customer_id=customer_id), viewer).exclude(import_run_id=None)
    return tuple(run for run in found.values_list("import_run_id", flat=True).distinct() if run is not None)


def open_orders_of(viewer: Actor, customer_id: int) -> tuple[str, ...]:
    """Return the numbers of a customer's orders that are still to be fulfilled, ten at most."""
    found = visible(Order.objects.filter(customer_id=customer_id, status=Status.OPEN), viewer)
    return tuple(found.order_by("pk").values_list("number", flat=True)[:10])

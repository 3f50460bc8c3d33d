"""What customers bring in a period: some of them by the rule, with every record, or everyone by the measure (R11.1)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.db import connection

from minghua.domain.customers import queries as customer_reads
from minghua.domain.orders.queries import costing
from minghua.domain.value import measures
from minghua.domain.value.models import CostEntry, ProductCost
from minghua.domain.value.queries.rates import rates_of
from minghua.domain.value.rules import shares
from minghua.domain.value.rules.contribution import contribution
from minghua.domain.value.types import (
    Contribution,
    CustomerFacts,
    Dated,
    EntryFact,
    GoodsFact,
    OrderFact,
    Part,
    Return,
)
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound
from minghua.kernel.periods import Period

_CHUNK = 500


def contribution_of(viewer: Actor, customer_id: int, *, period: Period, currency: str = "CNY") -> Contribution:
    """Return what one visible customer brought, part by part, judged by the rule; raises NotFound."""
    require(viewer, "value.view")
    if not customer_reads.visible_ids(viewer, {customer_id}, pooled=False):
        raise NotFound(field="customer_id")
    return judged([customer_id], period=period, currency=currency)[customer_id]


def return_of(viewer: Actor, customer_id: int, *, assets_minor: int, period: Period, currency: str = "CNY") -> Return:
    """Return what the assets engaged for a visible customer bring: (profit / sales) × (sales / assets) (R11.3).

    Assets engaged are the average receivable and what stands ready for this customer alone. Raises NotFound, Invalid.
    """
    if not 0 <= assets_minor < 10**15:
        raise Invalid("占用资产不能为负。", "Assets engaged cannot be negative.", field="assets_minor")
    found = contribution_of(viewer, customer_id, period=period, currency=currency)
    net, sales = found.net_minor, found.net_sales_minor
    rate = shares.customer_return(net_profit=net, sales=sales, assets=assets_minor)
    return Return(net_minor=net, sales_minor=sales, assets_minor=assets_minor, rate=rate)


def judged(customer_ids: Sequence[int], *, period: Period, currency: str) -> dict[int, Contribution]:
    """Return id → contribution by the rule, for rules and journeys; seven queries per 500 customers."""
    found: dict[int, Contribution] = {}
    rates = rates_of(period)
    for start in range(0, len(customer_ids), _CHUNK):
        ids = customer_ids[start : start + _CHUNK]
        costs = product_costs(currency)
        facts = _facts(ids, period=period, currency=currency)
        found |= {pk: contribution(facts[pk], costs=costs, rates=rates) for pk in ids}
    return found


def product_costs(currency: str) -> Mapping[int, list[Dated]]:
    """Return product → its dated costs."""
    dated: dict[int, list[Dated]] = defaultdict(list)
    rows = ProductCost.objects.filter(currency=currency).order_by("product_id", "valid_from")
    for product_id, day, cost in rows.values_list("product_id", "valid_from", "cost_minor"):
        dated[product_id].append(Dated(day, cost))
    return dated


def _facts(ids: Sequence[int], *, period: Period, currency: str) -> dict[int, CustomerFacts]:
    books = costing.books(ids, period=period, currency=currency)
    orders, entries = defaultdict(list), defaultdict(list)
    for pk, day, total in books.sales:
        orders[pk].append(OrderFact(day, total))
    posted = CostEntry.objects.filter(
        customer_id__in=ids, currency=currency, event_on__gte=period.start, event_on__lt=period.end
    )
    for pk, part, amount in posted.values_list("customer_id", "part", "amount_minor"):
        entries[pk].append(EntryFact(Part(part), amount))
    returned, debts = _by_customer(books.returns), _by_customer(books.bad_debts)
    sold, back = _goods(books.sold, currency), _goods(books.came_back, currency)
    return {
        pk: CustomerFacts(
            tuple(orders[pk]),
            tuple(sold[pk]),
            tuple(returned[pk]),
            tuple(back[pk]),
            tuple(debts[pk]),
            tuple(entries[pk]),
        )
        for pk in ids
    }


def _by_customer(rows: Sequence[tuple[int, int]]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for pk, amount in rows:
        found[pk].append(amount)
    return found


def _goods(rows: Sequence[costing.Goods], currency: str) -> Mapping[int, list[GoodsFact]]:
    found: dict[int, list[GoodsFact]] = defaultdict(list)
    for row in rows:
        listed = row.listed_minor if row.listed_currency == currency else None
        found[row.customer_id].append(GoodsFact(row.on, row.product_id, row.quantity_milli, listed))
    return found


def contributions(
    *, period: Period, currency: str = "CNY", customer_ids: Sequence[int] | None = None
) -> Iterator[tuple[int, Contribution]]:
    """Yield (customer id, contribution) of whoever bought in the period, by the measure: one statement.

    For rules and journeys of rooms above, not for people: it asks nobody's permission and hides nobody.
    """
    statement = measures.contributions(period, currency, rates_of(period), customer_ids=customer_ids)
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.values)
        while rows := cursor.fetchmany(2_000):
            for pk, orders, *amounts, _net in rows:
                parts = dict(zip(measures.PARTS, map(int, amounts), strict=True))
                yield pk, Contribution(parts, {Part.SALES: orders})

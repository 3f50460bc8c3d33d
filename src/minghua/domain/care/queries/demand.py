"""The demand plan: what each product will need, day by day or week by week, and what to order for it (R08.5)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from minghua.domain.care.models import Cadence
from minghua.domain.care.queries.facts import facts_of, milli, terms_in_force, terms_of
from minghua.domain.care.queries.rows import visible_jars
from minghua.domain.care.rules import demand
from minghua.domain.care.types import DemandDay, DemandLine
from minghua.domain.catalog import queries as catalog
from minghua.domain.catalog.types import ProductCard
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.periods import Period

Grain = Literal["day", "week"]
Need = tuple[int, date, Fraction]


def demand_plan(viewer: Actor, *, period: Period, grain: Grain = "day") -> list[DemandLine]:
    """Return each product's expected demand in servings per day or week of the period, with whole units to order.

    Needs `route.view` and `products.view`. Jars are run forward; goods with a rhythm count at each turn.
    """
    require(viewer, "route.view")
    sums: dict[int, dict[date, list[Fraction]]] = defaultdict(lambda: defaultdict(list))
    for product_id, day, servings in (*_jars(viewer, period), *_rhythms(viewer, period)):
        sums[product_id][_slot(day, period.start, grain)].append(servings)
    products = catalog.products_by_id(viewer, sums.keys())
    lines = [_line(products[pk], sums[pk], period, grain) for pk in products]
    return sorted(lines, key=lambda line: (-line.servings, line.product_id))


def _jars(viewer: Actor, period: Period) -> Iterator[Need]:
    jars = list(visible_jars(viewer).filter(due_on__lt=period.end))
    facts, book = facts_of(jars), terms_in_force(period.start)
    for jar in jars:
        for refill in demand.expected_refills(facts[jar.pk], terms_of(jar, book), period=period):
            yield jar.product_id, refill.on, refill.quantity


def _rhythms(viewer: Actor, period: Period) -> Iterator[Need]:
    """Yield goods bought by rhythm; their quantities are sales units, so they are turned into servings."""
    rows = visible(Cadence.objects.filter(due_on__lt=period.end, lapses_on__gt=period.start), viewer)
    kept = set(visible_jars(viewer).values_list("customer_id", "product_id"))
    for cadence in rows.select_related("product"):
        if (cadence.customer_id, cadence.product_id) not in kept:
            per_unit = milli(cadence.product.servings_milli or 1000)
            servings = milli(cadence.last_quantity_milli) * per_unit
            days = Fraction(cadence.interval_half_days, 2)
            for day in demand.expected_purchases(due_on=cadence.due_on, interval=days, period=period):
                yield cadence.product_id, day, servings


def _slot(day: date, start: date, grain: Grain) -> date:
    return day if grain == "day" else start + timedelta(days=(day - start).days // 7 * 7)


def _line(product: ProductCard, days: dict[date, list[Fraction]], period: Period, grain: Grain) -> DemandLine:
    step = 1 if grain == "day" else 7
    slots = [period.start + timedelta(days=offset) for offset in range(0, period.days, step)]
    series = tuple(DemandDay(day, len(days.get(day, ())), sum(days.get(day, ()), Fraction(0))) for day in slots)
    servings = sum((day.servings for day in series), Fraction(0))
    per_unit = milli(product.servings_milli or 1000)
    units = demand.units_to_order(servings, per_unit=per_unit)
    return DemandLine(
        product_id=product.id,
        sku=product.sku,
        product_name=product.name,
        unit=product.unit,
        serving=product.serving_name or product.unit,
        refills=sum(day.refills for day in series),
        servings=servings,
        exact_units=servings / per_unit,
        units=units,
        cost_minor=None if product.cost_minor is None or units is None else product.cost_minor * units,
        currency=product.currency,
        days=series,
    )

"""Goods without stock data: their rhythm is read from the orders and kept with its due day (R08.4)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from math import floor
from statistics import median_low

from minghua.domain.care.models import Cadence
from minghua.domain.care.rules import interval
from minghua.domain.care.types import Rhythm
from minghua.domain.catalog import queries as catalog
from minghua.domain.catalog.types import ProductCard
from minghua.domain.orders.queries import purchases as orders
from minghua.foundation.audit import operations as audit
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.periods import local_date

_KEPT = (
    "last_on", "gap_count", "interval_half_days", "learned", "last_quantity_milli", "due_on", "lapses_on", "why",
    "refreshed_at",
)  # fmt: skip
Purchases = dict[tuple[int, int], list[tuple[date, int]]]


def refresh_rhythms(customer_ids: Collection[int] | None = None, *, by: Actor, at: datetime) -> int:
    """Read the rhythms of these customers (None: all) from their orders and return how many there are."""
    require(by, "orders.record")
    today = local_date(at)
    products = {card.id: card for card in catalog.cards(catalog.products(by).filter(replenishable=True, active=True))}
    bought: Purchases = defaultdict(list)
    for customer_id, product_id, day, quantity in orders.purchases(product_ids=products, customer_ids=customer_ids):
        bought[customer_id, product_id].append((day, quantity))
    limit = int(parameters.value("jar.rhythm_lapses_after", on=today))
    rows = list(_rows(bought, products, limit=limit, on=today, at=at))
    _store(rows, customer_ids)
    return len(rows)


def refresh_some_rhythms(*, after_id: int, limit: int, by: Actor, at: datetime) -> list[int]:
    """Read the rhythms of the next customers after that id and return these customers; none when all are done."""
    require(by, "orders.record")
    held = Cadence.objects.filter(customer_id__gt=after_id).order_by("customer_id")
    known = held.values_list("customer_id", flat=True).distinct()[:limit]
    ids = sorted({*known, *orders.buyers(after_id=after_id, limit=limit)})[:limit]
    if ids:
        refresh_rhythms(ids, by=by, at=at)
    return ids


def pause_rhythm(cadence_id: int, *, by: Actor, at: datetime) -> date:
    """Leave a customer in peace about these goods for the parameter's days; returns the day asked again. Raises NotFound."""
    require(by, "route.deliver")
    row = visible(Cadence.objects.all(), by, editing=True).filter(pk=cadence_id).first()
    if row is None:
        raise NotFound(field="cadence_id")
    today = local_date(at)
    until = today + timedelta(days=int(parameters.value("jar.rhythm_pause_days", on=today)))
    Cadence.objects.filter(pk=row.pk).update(paused_until=until)
    audit.record("care.pause_rhythm", "care.Cadence", row.pk, {"until": until}, by=by, at=at)
    return until


def _rows(
    bought: Purchases, products: dict[int, ProductCard], *, limit: int, on: date, at: datetime
) -> Iterator[Cadence]:
    usual = _usual_days(products.values())
    for (customer_id, product_id), purchases in bought.items():
        product = products[product_id]
        usual_days = product.cycle_days or usual.get(product.category_id)
        rhythm = interval.rhythm((day for day, _ in purchases), usual_days=usual_days, on=on)
        if rhythm is not None:
            yield _row(customer_id, product_id, purchases, rhythm, limit=limit, at=at)


def _row(
    customer_id: int, product_id: int, purchases: list[tuple[date, int]], rhythm: Rhythm, *, limit: int, at: datetime
) -> Cadence:
    last_on, quantity = max(purchases)
    return Cadence(
        customer_id=customer_id,
        product_id=product_id,
        last_on=last_on,
        gap_count=len(rhythm.gaps),
        interval_half_days=int(rhythm.interval * 2),
        learned=rhythm.learned,
        last_quantity_milli=quantity,
        due_on=rhythm.due_on,
        lapses_on=last_on + timedelta(days=min(floor(rhythm.interval * limit), 36_500)),
        why=rhythm.why.to_json(),
        refreshed_at=at,
    )


def _usual_days(products: Iterable[ProductCard]) -> dict[int | None, int]:
    """Return category → the usual cycle of its products: the default where a product has none of its own."""
    cycles: dict[int | None, list[int]] = defaultdict(list)
    for product in products:
        if product.category_id is not None and product.cycle_days:
            cycles[product.category_id].append(product.cycle_days)
    return {category: median_low(days) for category, days in cycles.items()}


def _store(rows: list[Cadence], customer_ids: Collection[int] | None) -> None:
    Cadence.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["customer", "product"], update_fields=_KEPT
    )
    kept = {(row.customer_id, row.product_id) for row in rows}
    stale = Cadence.objects.all() if customer_ids is None else Cadence.objects.filter(customer_id__in=customer_ids)
    gone = [pk for pk, *pair in stale.values_list("pk", "customer_id", "product_id") if tuple(pair) not in kept]
    for start in range(0, len(gone), 900):
        Cadence.objects.filter(pk__in=gone[start : start + 900]).delete()

"""The measures of contribution and of the pyramid say of everyone what the rules say of each (R11.1, R13.2)."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from minghua.domain.catalog.models import Product
from minghua.domain.customers.models import Customer
from minghua.domain.orders.models import Order, OrderLine, Return, ReturnLine
from minghua.domain.value import operations as value
from minghua.domain.value import queries as reads
from minghua.domain.value.models import CostEntry, ProductCost, PyramidPlace
from minghua.domain.value.rules import layers, shares
from minghua.domain.value.types import POSTED, PRESETS, Contribution, Definition, Method
from minghua.foundation.parameters import operations as parameters
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.periods import rolling_months
from tests.company import Company

ON, AT = date(2026, 6, 15), datetime(2026, 6, 15, 2, tzinfo=UTC)
PERIOD = rolling_months(ON, 12)
DAYS = (-1, 0, 1, 30, 180, 363, 364, 365, 366)
PEOPLE, PRODUCTS = 60, 6


def _day(chance: random.Random) -> date:
    return PERIOD.start + timedelta(days=chance.choice(DAYS))


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def _populate(chance: random.Random) -> None:
    """People, products with dated and undated costs, orders of every kind, returns tied or not, costs."""
    people = Customer.objects.bulk_create(
        Customer(number=f"V{n:05}", kind="person", name="甲", created_at=AT, updated_at=AT, verified_at=AT)
        for n in range(PEOPLE)
    )
    products = Product.objects.bulk_create(
        Product(
            sku=f"S{n}", sku_key=f"s{n}", name="货", currency=chance.choice(("CNY", "CNY", "GBP")),
            cost_minor=chance.choice((None, 0, 333, 1_999)),
        )
        for n in range(PRODUCTS)
    )  # fmt: skip
    ProductCost.objects.bulk_create(
        ProductCost(product=product, valid_from=day, cost_minor=chance.randint(0, 2_000), currency=currency)
        for product in products[:4]
        for currency in ("CNY", "GBP")
        for day in {_day(chance) for _ in range(chance.randint(0, 3))}
    )
    lines = [line for n in range(PEOPLE * 5) for line in _order(n, chance, people, products)]
    OrderLine.objects.bulk_create(lines)
    ReturnLine.objects.bulk_create(_return(n, chance, people, products, lines) for n in range(PEOPLE))
    CostEntry.objects.bulk_create(_cost(n, chance, people) for n in range(PEOPLE * 2))


def _order(n: int, chance: random.Random, people: Sequence[Customer], products: Sequence[Product]) -> list[OrderLine]:
    day, kind = _day(chance), chance.choice(("sale",) * 5 + ("adjustment",))
    order = Order.objects.create(
        source="p", number=str(n), customer=chance.choice((None, *people)), placed_on=day, placed_at=_at(day),
        currency=chance.choice(("CNY", "CNY", "CNY", "GBP")), total_minor=chance.choice((0, 500, 500, chance.randint(-900, 90_000))),
        line_count=2, kind=kind, kind_reason=chance.choice(("bad_debt", "free_goods")) if kind == "adjustment" else "",
        status=chance.choice(("completed",) * 4 + ("open", "cancelled")), fingerprint="f",
    )  # fmt: skip
    return [
        OrderLine(order=order, position=p, product=chance.choice(products), quantity_milli=chance.choice((-500, 1, 500, 1_000, 2_001)), unit_price_e4=0, amount_minor=0)
        for p in (1, 2)
    ]  # fmt: skip


def _return(
    n: int, chance: random.Random, people: Sequence[Customer], products: Sequence[Product], lines: list[OrderLine]
) -> ReturnLine:
    day = _day(chance)
    head = Return.objects.create(
        source="p", number=str(n), customer=chance.choice((None, *people)), returned_on=day, returned_at=_at(day),
        currency=chance.choice(("CNY", "CNY", "GBP")), total_minor=chance.randint(1, 5_000), fingerprint="f",
    )  # fmt: skip
    return ReturnLine(
        return_of=head, position=1, product=chance.choice(products), quantity_milli=chance.choice((1, 500, 1_000)),
        unit_price_e4=0, amount_minor=0, order_line=chance.choice((None, *lines)),
    )  # fmt: skip


def _cost(n: int, chance: random.Random, people: Sequence[Customer]) -> CostEntry:
    day = _day(chance)
    return CostEntry(
        customer=chance.choice(people), part=str(chance.choice(POSTED)), amount_minor=chance.randint(1, 9_000), event_on=day,
        event_at=_at(day), source="p", key=str(n), recorded_at=AT, currency=chance.choice(("CNY", "CNY", "GBP")),
    )  # fmt: skip


def _rates(chance: random.Random) -> None:
    for day in {_day(chance) for _ in range(3)}:
        parameters.set_value(
            "value.order_logistics", chance.choice(("0.05", "3.5", "12")), valid_from=day, by=SYSTEM, at=AT
        )
    parameters.set_value("value.returned_stock", chance.choice((0, 33, 100)), valid_from=PERIOD.start, by=SYSTEM, at=AT)


@pytest.mark.parametrize("seed", range(4))
def test_contributions_by_measure_are_those_by_rule(company: Company, seed: int) -> None:
    chance = random.Random(seed)
    with unit_of_work(SYSTEM, at=AT):
        _rates(chance)
        _populate(chance)
    ids = list(Customer.objects.values_list("pk", flat=True))
    for currency in ("CNY", "GBP"):
        judged = {
            pk: found
            for pk, found in reads.judged(ids, period=PERIOD, currency=currency).items()
            if found.counts["sales"]  # type: ignore[index]
        }
        measured = dict(reads.contributions(period=PERIOD, currency=currency))
        assert {pk: (one.parts, one.net_minor) for pk, one in measured.items()} == {
            pk: (one.parts, one.net_minor) for pk, one in judged.items()
        }
        some = ids[:7]
        assert dict(reads.contributions(period=PERIOD, currency=currency, customer_ids=some)) == {
            pk: one for pk, one in measured.items() if pk in some
        }
        assert len(measured) > PEOPLE / 4


def _definitions() -> list[Definition]:
    presets = [definition for _, definition in PRESETS.values()]
    abc = PRESETS["amount_75_20_5"][1]
    by_value = replace(
        abc, method=Method.VALUE, layers=tuple(replace(one, cut=cut) for one, cut in zip(abc.layers, (50_000, 0, 0), strict=True))
    )  # fmt: skip
    found = [
        *presets,
        by_value,
        replace(abc, basis="net_contribution"),
        replace(presets[0], basis="gross_margin", currency="GBP"),
    ]
    return [replace(one, ties_up=ties_up) for one in found for ties_up in (False, True)]


def _metric(one: Contribution, basis: str) -> int:
    return {
        "net_contribution": one.net_minor,
        "net_sales": one.net_sales_minor,
        "gross_margin": one.net_sales_minor - one.parts["goods"],  # type: ignore[index]
    }[basis]


@pytest.mark.parametrize("seed", range(2))
def test_places_by_measure_are_those_by_rule(company: Company, seed: int) -> None:
    chance = random.Random(seed)
    with unit_of_work(SYSTEM, at=AT):
        _rates(chance)
        _populate(chance)
    for definition in _definitions():
        with unit_of_work(SYSTEM, at=AT):
            run_id = value.run_pyramid(definition, on=ON, by=SYSTEM, at=AT)
        found = dict(reads.contributions(period=PERIOD, currency=definition.currency))
        by_rule = layers.place(((pk, _metric(one, definition.basis)) for pk, one in found.items()), definition)
        stored = PyramidPlace.objects.filter(run_id=run_id).order_by("rank")
        assert list(stored.values_list("customer_id", "metric_minor", "rank", "layer")) == [
            (one.customer_id, one.metric_minor, one.rank, one.layer) for one in by_rule
        ]
        _same_figures(run_id, found)


def _same_figures(run_id: int, found: dict[int, Contribution]) -> None:
    run = reads.run(SYSTEM, run_id)
    assert run is not None
    nets, sales = [one.net_minor for one in found.values()], [one.net_sales_minor for one in found.values()]
    whale, gini = shares.whale(nets), shares.gini(sales)
    assert run.figures["gini_e6"] == (None if gini is None else round(gini * 1_000_000))
    assert run.figures["whale_peak_e6"] == (None if whale is None else round(whale.peak * 1_000_000))
    assert (run.figures["net_minor"], run.figures["sales_minor"]) == (sum(nets), sum(sales))
    assert sum(layer.customers for layer in run.layers) == len(found)
    for chosen in reads.Quadrant:
        page = reads.places(SYSTEM, run_id, chosen=chosen, limit=1_000)
        assert all(place.quadrant is chosen for place in page.items)

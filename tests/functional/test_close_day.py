"""The day begins: time alone changes standings (A01.1), neglected customers return to the pool, twice is once."""

from datetime import UTC, date, datetime

import pytest

from minghua.domain.care.models import Cadence
from minghua.domain.catalog.models import Product
from minghua.domain.customers import operations as customers
from minghua.domain.customers.models import Customer
from minghua.domain.customers.types import NewCustomer
from minghua.domain.orders.types import NewLine, NewOrder
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.worker.day import begin_day
from minghua.journeys import close_day
from minghua.journeys.record_order import record_order


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, 0, tzinfo=UTC)


def buy(customer_id: int, day: date) -> None:
    product, _ = Product.objects.get_or_create(sku="RICE", defaults={"name": "东北大米", "sku_key": "RICE"})
    at = noon(day)
    new = NewOrder(
        source="test",
        number=f"T-{customer_id}-{day}",
        customer_id=customer_id,
        placed_at=at,
        currency="CNY",
        lines=(NewLine(product_id=product.pk, quantity_milli=1000, unit_price_e4=600_000),),
    )
    with unit_of_work(SYSTEM, at=at):
        record_order(new, by=SYSTEM, at=at)


def status_after_night(customer_id: int, day: date) -> str:
    begin_day({}, at=noon(day), beat=lambda: None)
    return Customer.objects.get(pk=customer_id).status


@pytest.fixture
def customer_id(company) -> int:
    at = noon(date(2024, 1, 1))
    with unit_of_work(SYSTEM, at=at):
        return customers.create_customer(NewCustomer(kind="person", name="王伟"), by=SYSTEM, at=at)


def test_a01_1_time_alone_moves_a_customer_on(customer_id):
    """A01.1 through the night job: dormant, lost, regained, then repeat."""
    buy(customer_id, date(2024, 1, 10))
    buy(customer_id, date(2024, 3, 5))
    seen = [status_after_night(customer_id, day) for day in (date(2024, 6, 3), date(2024, 6, 5), date(2024, 9, 2))]
    assert seen == ["repeat", "dormant", "lost"]
    assert Customer.objects.get(pk=customer_id).relation_time == "past"
    buy(customer_id, date(2024, 10, 1))
    buy(customer_id, date(2025, 3, 1))
    seen = [status_after_night(customer_id, day) for day in (date(2025, 3, 29), date(2025, 3, 30))]
    assert seen == ["regained", "repeat"]


def test_a_night_that_runs_twice_changes_nothing_more(customer_id):
    buy(customer_id, date(2024, 1, 10))
    first = status_after_night(customer_id, date(2024, 9, 2))
    before = Customer.objects.values().get(pk=customer_id)
    assert (first, status_after_night(customer_id, date(2024, 9, 2))) == ("lost", "lost")
    assert Customer.objects.values().get(pk=customer_id) == before


def test_missed_nights_come_to_the_same(customer_id):
    buy(customer_id, date(2024, 1, 10))
    assert status_after_night(customer_id, date(2025, 1, 10)) == "lost"


def test_the_night_plans_in_pieces_and_each_tells_that_it_lives(customer_id, monkeypatch):
    monkeypatch.setattr(close_day, "BATCH", 1)
    Product.objects.create(sku="RICE", sku_key="RICE", name="东北大米", replenishable=True, cycle_days=30)
    with unit_of_work(SYSTEM, at=noon(date(2024, 1, 1))):
        other = customers.create_customer(NewCustomer(kind="person", name="李梅"), by=SYSTEM, at=noon(date(2024, 1, 1)))
    for one in (customer_id, other):
        buy(one, date(2024, 1, 10))
    assert Cadence.objects.count() == 2  # an order is read as soon as it is recorded
    Cadence.objects.all().delete()
    beats = []
    begin_day({}, at=noon(date(2024, 1, 20)), beat=lambda: beats.append(Cadence.objects.count()))
    assert beats[-3:] == [0, 1, 2]  # the other steps; then two customers and the end
    assert set(beats[:-3]) == {0}
    assert sorted(Cadence.objects.values_list("customer_id", flat=True)) == [customer_id, other]

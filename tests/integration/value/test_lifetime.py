"""Lifetime over everybody: what the engine tells a fit is what the books hold, and who may ask (C02)."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from minghua.domain.customers.models import Customer
from minghua.domain.orders.models import Order
from minghua.domain.value import queries as reads
from minghua.domain.value.measures import lifetime as measure
from minghua.domain.value.queries.lifetime import TooFewCustomers
from minghua.domain.value.types.lifetime import Bought, Spent
from minghua.foundation.engine import queries as engine
from minghua.foundation.engine.refreshing import Refresher
from minghua.foundation.people.types import SYSTEM
from minghua.kernel.errors import Forbidden
from minghua.kernel.periods import rolling_months
from tests.company import Company
from tests.conftest import AT, ON

PEOPLE = 120


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.ENGINE_ROOT = tmp_path / "analysis"


def _trade(chance: Random, people: int) -> None:
    """Customers with their own rhythm, some of whom leave; sometimes twice on one day."""
    made = Customer.objects.bulk_create(
        Customer(number=f"L{n:05}", kind="person", name="甲", created_at=AT, updated_at=AT) for n in range(people)
    )
    orders = []
    for customer in made:
        day, gap = ON - timedelta(days=chance.randint(5, 900)), chance.choice((6, 20, 60))
        while day <= ON:
            for _ in range(chance.choice((1, 1, 2))):
                orders.append(_order(len(orders), customer, day, chance.randint(500, 20_000)))
            day += timedelta(days=1 + int(chance.expovariate(1 / gap)))
            if chance.random() < 0.15:
                break
    Order.objects.bulk_create(orders)


def _order(number: int, customer: Customer, day: date, total: int) -> Order:
    at = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    return Order(
        source="l", number=str(number), customer=customer, placed_at=at, placed_on=day, total_minor=total, line_count=0,
        fingerprint="f",
    )  # fmt: skip


def _by_hand(start: date) -> tuple[Counter[tuple[int, float, float]], Counter[tuple[int, float]]]:
    paid: dict[int, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for customer_id, day, total in Order.objects.values_list("customer_id", "placed_on", "total_minor"):
        paid[customer_id][day] += total
    bought, spent = Counter(), Counter()
    for days in paid.values():
        first, last, repeats = min(days), max(days), len(days) - 1
        if first < start:
            continue
        bought[repeats, (last - first).days / 7, (ON - first).days / 7] += 1
        if repeats:
            spent[repeats, sum(total for day, total in days.items() if day != first) / repeats] += 1
    return bought, spent


def test_the_engine_tells_a_fit_what_the_books_hold(company: Company) -> None:
    _trade(Random(3), PEOPLE)
    Refresher(lambda: AT).refresh(by=SYSTEM)
    period = rolling_months(ON, 24)
    with engine.session() as session:
        bought, spent = measure.told(session, period=period, currency="CNY")
    by_hand = _by_hand(period.start)
    assert Counter({(one.repeats, one.last, one.observed): one.customers for one in bought}) == by_hand[0]
    assert Counter({(one.repeats, one.mean): one.customers for one in spent}) == by_hand[1]
    found = reads.lifetime(company.actor("manager"), on=ON)
    assert (found.cut_at, found.buying.customers) == (AT, sum(by_hand[0].values()))
    assert found.spending.customers == sum(by_hand[1].values())
    assert 0 < found.alive <= found.buying.customers
    assert found.expected_days > 0
    assert type(bought[0]) is Bought
    assert type(spent[0]) is Spent


def test_a_fit_is_refused_to_who_sees_a_part_and_for_too_few(company: Company) -> None:
    _trade(Random(3), 3)
    Refresher(lambda: AT).refresh(by=SYSTEM)
    with pytest.raises(Forbidden):
        reads.lifetime(company.actor("lead"), on=ON)
    with pytest.raises(TooFewCustomers):
        reads.lifetime(company.actor("manager"), on=ON)

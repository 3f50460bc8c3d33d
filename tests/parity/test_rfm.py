"""The measures of features and of RFM say of everybody what the rules say of each (R12.7): nulls, ties, refunds, zones, leap days."""

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from minghua.domain.customers.models import Customer
from minghua.domain.orders.models import Order, Return
from minghua.domain.value.measures import features as feature_measure
from minghua.domain.value.measures import rfm as measure
from minghua.domain.value.rules import features as feature_rule
from minghua.domain.value.rules import rfm as rule
from minghua.domain.value.types.features import Features, Refund, Sale
from minghua.domain.value.types.rfm import Cutting
from minghua.foundation.engine import queries as engine
from minghua.foundation.engine.refreshing import Refresher
from minghua.foundation.people.types import SYSTEM
from minghua.kernel.periods import Period, local_date, rolling_months
from tests.company import Company

AT = datetime(2026, 6, 15, 2, tzinfo=UTC)
ENDS = (date(2026, 6, 15), date(2024, 2, 29), date(2025, 2, 28), date(2026, 1, 1))
DAYS = (0, 1, 27, 28, 29, 30, 31, 180, 364, 365, 366, 1_090, 1_100, 1_500)
PEOPLE = 40


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.ENGINE_ROOT = tmp_path / "analysis"


def _instant(chance: random.Random, last: date) -> datetime:
    """A moment whose local day is often another than its day in UTC; sometimes on a leap day, sometimes after the end."""
    day = chance.choice(
        (date(2024, 2, 29), date(2023, 2, 28), last + timedelta(days=1), *(last - timedelta(days=n) for n in DAYS))
    )
    return datetime(
        day.year, day.month, day.day, chance.choice((0, 15, 16, 23)), 59, 59, chance.randint(0, 999_999), tzinfo=UTC
    )


def _populate(chance: random.Random, last: date) -> None:
    people = Customer.objects.bulk_create(
        Customer(number=f"R{n:05}", kind="person", name="甲", created_at=AT, updated_at=AT) for n in range(PEOPLE)
    )
    orders, returns = [], []
    for n in range(PEOPLE * 6):
        at = _instant(chance, last)
        orders.append(
            Order(
                source="p", number=str(n), customer=chance.choice((None, *people)), placed_at=at, placed_on=local_date(at),
                currency=chance.choice(("CNY", "CNY", "GBP")), line_count=0, fingerprint="f",
                total_minor=chance.choice((0, 100, 100, 500, chance.randint(-900, 9 * 10**12))),
                kind=chance.choice(("sale",) * 5 + ("adjustment",)), status=chance.choice(("completed",) * 4 + ("open", "cancelled")),
            )
        )  # fmt: skip
        if n % 3 == 0:
            at = _instant(chance, last)
            returns.append(
                Return(
                    source="p", number=str(n), customer=chance.choice((None, *people)), returned_at=at, returned_on=local_date(at),
                    currency=chance.choice(("CNY", "CNY", "GBP")), total_minor=chance.choice((1, 100, chance.randint(1, 10**9))), fingerprint="f",
                )
            )  # fmt: skip
    Order.objects.bulk_create(orders)
    Return.objects.bulk_create(returns)


def _by_rule(period: Period, currency: str) -> Iterator[tuple[int, Features]]:
    sales, refunds = defaultdict(list), defaultdict(list)
    for order in Order.objects.filter(currency=currency, kind="sale", status="completed", customer__isnull=False):
        sales[order.customer_id].append(Sale(order.placed_on, order.total_minor))
    for back in Return.objects.filter(currency=currency, customer__isnull=False):
        refunds[back.customer_id].append(Refund(back.returned_on, back.total_minor))
    for pk in sorted(sales):
        found = feature_rule.features(sales[pk], refunds[pk], period=period)
        if found is not None:
            yield pk, found


@pytest.mark.parametrize("seed", range(4))
def test_everybody_by_measure_is_each_by_rule(company: Company, seed: int) -> None:
    chance, last = random.Random(seed), ENDS[seed]
    _populate(chance, last)
    Refresher(lambda: AT).refresh(by=SYSTEM)
    for months, currency in ((12, "CNY"), (1, "CNY"), (24, "GBP"), (1, "USD")):
        period = rolling_months(last, months)
        by_rule = dict(_by_rule(period, currency))
        with engine.session() as session:
            table = feature_measure.features(session, period=period, currency=currency)
            measured = {pk: Features(*values) for pk, *values in session.rows(table)}
            assert measured == by_rule
            people = measure.seen(session, period=period, currency=currency)
            seen = [one for pk, found in by_rule.items() if (one := rule.seen(pk, found, period=period))]
            for cutting in Cutting:
                among = rule.cuts(seen, cutting)
                assert measure.cuts(session, people, cutting) == among
                assert session.rows(measure.scored(people, among)) == [
                    (one.customer_id, one.recency, one.frequency, one.monetary_minor, *_scores(rule.scored(one, among)))
                    for one in seen
                ]
        assert (len(seen) > PEOPLE / 4) is (currency != "USD")


def _scores(found: Any) -> tuple[int, int, int, int]:
    return found.recency, found.frequency, found.monetary, found.segment

"""Two thumbs on one delivery at the same moment: one refill, one sale, on either database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from django.db import connection

from minghua.domain.care.models import Delivery, Jar
from minghua.domain.orders.models import Order
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.deliver_refill import deliver_refill

AT = datetime(2025, 3, 7, 3, 0, tzinfo=UTC)
THUMBS = 8


@pytest.mark.django_db(transaction=True)
def test_many_taps_at_once_are_one_delivery(home, company):
    jar_id, by = home().jar_id, company.actor("east1")
    start = Barrier(THUMBS)

    def tap(_: int) -> bool:
        try:
            start.wait(timeout=30)
            with unit_of_work(by, at=AT):
                return deliver_refill(
                    jar_id, quantity_milli=60_000, key="after-0", on=date(2025, 3, 7), by=by, at=AT
                ).delivery.replayed
        finally:
            connection.close()

    with ThreadPoolExecutor(THUMBS) as thumbs:
        replayed = list(thumbs.map(tap, range(THUMBS)))
    assert sorted(replayed) == [False] + [True] * (THUMBS - 1)
    assert (Delivery.objects.count(), Order.objects.count()) == (1, 1)
    assert Jar.objects.get().rate_micro == 8_600_000

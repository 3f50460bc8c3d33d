"""Two writers tell the same order at the same moment: one order results, on either database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from minghua.domain.orders import operations as orders
from minghua.domain.orders.models import Order, OrderLine, ReturnLine
from minghua.domain.orders.types import Outcome
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests.company import found_company
from tests.conftest import AT
from tests.trade import a_return, an_order, day, line, open_shop

WRITERS = 8


def at_once(act) -> list:
    """Run the act in several threads that start together, each with its own connection."""
    barrier = Barrier(WRITERS)

    def run(number: int):
        barrier.wait(timeout=20)
        try:
            with unit_of_work(SYSTEM, at=AT):
                return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(run, range(WRITERS)))


@pytest.mark.django_db(transaction=True)
def test_the_same_number_at_once_is_one_order() -> None:
    trade = open_shop(found_company())
    new = an_order("1", line(trade.rice), line(trade.oil), customer=trade.wang, at=day(1))
    made = at_once(lambda _: orders.record(new, by=SYSTEM, at=AT))
    assert (Order.objects.count(), OrderLine.objects.count()) == (1, 2)
    assert sorted(row.outcome for row in made) == [Outcome.CREATED] + [Outcome.UNCHANGED] * (WRITERS - 1)


@pytest.mark.django_db(transaction=True)
def test_returns_at_once_never_take_more_than_was_bought() -> None:
    trade = open_shop(found_company())
    with unit_of_work(SYSTEM, at=AT):
        orders.record(an_order("1", line(trade.rice, 3), customer=trade.wang, at=day(1)), by=SYSTEM, at=AT)
    at_once(
        lambda number: orders.record_return(
            a_return(f"C{number}", line(trade.rice), customer=trade.wang, at=day(2)), by=SYSTEM, at=AT
        )
    )
    matches = sorted(ReturnLine.objects.values_list("match", flat=True))
    assert matches == ["exact"] * 3 + ["quantity_exceeds"] * (WRITERS - 3)

"""Points asked for by many at once: what one may spend is spent once (LV8, R3, R4)."""

import threading
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.db import connection

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty.models import PointsAccount, PointsFact
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Refusal
from tests.append_only import emptied_afterwards
from tests.company import found_company
from tests.integration.loyalty.test_points import AT_ONCE, unproven
from tests.trade import Trade, day, open_shop

pytestmark = pytest.mark.django_db(transaction=True)
NOW = day(3)


@pytest.fixture
def trade(transactional_db: None) -> Iterator[Trade]:
    with emptied_afterwards():
        trade = open_shop(found_company())
        with unit_of_work(SYSTEM, at=day(1)):
            loyalty.publish_points(AT_ONCE, from_on=date(2020, 1, 1), by=SYSTEM, at=day(1))
            loyalty.earn_points("points", trade.wang, 100, key="start", by=SYSTEM, at=day(1))
        yield trade
        assert unproven(NOW) == {}


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts in threads that start together and return what each came to."""
    barrier, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index: int, act: Callable[[], object]) -> None:
        barrier.wait(timeout=30)
        try:
            with unit_of_work(SYSTEM, at=NOW):
                act()
            outcomes[index] = "done"
        except Refusal as refusal:
            outcomes[index] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return outcomes


def test_lv8_of_twenty_who_spend_all_at_once_one_does(trade: Trade) -> None:
    def spending(number: int) -> Callable[[], object]:
        return lambda: loyalty.spend_points("points", trade.wang, 100, key=f"s{number}", by=SYSTEM, at=NOW)

    told = at_once(*(spending(number) for number in range(20)))
    assert sorted(map(str, told)) == ["done", *["insufficient_points"] * 19]
    account = PointsAccount.objects.get(customer_id=trade.wang)
    assert (account.available, account.debt) == (0, 0)


def test_one_key_told_by_twenty_at_once_is_one_earning(trade: Trade) -> None:
    told = at_once(*[lambda: loyalty.earn_points("points", trade.wang, 10, key="k", by=SYSTEM, at=NOW)] * 20)
    assert told == ["done"] * 20
    assert PointsFact.objects.filter(key="earn:k").count() == 1
    assert PointsAccount.objects.get(customer_id=trade.wang).available == 110


def test_holds_at_once_never_hold_more_than_there_is(trade: Trade) -> None:
    def holding(number: int) -> Callable[[], object]:
        return lambda: loyalty.hold_points("points", trade.wang, 30, key=f"h{number}", by=SYSTEM, at=NOW)

    told = at_once(*(holding(number) for number in range(12)))
    assert sorted(map(str, told)) == [*["done"] * 3, *["insufficient_points"] * 9]

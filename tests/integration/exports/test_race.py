"""Two at once: a day's rows are taken once, a request is decided once, a file is taken so often and no more (T11, T15)."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.foundation.exports import making
from minghua.foundation.exports import operations as exports
from minghua.foundation.exports.models import Export, ExportDay
from minghua.foundation.exports.types import Asked, State
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys import export_customers
from minghua.kernel.errors import Refusal
from tests.company import Company, found_company
from tests.conftest import AT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ASKED = Asked(export_customers.ARCHIVES, reason="年度回访名单")
CLIENTS = 8


@pytest.fixture
def shop(transactional_db: None) -> Company:
    company = found_company()
    with unit_of_work(SYSTEM, at=AT):
        for number in range(300):
            new = NewCustomer(kind="person", name=f"客人{number}", owner_id=company.user_ids["east1"])
            customers.create_customer(new, by=SYSTEM, at=AT)
    return company


def at_once(act: Callable[[int], Any]) -> list[bool]:
    """Start all clients together; return which were let through."""
    barrier, through = threading.Barrier(CLIENTS), [False] * CLIENTS

    def run(number: int) -> None:
        try:
            barrier.wait()
            act(number)
            through[number] = True
        except Refusal:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return through


def test_t15_eight_slices_at_once_take_no_more_than_the_limit(shop: Company) -> None:
    lead = shop.actor("lead")

    def slice_(_: int) -> None:
        with unit_of_work(lead, at=AT):
            exports.hand_out(ASKED, by=lead, at=AT)

    assert sum(at_once(slice_)) == 1  # 300 of 500: a second one does not fit
    assert ExportDay.objects.get().unapproved == 300


def test_a_request_is_decided_by_one_of_many(shop: Company) -> None:
    lead, deciders = shop.actor("lead"), [shop.actor("manager"), shop.actor("boss")]
    with unit_of_work(lead, at=AT):
        export_id = exports.request(ASKED, by=lead, at=AT)

    def decide(number: int) -> None:
        by = deciders[number % 2]
        with unit_of_work(by, at=AT):
            if number % 4 < 2:
                exports.approve(export_id, by=by, at=AT)
            else:
                exports.refuse(export_id, reason="范围太大了", by=by, at=AT)

    assert sum(at_once(decide)) == 1


def test_a_file_is_taken_three_times_by_eight_at_once(shop: Company) -> None:
    lead, manager = shop.actor("lead"), shop.actor("manager")
    with unit_of_work(lead, at=AT):
        export_id = exports.request(ASKED, by=lead, at=AT)
    with unit_of_work(manager, at=AT):
        exports.approve(export_id, by=manager, at=AT)
    making.make(export_id, at=AT, beat=lambda: None)

    def take(_: int) -> None:
        with unit_of_work(lead, at=AT):
            exports.take(export_id, by=lead, at=AT)

    assert sum(at_once(take)) == 3
    assert Export.objects.get().state == State.READY

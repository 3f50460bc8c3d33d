"""A legal hold and the ways back: no undo of an import takes a held customer away; a merge stays undoable (N7)."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import Customer
from minghua.domain.orders.models import Order
from minghua.foundation.imports import operations as imports
from minghua.foundation.people.models import User
from minghua.foundation.people.types import Actor
from minghua.foundation.personal import holding
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys import merge_customers
from tests.company import Company
from tests.conftest import AT
from tests.functional.web.test_rights_pages import BACKEND
from tests.imports_driving import advance, imported, undone
from tests.trade import open_shop

pytestmark = pytest.mark.django_db
PEOPLE = "编号,姓名\n" + "".join(f"P{n},客户{n}\n" for n in range(1, 8))
ORDERS = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n{},A,RICE,2,2011-01-0{} 10:00:00,5,7.0,UK\n"


@pytest.fixture
def boss(company: Company) -> Actor:
    return company.actor("boss")


def _hold(boss: Actor, *names: str) -> None:
    with unit_of_work(boss, at=AT):
        for customer in Customer.objects.filter(name__in=names):
            holding.hold(customer.pk, why="诉讼", by=boss, at=AT)


def _client(company: Company, username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username), BACKEND)
    return client


def test_an_import_is_not_undone_while_one_it_brought_is_held(company: Company, boss: Actor) -> None:
    card = imported(PEOPLE.encode(), boss, target="customers")
    _hold(boss, "客户2", "客户5")
    two, five = Customer.objects.filter(name__in=["客户2", "客户5"]).order_by("pk")
    with pytest.raises(customers.UnderHold) as refused:
        undone(card.id, boss)
    told = refused.value
    assert told.message("zh-hans") == f"无法撤销：2 位客户正在依法保全（客户2 {two.number}、客户5 {five.number}）。"
    assert told.message("en") == f"It cannot be undone: 2 under a legal hold (客户2 {two.number}, 客户5 {five.number})."
    page = _client(company, "boss").post(f"/imports/{card.id}/reversal")
    assert (page.status_code, f"客户2 {two.number}" in page.content.decode()) == (409, True)
    with unit_of_work(boss, at=AT):
        for customer in (two, five):
            holding.lift(customer.pk, reason="已结案", by=boss, at=AT)
    assert undone(card.id, boss).state == "undone"
    assert Customer.objects.count() == 0


def test_five_are_named_and_the_rest_counted(boss: Actor) -> None:
    card = imported(PEOPLE.encode(), boss, target="customers")
    _hold(boss, *(f"客户{n}" for n in range(1, 8)))
    with pytest.raises(customers.UnderHold) as refused:
        undone(card.id, boss)
    said = refused.value.message("zh-hans")
    assert ("7 位" in said, "客户5" in said, "客户6" in said, said.endswith("等）。")) == (True, True, False, True)


def test_a_hold_set_while_the_undo_runs_stops_it(boss: Actor) -> None:
    card = imported(PEOPLE.encode(), boss, target="customers")
    with unit_of_work(boss, at=AT):
        imports.start_undo(card.id, by=boss, at=AT)
    _hold(boss, "客户2")
    stopped = advance(card.id, boss)
    assert (stopped.state, "客户2" in stopped.failure) == ("done", True)
    with pytest.raises(customers.UnderHold), unit_of_work(boss, at=AT):  # past the first look: the deletion looks too
        customers.withdraw_run(card.id, by=boss, at=AT)
    assert Customer.objects.count() == 7


@pytest.mark.parametrize("of_the_run", [True, False], ids=["brought by the run", "known before"])
def test_an_import_of_orders_is_not_undone_while_their_customer_is_held(boss: Actor, of_the_run: bool) -> None:
    runs = [imported(ORDERS.format(n, n).encode(), boss).id for n in (1, 2)]
    holder = Customer.objects.get(external_id="7")
    with unit_of_work(boss, at=AT):
        holding.hold(holder.pk, why="诉讼", by=boss, at=AT)
    with pytest.raises(customers.UnderHold) as refused:
        undone(runs[0 if of_the_run else 1], boss)
    assert holder.number in refused.value.message("en")
    assert Order.objects.count() == 2


def test_the_page_says_that_a_hold_extends_the_days_of_undoing(company: Company, boss: Actor, at: datetime) -> None:
    trade = open_shop(company)
    with unit_of_work(boss, at=at):
        made = merge_customers.merge_customers(trade.wang, trade.liu, by=boss, at=at)
    later = at + timedelta(days=31)
    assert [row.kept_by_hold for row in customer_reads.merges(boss, at=later)] == [False]
    with unit_of_work(boss, at=at):
        holding.hold(trade.wang, why="诉讼", by=boss, at=at)
    assert [row.kept_by_hold for row in customer_reads.merges(boss, at=later)] == [True]
    assert customer_reads.merge(boss, made.id, at=later).kept_by_hold
    page = _client(company, "boss").get("/customers/merges").content.decode()
    assert "有客户正在依法保全，解除前一直可以撤销" in page
    assert f"/customers/merges/{made.id}" in page

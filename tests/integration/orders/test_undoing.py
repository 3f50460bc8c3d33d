"""An import is taken away as a whole while nothing else depends on it."""

import pytest

from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog.models import Product
from minghua.domain.catalog.types import NewProduct
from minghua.domain.orders import operations as orders
from minghua.domain.orders.models import Order, OrderLine, Return, ReturnLine
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.search import queries as search_reads
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.timeline.models import TimelineEntry
from minghua.kernel.errors import Forbidden
from tests.company import Company
from tests.conftest import AT
from tests.trade import Trade, a_return, an_order, day, line, open_shop

RUN = 7


@pytest.fixture
def trade(company: Company) -> Trade:
    made = open_shop(company)
    with unit_of_work(SYSTEM, at=AT):
        orders.record(an_order("before", line(made.rice), customer=made.wang, at=day(1)), by=SYSTEM, at=AT)
        mine = an_order("imported-1", line(made.rice, 2), customer=made.wang, at=day(2), run=RUN)
        orders.record_many([mine], by=SYSTEM, at=AT)
        orders.record_return(a_return("C1", line(made.rice), customer=made.wang, at=day(3), run=RUN), by=SYSTEM, at=AT)
    return made


def counts() -> list[int]:
    return [model.objects.count() for model in (Order, OrderLine, Return, ReturnLine)]


def test_everything_the_run_brought_goes_and_nothing_else(trade: Trade) -> None:
    assert [hit.title for hit in search_reads.find(SYSTEM, "imported-1", kinds=("order",))] == ["imported-1"]
    with unit_of_work(SYSTEM, at=AT):
        undone = orders.remove_import(RUN, by=SYSTEM, at=AT)
    assert (undone.orders, undone.order_lines, undone.returns, undone.return_lines) == (1, 1, 1, 1)
    assert undone.customer_ids == frozenset({trade.wang})
    assert counts() == [1, 1, 0, 0]
    kinds = TimelineEntry.objects.filter(kind__in=["order", "return"]).values_list("kind", flat=True)
    assert list(kinds) == ["order"]
    assert search_reads.find(SYSTEM, "imported-1", kinds=("order",)) == []


def test_a_later_return_stands_in_the_way_and_nothing_is_taken(trade: Trade) -> None:
    with unit_of_work(SYSTEM, at=AT):
        orders.record_return(a_return("C9", line(trade.rice), customer=trade.wang, at=day(9)), by=SYSTEM, at=AT)
    before = counts()
    with unit_of_work(SYSTEM, at=AT), pytest.raises(orders.ImportInUse) as refusal:
        orders.remove_import(RUN, by=SYSTEM, at=AT)
    assert refusal.value.params == {"what": "C9"}
    assert counts() == before


def test_undoing_needs_its_permission(trade: Trade, company: Company) -> None:
    east1 = company.actor("east1")
    with unit_of_work(east1, at=AT), pytest.raises(Forbidden):
        orders.remove_import(RUN, by=east1, at=AT)
    assert counts() == [2, 2, 1, 1]


def test_products_on_orders_stay_and_are_named(trade: Trade) -> None:
    with unit_of_work(SYSTEM, at=AT):
        news = [NewProduct(sku=f"P{n}", name=f"产品{n}", import_run_id=RUN) for n in range(5)]
        ids = catalog.upsert_many(news, by=SYSTEM, at=AT).ids
        orders.record(an_order("later", line(ids["P3"]), customer=trade.wang, at=day(9)), by=SYSTEM, at=AT)
        assert catalog.remove_import(RUN, by=SYSTEM, at=AT) == (4, ("P3",))
    assert list(Product.objects.filter(import_run_id=RUN).values_list("sku", flat=True)) == ["P3"]

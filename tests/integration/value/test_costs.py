"""Costs are kept once, undone by counter-entries, and come from what happened (R11.1)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minghua.domain.interactions.types import Direction, NewContact
from minghua.domain.value import operations as value
from minghua.domain.value import queries as reads
from minghua.domain.value.models import CostEntry
from minghua.domain.value.types import NewCost, Part
from minghua.foundation.parameters import operations as parameters
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.log_contact import log_contact
from minghua.journeys.record_order import record_order
from minghua.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from minghua.kernel.periods import Period
from tests.company import Company
from tests.conftest import AT
from tests.trade import Trade, an_order, day, line, open_shop

SPRING = Period(date(2026, 3, 1), date(2026, 6, 1))


@pytest.fixture(autouse=True)
def at_work(db: None) -> Iterator[None]:
    """Everything here happens in one unit of work."""
    with unit_of_work(SYSTEM, at=AT):
        yield


@pytest.fixture
def trade(company: Company) -> Trade:
    return open_shop(company)


def a_cost(customer_id: int, key: str = "1", amount: int = 500) -> NewCost:
    return NewCost(
        customer_id=customer_id, part=Part.SERVICE, amount_minor=amount, event_at=day(5), source="tickets", key=key
    )


def test_a_cost_counts_once_whatever_how_often_it_is_posted(trade: Trade) -> None:
    new = a_cost(trade.wang)
    assert [value.post_costs([new, new], by=SYSTEM, at=AT), value.post_costs([new], by=SYSTEM, at=AT)] == [1, 0]
    with pytest.raises(value.CostDiffers):
        value.post_costs([a_cost(trade.wang, "2"), replace(new, amount_minor=501)], by=SYSTEM, at=AT)
    assert CostEntry.objects.count() == 1


def test_forty_costs_ask_no_more_than_one(trade: Trade) -> None:
    asked = []
    for batch in (["one"], [f"k{n}" for n in range(40)]):
        with CaptureQueriesContext(connection) as captured:
            value.post_costs([a_cost(trade.wang, key) for key in batch], by=SYSTEM, at=AT)
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_a_reversal_takes_the_cost_back_in_its_own_period_and_only_once(trade: Trade) -> None:
    record_order(an_order("1", line(trade.rice), customer=trade.wang, at=day(3)), by=SYSTEM, at=AT)
    value.post_costs([a_cost(trade.wang)], by=SYSTEM, at=AT)
    before = reads.contribution_of(SYSTEM, trade.wang, period=SPRING)
    value.reverse_cost(source="tickets", key="1", by=SYSTEM, at=AT)
    after = reads.contribution_of(SYSTEM, trade.wang, period=SPRING)
    assert (before.parts[Part.SERVICE], after.parts[Part.SERVICE]) == (500, 0)
    for key in ("1", "reversal:1"):
        with pytest.raises(value.CostReversed):
            value.reverse_cost(source="tickets", key=key, by=SYSTEM, at=AT)
    with pytest.raises(NotFound):
        value.reverse_cost(source="tickets", key="9", by=SYSTEM, at=AT)


@pytest.mark.parametrize(
    "wrong", [{"amount_minor": 0}, {"amount_minor": -1}, {"part": Part.SALES}, {"key": ""}, {"key": "reversal:1"}]
)
def test_what_is_no_cost_is_refused(trade: Trade, wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        value.post_costs([replace(a_cost(trade.wang), **wrong)], by=SYSTEM, at=AT)  # type: ignore[arg-type]


def test_costs_need_the_permission_and_a_customer_in_reach(company: Company, trade: Trade) -> None:
    with pytest.raises(Forbidden):
        value.post_costs([a_cost(trade.wang)], by=company.actor("east1"), at=AT)
    with pytest.raises(Forbidden):
        reads.contribution_of(company.actor("east1"), trade.wang, period=SPRING)
    with pytest.raises(NotFound):
        reads.contribution_of(company.actor("lead"), trade.sun, period=SPRING)
    with pytest.raises(NotFound):
        value.post_costs([a_cost(999_999)], by=SYSTEM, at=AT)


def test_a_call_posts_its_minutes_at_the_rate_of_its_day(company: Company, trade: Trade) -> None:
    parameters.set_value("value.call_minute", "1.50", valid_from=date(2026, 3, 10), by=SYSTEM, at=AT)
    for number in (9, 10):
        call = NewContact(
            customer_id=trade.wang, channel="phone", direction=Direction.IN, happened_at=day(number), subject="问价", minutes=6
        )  # fmt: skip
        log_contact(call, by=company.actor("east1"), at=AT)
    posted = CostEntry.objects.order_by("event_on").values_list("part", "amount_minor", "source")
    assert list(posted) == [("service", 600, "contact"), ("service", 900, "contact")]


def test_goods_cost_what_they_cost_on_the_day_they_were_bought(trade: Trade) -> None:
    value.set_product_cost(trade.rice, cost_minor=5_000, valid_from=date(2026, 1, 1), by=SYSTEM, at=AT)
    value.set_product_cost(trade.rice, cost_minor=5_500, valid_from=date(2026, 3, 10), by=SYSTEM, at=AT)
    with pytest.raises(Conflict):
        value.set_product_cost(trade.rice, cost_minor=1, valid_from=date(2026, 3, 10), by=SYSTEM, at=AT)
    for number in (9, 10):
        order = an_order(str(number), line(trade.rice, 2), line(trade.oil), customer=trade.wang, at=day(number))
        record_order(order, by=SYSTEM, at=AT)
    found = reads.contribution_of(SYSTEM, trade.wang, period=SPRING)
    assert (found.parts[Part.SALES], found.parts[Part.GOODS], found.uncosted) == (2 * 3 * 6_800, 10_000 + 11_000, 2)

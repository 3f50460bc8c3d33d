"""What is only kept leaves in no file: customers, their orders and returns, their grades (T15, GDPR 18)."""

from datetime import date
from typing import Any

import pytest

from minghua.domain.customers.models import Customer
from minghua.domain.interactions import operations as interactions
from minghua.foundation.exports import register
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys import export_customer_list, export_customers, export_orders
from minghua.journeys.record_order import record_order
from minghua.journeys.record_return import record_return
from tests.company import Company
from tests.trade import Trade, a_return, an_order, day, line, open_shop

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 1)
KINDS = (export_customers.ARCHIVES, export_customer_list.LIST, export_orders.ALL, export_orders.LIST)


@pytest.fixture
def trade(company: Company) -> Trade:
    """Wang, Liu and nobody each bought rice; Wang brought one back."""
    trade = open_shop(company)
    with unit_of_work(SYSTEM, at=day(2)):
        for number, customer in (("W1", trade.wang), ("L1", trade.liu), ("N1", None)):
            record_order(an_order(number, line(trade.rice), customer=customer, at=day(1)), by=SYSTEM, at=day(2))
        record_return(a_return("R1", line(trade.rice), customer=trade.wang, at=day(2)), by=SYSTEM, at=day(2))
    return trade


def told(viewer: Any, code: str) -> tuple[int, str]:
    """How many rows the gate counts, and all that leaves."""
    kind = register.kind(code)
    rows = list(kind.rows(viewer, {}, ON))
    return kind.size(viewer, {}, ON, 1_000), "\n".join(",".join(row) for row in rows)


@pytest.mark.parametrize("code", KINDS)
def test_a_restricted_customer_and_what_they_bought_stay(company: Company, trade: Trade, code: str) -> None:
    boss = company.actor("boss")
    before, text = told(boss, code)
    assert "王秀英" in text
    with unit_of_work(boss, at=day(3)):
        interactions.restrict(trade.wang, reason="本人要求", by=boss, at=day(3))
    after, text = told(boss, code)
    number = Customer.objects.get(pk=trade.wang).number
    assert [word for word in ("王秀英", number, "W1", "R1") if word in text] == []
    assert "刘洋" in text
    assert ("N1" in text) == code.startswith("orders.")
    assert before - after == (2 if code == export_orders.ALL else 1)


def test_a_restriction_that_was_lifted_keeps_nothing_back(company: Company, trade: Trade) -> None:
    boss = company.actor("boss")
    with unit_of_work(boss, at=day(3)):
        interactions.restrict(trade.wang, reason="本人要求", by=boss, at=day(3))
        interactions.lift_restriction(trade.wang, by=boss, at=day(4))
    assert {"W1", "R1"} <= set(told(boss, export_orders.ALL)[1].replace("\n", ",").split(","))

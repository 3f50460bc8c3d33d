"""What looks wrong in points is listed with figures: speed of earning, loops of returns, gifts split below the limit (trust R4)."""

from typing import Any

import pytest

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as reads
from minghua.domain.loyalty.types.adjustments import Way
from minghua.domain.loyalty.types.points_suspects import Oddity
from minghua.foundation.people.queries import actor_named
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Forbidden
from tests.integration.loyalty.test_points import act, bring_back, buy, publish
from tests.trade import Trade, day, open_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def trade(company: Any) -> Trade:
    trade = open_shop(company)
    publish()
    return trade


def told(at: Any) -> list[tuple[Oddity, int, int]]:
    return [(each.oddity, each.count, each.points) for each in reads.points_suspects(SYSTEM, at=at)]


@pytest.mark.parametrize(("times", "found"), [(9, []), (10, [(Oddity.FAST, 10, 20)])])
def test_ten_earnings_on_one_day_are_listed(trade: Trade, times: int, found: list[Any]) -> None:
    for number in range(times):
        act(loyalty.earn_points, "points", trade.wang, 2, key=f"e{number}", at=day(2))
    assert told(day(3)) == found
    assert told(day(2, month=5)) == []


@pytest.mark.parametrize(("orders", "found"), [(2, []), (3, [(Oddity.RETURNS, 3, 0)])])
def test_three_orders_that_came_back_are_listed(trade: Trade, orders: int, found: list[Any]) -> None:
    for number in range(orders):
        buy(trade, f"o{number}", 100, at=day(2))
        bring_back(trade, f"o{number}", 100, at=day(3))
    assert told(day(4)) == found


@pytest.mark.parametrize(("amount", "found"), [(5_000, []), (5_001, [(Oddity.SPLIT, 2, 10_002)])])
def test_gifts_of_one_person_that_pass_the_limit_together_are_listed(
    trade: Trade, amount: int, found: list[Any]
) -> None:
    seller, boss = actor_named("east1", channel="web"), actor_named("boss", channel="web")
    assert seller is not None
    assert boss is not None
    for by, times in ((seller, 2), (boss, 1)):
        for number in range(times):
            with unit_of_work(by, at=day(2)):
                loyalty.adjust_points(
                    "points",
                    trade.wang,
                    amount,
                    way=Way.GIVE,
                    key=f"{by.user_id}-{number}",
                    reason="赠",
                    by=by,
                    at=day(2),
                )
    assert told(day(3)) == found


def test_only_who_manages_points_sees_it_and_only_customers_in_reach(trade: Trade) -> None:
    for number in range(10):
        act(loyalty.earn_points, "points", trade.wang, 2, key=f"e{number}", at=day(2))
    seller, boss = actor_named("west1", channel="web"), actor_named("boss", channel="web")
    assert seller is not None
    assert boss is not None
    assert [row.customer_id for row in reads.points_suspects(boss, at=day(3))] == [trade.wang]
    with pytest.raises(Forbidden):
        reads.points_suspects(seller, at=day(3))

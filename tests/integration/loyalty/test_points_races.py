"""Points asked for by many at once: what one may spend is spent once (LV8, R3, R4)."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

import pytest

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty.models import PointsAccount, PointsBudget, PointsFact
from minghua.domain.loyalty.types.adjustments import Way
from minghua.foundation.people.queries import actor_named
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys import record_order
from tests import races
from tests.append_only import emptied_afterwards
from tests.company import found_company
from tests.integration.loyalty.test_points import AT_ONCE, unproven
from tests.trade import Trade, an_order, day, line, open_shop

pytestmark = pytest.mark.django_db(transaction=True)
NOW = day(3)
at_once = partial(races.at_once, at=NOW)


@pytest.fixture
def trade(transactional_db: None) -> Iterator[Trade]:
    with emptied_afterwards():
        trade = open_shop(found_company())
        with unit_of_work(SYSTEM, at=day(1)):
            loyalty.publish_points(AT_ONCE, from_on=date(2020, 1, 1), by=SYSTEM, at=day(1))
            loyalty.earn_points("points", trade.wang, 100, key="start", by=SYSTEM, at=day(1))
        yield trade
        assert unproven(NOW) == {}


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


def test_of_two_who_approve_at_once_one_does_and_the_points_come_once(trade: Trade) -> None:
    people = [actor_named(name, channel="web") for name in ("east1", "boss", "manager")]
    seller, *approvers = [each for each in people if each is not None]
    with unit_of_work(seller, at=NOW):
        asked = loyalty.adjust_points(
            "points", trade.wang, 20_000, way=Way.GIVE, key="big", reason="补记", by=seller, at=NOW
        )

    def approving(by: Actor) -> Callable[[], object]:
        return lambda: loyalty.approve_adjustment(asked.id, by=by, at=NOW)

    told = at_once(*(approving(by) for by in approvers * 4))
    assert sorted(map(str, told)) == [*["adjustment_decided"] * 7, "done"]
    assert PointsAccount.objects.get(customer_id=trade.wang).available == 20_100
    assert PointsFact.objects.filter(key="earn:big").count() == 1


def test_orders_of_many_at_once_never_draw_more_on_a_budget_than_it_has(trade: Trade) -> None:
    pot = (
        AT_ONCE.replace("code: points", "code: pots") + "limits:\n  - {code: pot, of: all, period: ever, points: 150}\n"
    )
    with unit_of_work(SYSTEM, at=day(1)):
        loyalty.publish_points(pot, from_on=date(2020, 1, 1), by=SYSTEM, at=day(1))
    members = (trade.wang, trade.liu, trade.sun)

    def ordering(number: int) -> Callable[[], object]:
        new = an_order(f"o{number}", line(trade.rice, 1, 40), customer=members[number % 3], at=NOW)
        return lambda: record_order.record_order(new, by=SYSTEM, at=NOW)

    told = at_once(*(ordering(number) for number in range(9)))
    assert told == ["done"] * 9
    given = PointsFact.objects.filter(scheme__code="pots").order_by("pk").values_list("amount", flat=True)
    assert (sorted(given), PointsBudget.objects.get().given) == ([0, 0, 0, 0, 0, 30, 40, 40, 40], 150)

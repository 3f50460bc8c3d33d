"""Requests overtake each other: what counts is whose turn came first (LV8)."""

from datetime import timedelta

import pytest

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty.models import PointsAccount, PointsEntry
from tests.company import found_company
from tests.integration.loyalty.test_points import act, publish, sheet, unproven
from tests.trade import Trade, day, open_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def trade() -> Trade:
    return open_shop(found_company())


def test_of_two_tills_the_one_that_came_first_and_had_its_turn_last_sees_what_was_spent_meanwhile(trade: Trade) -> None:
    publish()
    came = day(3)
    act(loyalty.earn_points, "points", trade.wang, 100, key="gift", at=day(2))
    act(loyalty.spend_points, "points", trade.wang, 100, key="second", at=came + timedelta(seconds=1))
    with pytest.raises(loyalty.InsufficientPoints):
        act(loyalty.spend_points, "points", trade.wang, 100, key="first", at=came)
    act(loyalty.earn_points, "points", trade.wang, 7, key="late", at=came)
    assert PointsAccount.objects.get(customer_id=trade.wang).available == 7
    assert not PointsEntry.objects.filter(corrects=True).exists()
    act(loyalty.settle_points, limit=9, at=came)
    assert PointsAccount.objects.get(customer_id=trade.wang).available == 7
    assert sheet(trade.wang, at=day(4)) == (7, 0, 0, 0)
    assert unproven(day(4)) == {}

"""Prizes are handed over, and an exchange that cannot be fulfilled gives points and stock back (GN-08)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as reads
from minghua.domain.loyalty.models import ActivityHandover, ActivityStock
from minghua.foundation.people.types import SYSTEM
from minghua.kernel.errors import Refusal
from tests.company import found_company
from tests.integration.loyalty.playing import act, begin, unproven
from tests.trade import Trade, day, open_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def trade() -> Iterator[Trade]:
    yield open_shop(found_company())
    assert unproven() == {}


def refused(run: Any, *told: Any, **also: Any) -> str:
    with pytest.raises(Refusal) as caught:
        act(run, *told, **also)
    return caught.value.code


def test_gn_08_a_cancelled_exchange_gives_points_to_their_lots_and_the_thing_to_the_stock(trade: Trade) -> None:
    begin()
    at = day(3)
    act(loyalty.earn_points, "shop_points", trade.wang, 60, key="gift", at=day(2))
    taken = act(loyalty.exchange, "fun", "shop", trade.wang, "coupon", key="a", at=at)
    lots = [(each.left, each.last_on) for each in reads.points_of(SYSTEM, trade.wang, at=at)[0].lots]
    for _ in range(2):
        act(loyalty.cancel_exchange, taken.id, at=day(4))
    sheet = reads.points_of(SYSTEM, trade.wang, at=day(4))[0]
    assert (lots, sheet.balance, [each.left for each in sheet.lots]) == ([(10, None)], 60, [60])
    assert ActivityStock.objects.get(item="coupon").left == 1
    assert refused(loyalty.hand_over, taken.id, at=day(4)) == "prize_settled"
    assert [row.outcome for row in reads.activity_prizes(SYSTEM, "fun")] == ["cancelled"]
    again = act(loyalty.exchange, "fun", "shop", trade.wang, "coupon", key="b", at=day(5))
    act(loyalty.hand_over, again.id, at=day(5))
    act(loyalty.hand_over, again.id, at=day(6))
    assert refused(loyalty.cancel_exchange, again.id, at=day(6)) == "prize_settled"
    assert (
        reads.points_of(SYSTEM, trade.wang, at=day(6))[0].balance,
        ActivityStock.objects.get(item="coupon").left,
    ) == (10, 0)


def test_what_became_of_a_prize_is_never_changed_and_points_prizes_are_not_handed_over(trade: Trade) -> None:
    begin()
    followed = act(loyalty.follow, "fun", "follow", trade.wang, at=day(2))
    assert refused(loyalty.hand_over, followed.id, at=day(2)) == "not_found"
    act(loyalty.earn_points, "shop_points", trade.wang, 60, key="gift", at=day(2))
    taken = act(loyalty.exchange, "fun", "shop", trade.wang, "coupon", key="a", at=day(2))
    act(loyalty.hand_over, taken.id, at=day(2))
    for change in (lambda rows: rows.update(outcome="cancelled"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(ActivityHandover.objects.filter(taking_id=taken.id))

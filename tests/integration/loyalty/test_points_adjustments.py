"""Points by hand: small ones at once, large ones when another person agreed, every one on the list (R24.1, trust R4)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as reads
from minghua.domain.loyalty.models import PointsAdjustment, PointsFact
from minghua.domain.loyalty.queries import AdjustmentFilter
from minghua.domain.loyalty.types.adjustments import AdjustmentState, Way
from minghua.foundation.people.queries import actor_named
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Forbidden, Invalid, NotFound, Refusal
from tests.integration.loyalty.test_points import publish, sheet, unproven
from tests.trade import Trade, day, open_shop

pytestmark = pytest.mark.django_db
NOW = day(2)
LARGE = 10_001


@pytest.fixture
def trade(company: Any) -> Trade:
    trade = open_shop(company)
    publish()
    return trade


def person(name: str) -> Actor:
    found = actor_named(name, channel="web")
    assert found is not None
    return found


def done(act: Callable[..., Any], *told: Any, by: Actor, **more: Any) -> Any:
    with unit_of_work(by, at=NOW):
        return act(*told, **more, by=by, at=NOW)


def adjust(trade: Trade, amount: int, *, way: Way = Way.GIVE, key: str = "k", by: str = "east1") -> Any:
    return done(loyalty.adjust_points, "points", trade.wang, amount, way=way, key=key, reason="盘点更正", by=person(by))


def test_a_few_points_are_given_and_taken_at_once(trade: Trade) -> None:
    assert adjust(trade, 100).state is AdjustmentState.BOOKED
    assert adjust(trade, 100).again
    assert adjust(trade, 30, way=Way.TAKE, key="t").state is AdjustmentState.BOOKED
    assert sheet(trade.wang, at=NOW)[0] == 70
    lines = reads.points_statement(SYSTEM, "points", trade.wang)
    assert [(line.move, line.amount, line.inputs["reason"]) for line in lines] == [
        ("taken", 30, "盘点更正"), ("earned", 100, "盘点更正"),
    ]  # fmt: skip
    with pytest.raises(loyalty.InsufficientPoints):
        adjust(trade, 71, way=Way.TAKE, key="u")
    with pytest.raises(loyalty.PointsKeyTaken):
        adjust(trade, 99)
    assert unproven(NOW) == {}


def test_many_points_wait_until_another_person_agrees(trade: Trade) -> None:
    asked = adjust(trade, LARGE, by="boss")
    assert (asked.state, PointsFact.objects.count(), sheet_or_none(trade)) == (AdjustmentState.ASKED, 0, None)
    with pytest.raises(loyalty.AnotherPersonNeeded) as refused:
        done(loyalty.approve_adjustment, asked.id, by=person("boss"))
    assert refused.value.status == 403
    for nobody in (SYSTEM,):
        with pytest.raises(loyalty.AnotherPersonNeeded):
            done(loyalty.approve_adjustment, asked.id, by=nobody)
    assert done(loyalty.approve_adjustment, asked.id, by=person("manager")).state is AdjustmentState.BOOKED
    assert sheet(trade.wang, at=NOW)[0] == LARGE
    with pytest.raises(loyalty.AdjustmentDecided):
        done(loyalty.approve_adjustment, asked.id, by=person("manager"))
    assert PointsFact.objects.count() == 1
    assert unproven(NOW) == {}


def sheet_or_none(trade: Trade) -> Any:
    return sheet(trade.wang, at=NOW) if reads.points_of(SYSTEM, trade.wang, at=NOW) else None


def test_who_does_not_manage_points_approves_nothing_and_withdraws_their_own(trade: Trade) -> None:
    first, second = adjust(trade, LARGE), adjust(trade, LARGE, key="l", by="boss")
    with pytest.raises(Forbidden):
        done(loyalty.approve_adjustment, second.id, by=person("east1"))
    with pytest.raises(Forbidden):
        done(loyalty.refuse_adjustment, second.id, reason="不对", by=person("east1"))
    done(loyalty.refuse_adjustment, first.id, reason="记错了", by=person("east1"))
    with pytest.raises(loyalty.AdjustmentDecided):
        done(loyalty.approve_adjustment, first.id, by=person("boss"))
    with pytest.raises(Invalid):
        done(loyalty.refuse_adjustment, second.id, reason=" ", by=person("manager"))
    with pytest.raises(NotFound):
        done(loyalty.approve_adjustment, 999_999, by=person("boss"))
    assert PointsFact.objects.count() == 0
    assert unproven(NOW) == {}


def test_an_approval_that_cannot_be_booked_leaves_it_waiting_and_says_why(trade: Trade) -> None:
    done(loyalty.earn_points, "points", trade.wang, LARGE, key="start", by=SYSTEM)
    asked = adjust(trade, LARGE, way=Way.TAKE)
    done(loyalty.spend_points, "points", trade.wang, 5, key="till", by=SYSTEM)
    with pytest.raises(loyalty.InsufficientPoints):
        done(loyalty.approve_adjustment, asked.id, by=person("boss"))
    given = adjust(trade, LARGE, key="g")
    done(loyalty.stop_points, "points", by=person("boss"))
    with pytest.raises(loyalty.SchemeStopped):
        done(loyalty.approve_adjustment, given.id, by=person("boss"))
    assert list(PointsAdjustment.objects.values_list("state", flat=True)) == ["asked", "asked"]
    assert PointsAdjustment.objects.filter(decided_by=None, decided_at=None).count() == 2
    assert sheet(trade.wang, at=NOW)[0] == LARGE - 5


def test_one_key_means_one_thing_for_gifts_and_for_adjustments(trade: Trade) -> None:
    adjust(trade, LARGE)
    with pytest.raises(loyalty.PointsKeyTaken):
        done(loyalty.earn_points, "points", trade.wang, 10, key="k", by=person("east1"))
    done(loyalty.earn_points, "points", trade.wang, 10, key="gift", why={"reason": "活动"}, by=person("east1"))
    assert adjust(trade, 10, key="gift").again
    assert PointsAdjustment.objects.count() == 2


def test_the_list_names_everybody_and_is_filtered(trade: Trade) -> None:
    adjust(trade, 5)
    large = adjust(trade, LARGE, key="l")
    done(loyalty.approve_adjustment, large.id, by=person("boss"))
    adjust(trade, 3, way=Way.TAKE, key="t", by="manager")
    seen = reads.adjustments(person("boss")).items
    assert sorted((row.way, row.amount, row.asked_by != "", row.decided_by != "", row.is_large) for row in seen) == [
        (Way.GIVE, 5, True, False, False), (Way.GIVE, LARGE, True, True, True), (Way.TAKE, 3, True, False, False),
    ]  # fmt: skip
    kept = {"size": "large"}, {"way": "take"}, {"state": "asked"}, {"scheme": "none"}, {"state": "booked"}
    assert [reads.adjustment_count(person("boss"), AdjustmentFilter(**each)).number for each in kept] == [1, 1, 0, 0, 3]
    with pytest.raises(Invalid):
        reads.adjusted(person("boss"), AdjustmentFilter(state="x"))
    assert reads.adjustments(person("west1")).items == ()


@pytest.mark.parametrize("told", [{"amount": 1}, {"decided_at": NOW}, {"state": "asked"}, {"asked_by_id": None}])
def test_the_database_keeps_what_was_decided(trade: Trade, told: dict[str, Any]) -> None:
    adjust(trade, 5)
    with pytest.raises(Exception, match="append only"), transaction.atomic():
        PointsAdjustment.objects.update(**told)


def test_the_database_books_nothing_large_for_one_person(trade: Trade) -> None:
    asked = adjust(trade, LARGE)
    own = PointsAdjustment.objects.get(pk=asked.id)
    for decided_by in (None, own.asked_by_id):
        with pytest.raises(IntegrityError), transaction.atomic():
            PointsAdjustment.objects.update(state="booked", decided_at=NOW, decided_by_id=decided_by)


@pytest.mark.parametrize("reason", ["", " ", "长" * 201])
def test_a_reason_is_needed(trade: Trade, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        done(loyalty.adjust_points, "points", trade.wang, 1, way=Way.GIVE, key="k", reason=reason, by=person("boss"))
    assert refused.value.field == "reason"

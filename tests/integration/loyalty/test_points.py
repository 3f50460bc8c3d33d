"""Points through the public operations: orders earn, returns take back, holds, spendings and their reversals, nights, merges."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as reads
from minghua.domain.loyalty.models import PointsAccount, PointsEntry
from minghua.domain.loyalty.queries.points_invariants import POINTS_INVARIANTS
from minghua.domain.loyalty.types.adjustments import Way
from minghua.domain.orders.types import NewLine, OnDifference
from minghua.foundation.invariants import operations as invariants
from minghua.foundation.people.queries import actor_named
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys import close_day, merge_customers, record_order, record_return
from minghua.kernel.errors import Refusal
from tests.company import found_company
from tests.trade import Trade, a_return, an_order, day, line, open_shop

pytestmark = pytest.mark.django_db
EARLY, FIRST = date(2020, 1, 1), day(1)
AT_ONCE = "code: points\nearn:\n  - {code: purchase, points: 1, per: 100}\npending: {days: none}\n"


@pytest.fixture
def trade() -> Trade:
    return open_shop(found_company())


def publish(text: str = AT_ONCE, *, from_on: date = EARLY, at: datetime = FIRST) -> None:
    with unit_of_work(SYSTEM, at=at):
        loyalty.publish_points(text, from_on=from_on, by=SYSTEM, at=at)


def act(run: Callable[..., Any], *told: Any, at: datetime, **also: Any) -> Any:
    with unit_of_work(SYSTEM, at=at):
        return run(*told, by=SYSTEM, at=at, **also)


def buy(trade: Trade, number: str, yuan: int, *, at: datetime, customer: int | None = None) -> None:
    new = an_order(number, line(trade.rice, 1, yuan), customer=customer or trade.wang, at=at)
    act(record_order.record_order, new, at=at)


def bring_back(trade: Trade, number: str, yuan: int, *, at: datetime) -> None:
    act(record_return.record_return, a_return(number, line(trade.rice, 1, yuan), customer=trade.wang, at=at), at=at)


def sheet(customer: int, *, at: datetime) -> tuple[int, int, int, int]:
    """Return what may be spent, waits, is held and is owed."""
    found = reads.points_of(SYSTEM, customer, at=at)
    own = found[0]
    return own.available, own.pending, own.held, own.debt


OF_LEDGERS = (1, 2, 3, 5, 6, 8, 9, 10, 13)
OF_FACTS = (4, 7, 11, 12, 14, 15, 16)


def unproven(at: datetime, *, of: tuple[int, ...] = (*OF_LEDGERS, *OF_FACTS)) -> dict[str, list[Any]]:
    own = [f"INV-P{number}" for number in of]
    return {each.id: list(each.findings) for each in invariants.verdicts(only=own, at=at) if not each.holds}


def test_a24_1_an_order_earns_a_point_for_each_whole_yuan(trade: Trade) -> None:
    publish()
    whole = NewLine(product_id=trade.rice, quantity_milli=1_000, unit_price_e4=1_999_000)
    new = an_order("o1", whole, customer=trade.wang, at=day(2))
    act(record_order.record_order, new, at=day(2))
    assert sheet(trade.wang, at=day(2)) == (199, 0, 0, 0)
    assert unproven(day(2)) == {}


def test_points_of_an_order_wait_until_the_days_of_return_are_over(trade: Trade) -> None:
    publish(reads.points_preset_texts()["shop_points"])
    buy(trade, "o1", 100, at=day(2))
    assert sheet(trade.wang, at=day(9)) == (0, 100, 0, 0)
    assert sheet(trade.wang, at=day(10)) == (100, 0, 0, 0)
    account = PointsAccount.objects.get(customer_id=trade.wang)
    assert (account.available, account.pending) == (0, 100)
    for _ in range(2):
        act(close_day.settle_points, at=day(10))
        account.refresh_from_db()
        assert (account.available, account.pending) == (100, 0)
    assert unproven(day(10)) == {}


def test_lv4_the_same_key_is_answered_alike_and_counts_once(trade: Trade) -> None:
    publish()
    told = [act(loyalty.earn_points, "points", trade.wang, 10, key="k", at=day(2 + n)) for n in range(3)]
    assert [each.again for each in told] == [False, True, True]
    assert sheet(trade.wang, at=day(5)) == (10, 0, 0, 0)
    with pytest.raises(loyalty.PointsKeyTaken):
        act(loyalty.earn_points, "points", trade.wang, 11, key="k", at=day(5))


def test_lv2_a_reversed_spending_returns_to_its_lots_once(trade: Trade) -> None:
    publish(AT_ONCE + "expiry: {kind: rolling, days: 40}\n")
    act(loyalty.earn_points, "points", trade.wang, 50, key="a", at=day(1))
    act(loyalty.earn_points, "points", trade.wang, 100, key="b", at=day(20))
    act(loyalty.spend_points, "points", trade.wang, 80, key="s", at=day(21))
    back = act(loyalty.reverse_spending, "points", trade.wang, of="s", key="c", at=day(10, 4))
    assert back.state.available == 100
    expired = PointsEntry.objects.filter(move="restored_expired").values_list("amount", flat=True)
    assert list(expired) == [50]
    with pytest.raises(loyalty.TooMuchBack):
        act(loyalty.reverse_spending, "points", trade.wang, of="s", key="c2", at=day(10, 4))
    assert act(loyalty.reverse_spending, "points", trade.wang, of="s", key="c", at=day(11, 4)).again
    assert unproven(day(11, 4)) == {}


def test_lv3_a_return_of_what_was_spent_is_owed_and_repaid_by_the_next_order(trade: Trade) -> None:
    publish()
    buy(trade, "o1", 100, at=day(2))
    act(loyalty.spend_points, "points", trade.wang, 100, key="s", at=day(3))
    bring_back(trade, "r1", 100, at=day(4))
    assert sheet(trade.wang, at=day(4)) == (0, 0, 0, 100)
    buy(trade, "o2", 60, at=day(5))
    assert sheet(trade.wang, at=day(5)) == (0, 0, 0, 40)
    with pytest.raises(loyalty.InsufficientPoints):
        act(loyalty.spend_points, "points", trade.wang, 1, key="s2", at=day(5))
    assert unproven(day(5)) == {}


def test_lv1_and_lv5_returns_take_back_by_the_rate_of_the_award(trade: Trade) -> None:
    publish()
    buy(trade, "o1", 100, at=day(2))
    publish(AT_ONCE.replace("points: 1,", "points: 2,"), from_on=date(2026, 3, 4), at=day(3))
    taken = []
    for number, e4 in enumerate((333_300, 333_300, 333_400), 1):
        part = NewLine(
            product_id=trade.rice,
            quantity_milli=333 if number < 3 else 334,
            unit_price_e4=e4 * 1_000 // (333 if number < 3 else 334),
        )
        before = sheet(trade.wang, at=day(3 + number))[0]
        act(
            record_return.record_return,
            a_return(f"r{number}", part, customer=trade.wang, at=day(4 + number)),
            at=day(4 + number),
        )
        taken.append(before - sheet(trade.wang, at=day(4 + number))[0])
    assert taken == [34, 33, 33]
    assert unproven(day(8)) == {}


def test_spending_needs_points_and_owes_nothing(trade: Trade) -> None:
    publish()
    act(loyalty.earn_points, "points", trade.wang, 100, key="e", at=day(2))
    with pytest.raises(loyalty.InsufficientPoints):
        act(loyalty.spend_points, "points", trade.wang, 101, key="s", at=day(2))
    act(loyalty.spend_points, "points", trade.wang, 100, key="s", at=day(2))
    assert sheet(trade.wang, at=day(2)) == (0, 0, 0, 0)
    assert unproven(day(2)) == {}


def test_a_hold_is_captured_in_part_released_or_over(trade: Trade) -> None:
    publish()
    act(loyalty.earn_points, "points", trade.wang, 100, key="e", at=day(2))
    act(loyalty.hold_points, "points", trade.wang, 60, key="h", at=day(2))
    assert sheet(trade.wang, at=day(2)) == (40, 0, 60, 0)
    act(loyalty.capture_hold, "points", trade.wang, key="h", amount=50, at=day(2))
    assert sheet(trade.wang, at=day(2)) == (50, 0, 0, 0)
    with pytest.raises(loyalty.HoldOver):
        act(loyalty.release_hold, "points", trade.wang, key="h", at=day(2))
    act(loyalty.hold_points, "points", trade.wang, 50, key="h2", at=day(2))
    later = day(2) + timedelta(minutes=30)
    assert sheet(trade.wang, at=later) == (50, 0, 0, 0)
    with pytest.raises(loyalty.HoldOver):
        act(loyalty.capture_hold, "points", trade.wang, key="h2", at=later)
    assert unproven(later) == {}


def test_a_late_order_rebooks_what_it_makes_untrue_and_says_so(trade: Trade) -> None:
    """What came in another order stands in the end as if it had come in its own (I3)."""
    publish(AT_ONCE + "expiry: {kind: rolling, days: 20}\n")
    act(loyalty.earn_points, "points", trade.wang, 100, key="later", at=day(10))
    act(loyalty.spend_points, "points", trade.wang, 60, key="s", at=day(11))
    act(record_order.record_order, an_order("o", line(trade.rice, 1, 50), customer=trade.wang, at=day(5)), at=day(12))
    assert [(lot.key[:5], lot.left) for lot in reads.points_of(SYSTEM, trade.wang, at=day(12))[0].lots] == [
        ("earn:", 90)
    ]
    statement = reads.points_statement(SYSTEM, "points", trade.wang)
    assert [row.amount for row in statement if row.corrects] == [50]
    assert unproven(day(12)) == {}


def test_merged_accounts_are_one_and_two_again(trade: Trade) -> None:
    publish()
    buy(trade, "o1", 100, at=day(2))
    buy(trade, "o2", 30, at=day(2), customer=trade.liu)
    act(loyalty.spend_points, "points", trade.liu, 20, key="s", at=day(3))
    merged = act(merge_customers.merge_customers, trade.wang, trade.liu, at=day(4))
    assert sheet(trade.wang, at=day(4)) == (110, 0, 0, 0)
    assert PointsAccount.objects.get(customer_id=trade.liu).available == 0
    assert unproven(day(4)) == {}
    act(merge_customers.unmerge, merged.id, at=day(5))
    assert (sheet(trade.wang, at=day(5)), sheet(trade.liu, at=day(5))) == ((100, 0, 0, 0), (10, 0, 0, 0))
    assert unproven(day(5)) == {}


def test_a_scheme_published_later_looks_at_the_orders_from_its_first_day_on(trade: Trade) -> None:
    buy(trade, "o0", 40, at=day(1))
    buy(trade, "o1", 100, at=day(2))
    publish(from_on=date(2026, 3, 2), at=day(3))
    while act(close_day.credit_new_points, at=day(3)):
        pass
    assert sheet(trade.wang, at=day(3)) == (100, 0, 0, 0)


def test_an_order_of_another_customer_goes_over_with_its_points(trade: Trade) -> None:
    publish()
    buy(trade, "o1", 100, at=day(2))
    moved = an_order("o1", line(trade.rice, 1, 100), customer=trade.liu, at=day(2))
    act(record_order.record_order, moved, on_difference=OnDifference.UPDATE, at=day(3))
    assert (sheet(trade.wang, at=day(3))[0], sheet(trade.liu, at=day(3))[0]) == (0, 100)
    assert unproven(day(3)) == {}


def test_what_stands_in_the_ledger_cannot_be_changed_or_removed(trade: Trade) -> None:
    publish()
    act(loyalty.earn_points, "points", trade.wang, 10, key="e", at=day(2))
    for attempt in (lambda: PointsEntry.objects.update(amount=11), lambda: PointsEntry.objects.all().delete()):
        with pytest.raises(Exception, match="append only"), transaction.atomic():
            attempt()


@pytest.mark.parametrize("amount", [0, -1, 10**13])
def test_an_impossible_amount_is_refused(trade: Trade, amount: int) -> None:
    publish()
    with pytest.raises(Refusal) as refused:
        act(loyalty.earn_points, "points", trade.wang, amount, key="e", at=day(2))
    assert refused.value.field == "amount"


def test_the_invariants_catch_what_they_are_for(trade: Trade) -> None:
    publish(AT_ONCE + "expiry: {kind: rolling, days: 20}\n")
    buy(trade, "o1", 100, at=day(2))
    seller = actor_named("east1", channel="web")
    assert seller is not None
    with unit_of_work(seller, at=day(2)):
        for amount in (1, 10_001):
            loyalty.adjust_points(
                "points", trade.wang, amount, way=Way.GIVE, key=f"g{amount}", reason="补记", by=seller, at=day(2)
            )
    for each in POINTS_INVARIANTS:
        for statement in each.broken_by:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute(statement)
                assert list(each.found(day(2))) != []
                transaction.set_rollback(True)
        assert list(each.found(day(2))) == []


def test_customers_of_other_shops_are_not_found(trade: Trade) -> None:
    publish()
    west = actor_named("west1", channel="web")
    assert west is not None
    with pytest.raises(Refusal) as refused, unit_of_work(west, at=day(2)):
        loyalty.earn_points("points", trade.wang, 10, key="e", by=west, at=day(2))
    assert refused.value.code == "not_found"


def test_a_stopped_scheme_earns_nothing_more_and_what_was_earned_lives_on(trade: Trade) -> None:
    publish()
    buy(trade, "o1", 100, at=day(2))
    act(loyalty.stop_points, "points", at=day(3))
    buy(trade, "o2", 100, at=day(4))
    with pytest.raises(loyalty.SchemeStopped):
        act(loyalty.earn_points, "points", trade.wang, 10, key="e", at=day(4))
    act(loyalty.spend_points, "points", trade.wang, 40, key="s", at=day(4))
    assert sheet(trade.wang, at=day(4)) == (60, 0, 0, 0)
    assert len(reads.points_statement(SYSTEM, "points", trade.wang)) == 2
    assert unproven(day(4)) == {}


def test_one_person_gives_so_much_by_hand_and_nobody_more_alone(trade: Trade) -> None:
    publish()
    seller, manager = actor_named("east1", channel="web"), actor_named("boss", channel="web")
    assert seller is not None
    assert manager is not None
    with unit_of_work(seller, at=day(2)):
        loyalty.earn_points("points", trade.wang, 10_000, key="a", by=seller, at=day(2))
    for person in (seller, manager):
        with pytest.raises(loyalty.TooManyByHand), unit_of_work(person, at=day(2)):
            loyalty.earn_points("points", trade.wang, 10_001, key="b", by=person, at=day(2))
    assert sheet(trade.wang, at=day(2))[0] == 10_000

"""Points as the fold of what happened: the ledger vectors, the worked examples of C24 and the properties that always hold."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from minghua.domain.loyalty.rules.points_facts import happening, terms_of
from minghua.domain.loyalty.rules.points_fold import fold
from minghua.domain.loyalty.types.points import (
    Act,
    Bucket,
    Expiry,
    ExpiryKind,
    Happening,
    Move,
    Negative,
    RoundUp,
)
from minghua.kernel.periods import SHANGHAI
from tests.unit.loyalty.points_stories import claw, day, earn, order, spend, until

LATER = datetime(2030, 1, 1, tzinfo=UTC)


def test_lv1_three_refunds_take_back_exactly_what_the_order_earned() -> None:
    story = [order("o", 10_000, day(3, 1))]
    clawed = []
    for number, minor in enumerate((3_333, 3_333, 3_334), 1):
        story.append(claw(f"r{number}", "o", minor, day(3, 1 + number)))
        lines = fold(story, at=LATER).lines
        clawed.append(sum(line.amount for line in lines if line.cause == f"r{number}"))
    assert clawed == [34, 33, 33]
    assert fold(story, at=LATER).balance == 0


def test_lv2_a_cancelled_redemption_goes_back_to_its_lots_and_what_lapsed_lapses_again() -> None:
    story = [
        earn("a", 50, day(1, 1), expiry=until(3, 31)),
        earn("b", 100, day(1, 2), expiry=until(6, 30)),
        spend("s", 80, day(3, 1)),
    ]
    taken = [(line.lot, line.amount) for line in fold(story, at=day(3, 2)).lines if line.cause == "s"]
    assert taken == [("a", 50), ("b", 30)]
    state = fold([*story, Happening(Act.RESTORE, "c", day(4, 10), 80, of="s")], at=day(4, 10))
    assert [(lot.key, lot.available) for lot in state.lots] == [("a", 0), ("b", 100)]
    assert [line.amount for line in state.lines if line.move is Move.RESTORED_EXPIRED] == [50]
    assert state.available == 100


@pytest.mark.parametrize(("days", "available"), [(0, 100), (7, 150)], ids=["no grace", "LV2 with grace"])
def test_lapsed_points_come_back_for_as_long_as_the_grace_says(days: int, available: int) -> None:
    story = [
        earn("a", 50, day(1, 1), expiry=until(3, 31)),
        earn("b", 100, day(1, 2), expiry=until(6, 30)),
        spend("s", 80, day(3, 1)),
        Happening(Act.RESTORE, "c", day(4, 10), 80, of="s", grace_days=days),
    ]
    assert fold(story, at=day(4, 17)).available == available
    assert fold(story, at=day(4, 18)).available == 100


def test_lv3_a_refund_of_spent_points_is_owed_and_the_next_earnings_repay_it() -> None:
    story = [order("o1", 10_000, day(3, 1)), spend("s", 100, day(3, 2)), claw("r", "o1", 10_000, day(3, 3))]
    assert fold(story, at=day(3, 3)).balance == -100
    state = fold([*story, order("o2", 6_000, day(3, 4))], at=day(3, 4))
    assert (state.balance, state.available, state.debt) == (-40, 0, 40)


@pytest.mark.parametrize(
    ("also", "debt", "charged", "written_off"),
    [
        ({}, 100, {}, 0),
        ({"debt_limit": 30}, 30, {}, 70),
        ({"negative": Negative.WRITE_OFF}, 0, {}, 100),
        ({"negative": Negative.CASH_DEDUCT}, 0, {"r": 100}, 0),
    ],
    ids=["A24.6 debt", "debt with a limit", "written off", "charged in cash"],
)
def test_what_a_refund_cannot_take_follows_the_policy(
    also: dict[str, object], debt: int, charged: dict[str, int], written_off: int
) -> None:
    story = [order("o", 10_000, day(3, 1)), spend("s", 100, day(3, 2)), claw("r", "o", 10_000, day(3, 3), **also)]
    state = fold(story, at=day(3, 3))
    assert (state.debt, state.balance, dict(state.charged)) == (debt, -debt, charged)
    assert sum(line.amount for line in state.lines if line.source is Bucket.WRITTEN_OFF) == written_off


def test_lv4_the_same_key_three_times_counts_once() -> None:
    assert fold([earn("k", 10, day(3, 1))] * 3, at=LATER).balance == 10


def test_lv5_a_refund_follows_the_rate_of_the_award_not_the_present_one() -> None:
    story = [order("o", 5_000, day(3, 1)), order("later", 5_000, day(3, 2), points=2), claw("r", "o", 5_000, day(3, 3))]
    assert fold(story, at=LATER).balance == 100


def test_a24_4_the_nearest_expiry_is_spent_first() -> None:
    story = [
        earn("later", 200, day(1, 1), expiry=until(4, 30)),
        earn("sooner", 100, day(1, 2), expiry=until(3, 31)),
        spend("s", 150, day(3, 15)),
    ]
    assert [lot.available for lot in fold(story, at=day(3, 15)).lots] == [150, 0]
    assert fold(story, at=day(4, 30, hour=23)).available == 150
    assert fold(story, at=day(5, 1, hour=0)).available == 0


def test_points_wait_for_the_end_of_the_days_of_return_and_then_repay_before_they_may_be_spent() -> None:
    story = [
        order("o1", 10_000, day(3, 1)),
        spend("s", 100, day(3, 1, hour=13)),
        claw("r", "o1", 4_000, day(3, 2)),
        order("o2", 10_000, day(3, 2), available_on=date(2024, 3, 10)),
    ]
    before, after = fold(story, at=day(3, 9, hour=23)), fold(story, at=day(3, 10, hour=0))
    assert (before.available, before.pending, before.debt) == (0, 100, 40)
    assert (after.available, after.pending, after.debt) == (60, 0, 0)
    assert before.due_at == day(3, 10, hour=0)


def test_a_refund_takes_the_pending_points_of_its_own_order_first() -> None:
    story = [
        order("o1", 10_000, day(3, 1)),
        order("o2", 10_000, day(3, 2), available_on=date(2024, 3, 10)),
        claw("r", "o2", 6_000, day(3, 3)),
    ]
    state = fold(story, at=day(3, 3))
    assert (state.available, state.pending) == (100, 40)


@pytest.mark.parametrize(("charge", "debt"), [(False, 0), (True, 100)])
def test_points_that_lapsed_are_not_taken_a_second_time_unless_the_account_says_so(charge: bool, debt: int) -> None:
    story = [
        order("o", 10_000, day(3, 1), expiry=until(3, 31)),
        claw("r", "o", 10_000, day(4, 2), charge_lapsed=charge),
    ]
    assert fold(story, at=day(4, 2)).debt == debt


def test_points_that_await_an_event_become_usable_by_it_or_are_cancelled() -> None:
    told = earn("e", 10, day(3, 1), awaits=True, cancel_on=date(2024, 3, 31))
    came = Happening(Act.ACTIVATE, "x", day(3, 20), of="e")
    assert fold([told, came], at=day(4, 1)).available == 10
    state = fold([told], at=day(3, 31, hour=0))
    assert (state.available, state.pending, state.lines[-1].move) == (0, 0, Move.CANCELLED)


@pytest.mark.parametrize(
    ("terms", "last"),
    [
        (Expiry(ExpiryKind.ROLLING, months=1), date(2024, 4, 14)),
        (Expiry(ExpiryKind.ROLLING, days=30), date(2024, 4, 13)),
        (Expiry(ExpiryKind.ROLLING, months=12, round_up=RoundUp.MONTH), date(2025, 3, 31)),
        (Expiry(ExpiryKind.ROLLING, months=1, round_up=RoundUp.QUARTER), date(2024, 6, 30)),
        (Expiry(ExpiryKind.ROLLING, months=1, round_up=RoundUp.HALF), date(2024, 6, 30)),
        (Expiry(ExpiryKind.ROLLING, months=12, round_up=RoundUp.YEAR), date(2025, 12, 31)),
        (Expiry(ExpiryKind.CALENDAR, dates=((2, 29), (12, 31))), date(2024, 12, 31)),
    ],
)
def test_expiry_is_the_first_moment_after_the_last_usable_day(terms: Expiry, last: date) -> None:
    told = earn("e", 10, day(3, 15), expiry=terms)
    gone = datetime(last.year, last.month, last.day, tzinfo=SHANGHAI) + timedelta(days=1)
    assert fold([told], at=gone - timedelta(seconds=1)).available == 10
    assert fold([told], at=gone).available == 0


def test_sliding_points_live_while_the_member_is_active() -> None:
    terms = Expiry(ExpiryKind.SLIDING, months=6)
    story = [earn("a", 10, day(1, 10), expiry=terms), earn("b", 5, day(6, 1), expiry=terms)]
    assert fold(story[:1], at=day(7, 10, hour=0)).available == 0
    assert fold(story, at=day(11, 30, hour=23)).available == 15
    assert fold(story, at=day(12, 1, hour=0)).available == 0


@pytest.mark.parametrize(
    ("ends", "available", "held", "spent"),
    [
        ([], 0, 80, 0),
        ([Happening(Act.CAPTURE, "c", day(3, 1, hour=13), 80, of="h")], 0, 0, 80),
        ([Happening(Act.CAPTURE, "c", day(3, 1, hour=13), 50, of="h")], 30, 0, 50),
        ([Happening(Act.RELEASE, "c", day(3, 1, hour=13), of="h")], 80, 0, 0),
    ],
    ids=["open", "captured", "captured in part", "released"],
)
def test_a_hold_keeps_points_from_others_until_it_is_spent_or_let_go(
    ends: list[Happening], available: int, held: int, spent: int
) -> None:
    story = [earn("e", 80, day(1, 1)), Happening(Act.HOLD, "h", day(3, 1), 80, until_at=day(3, 1, hour=14)), *ends]
    state = fold(story, at=day(3, 1, hour=13))
    assert (state.available, state.held) == (available, held)
    assert sum(line.amount for line in state.lines if line.target is Bucket.SPENT) == spent


def test_a_hold_times_out_by_itself_and_its_points_lapse_if_their_day_has_passed() -> None:
    story = [
        earn("e", 80, day(1, 1), expiry=until(3, 1)),
        Happening(Act.HOLD, "h", day(3, 1), 80, until_at=day(3, 2, hour=1)),
    ]
    assert fold(story, at=day(3, 2, hour=0)).held == 80
    state = fold(story, at=day(3, 2, hour=1))
    assert (state.held, state.available, [line.move for line in state.lines[-2:]]) == (
        0,
        0,
        [Move.TIMED_OUT, Move.EXPIRED],
    )


def test_what_a_hold_in_time_out_sets_free_repays_what_is_owed_at_once() -> None:
    story = [
        order("o", 5_000, day(3, 1)),
        Happening(Act.HOLD, "h", day(3, 1, hour=13), 50, until_at=day(3, 2, hour=14)),
        claw("r", "o", 3_000, day(3, 2, hour=13)),
    ]
    owing, free = (fold(story, at=day(3, 2, hour=hour)) for hour in (13, 14))
    assert (owing.available, owing.held, owing.debt) == (0, 50, 30)
    assert (free.available, free.held, free.debt) == (20, 0, 0)
    assert [line.move for line in free.lines[-2:]] == [Move.TIMED_OUT, Move.REPAID]


def test_buying_and_refunding_a_hundred_times_brings_nothing() -> None:
    story = []
    for number in range(100):
        story += [
            order(f"o{number}", 10_000, day(3, 1) + timedelta(hours=number)),
            claw(f"r{number}", f"o{number}", 10_000, day(3, 1, hour=13) + timedelta(hours=number)),
        ]
    assert fold(story, at=LATER).balance == 0


@pytest.mark.parametrize(
    "told",
    [
        claw("r", "o", 1, day(3, 1), debt_limit=0, stirs=False, charge_lapsed=True, negative=Negative.WRITE_OFF),
        claw("r", "o", 1, day(3, 1), debt_limit=5),
        order(
            "o",
            100,
            day(3, 1),
            expiry=until(2, 29),
            available_on=date(2024, 3, 9),
            awaits=True,
            cancel_on=date(2024, 4, 1),
        ),
        Happening(Act.HOLD, "h", day(3, 1), 1, until_at=day(3, 2)),
        Happening(Act.RESTORE, "c", day(3, 1), 1, of="s", grace_days=3),
    ],
    ids=["a debt of nothing", "a debt of five", "an order", "a hold", "a restoring"],
)
def test_what_is_stored_of_a_fact_reads_as_it_was_told(told: Happening) -> None:
    terms = json.loads(json.dumps(terms_of(told)))
    assert happening(told.act, told.key, told.at, told.amount, told.of, told.back, terms) == told


def left(story: list[Happening], *, at: datetime) -> dict[str, int]:
    """Return what each lot may still give."""
    return {lot.key: lot.available for lot in fold(story, at=at).lots}


def test_what_never_expires_is_used_last() -> None:
    story = [earn("ever", 50, day(1, 1)), earn("soon", 50, day(1, 2), expiry=until(12, 31)), spend("s", 60, day(3, 1))]
    assert left(story, at=day(3, 1)) == {"ever": 40, "soon": 0}


def test_two_reversals_of_one_spending_fill_its_lots_from_the_last_taken_to_the_first() -> None:
    story = [
        earn("first", 50, day(1, 1), expiry=until(11, 30)),
        earn("last", 30, day(1, 2), expiry=until(12, 31)),
        spend("s", 80, day(3, 1)),
        Happening(Act.RESTORE, "b1", day(3, 2), 20, of="s"),
        Happening(Act.RESTORE, "b2", day(3, 3), 40, of="s"),
    ]
    assert left(story, at=day(3, 2)) == {"first": 0, "last": 20}
    assert left(story, at=day(3, 3)) == {"first": 30, "last": 30}


def test_what_was_spent_on_debt_comes_off_the_debt() -> None:
    story = [spend("s", 30, day(3, 1)), Happening(Act.RESTORE, "b", day(3, 2), 20, of="s")]
    state = fold(story, at=day(3, 2))
    assert (state.debt, state.lots) == (10, ())
    assert (state.lines[-1].move, state.lines[-1].target) == (Move.RESTORED, Bucket.DEBT)

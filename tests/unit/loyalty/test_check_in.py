"""Checking in by its worked cases (CK-01, CK-03, CK-05, A24.2) and as a function of a set of days."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.loyalty.rules import check_in
from minghua.domain.loyalty.types.activities import CheckInPlan, CheckIns, DayAward, Streak, StreakBonus
from minghua.kernel.periods import SHANGHAI

FIRST = date(2024, 3, 1)
GROWING = CheckInPlan(base=5, step=1, bonuses=(StreakBonus(7, 20),))
FLAT = CheckInPlan(base=1, bonuses=(StreakBonus(7, 10),))
FORGIVING = CheckInPlan(
    base=1, bonuses=(StreakBonus(7, 10),), grace_days=2, make_up_within=7, make_ups_a_month=1
)  # fmt: skip


def days(*places: int) -> frozenset[date]:
    return frozenset(FIRST + timedelta(days=place - 1) for place in places)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def test_a24_2_seven_growing_days_and_their_bonus():
    found = check_in.awards(GROWING, CheckIns(days(*range(1, 8))))
    assert [each.points for each in found.values()] == [5, 6, 7, 8, 9, 10, 11]
    assert (sum(each.points for each in found.values()), sum(each.total for each in found.values())) == (56, 76)


def test_a24_2_a_missed_day_begins_again():
    found = check_in.awards(GROWING, CheckIns(days(1, 2, 3, 5)))
    assert found[FIRST + timedelta(days=4)] == DayAward(place=1, points=5)


def test_a24_2_growth_ends_at_the_cap():
    assert [check_in.points_of(GROWING, place) for place in (7, 8, 30)] == [11, 11, 11]


def test_ck_01_seven_days_with_bonus():
    held = days(*range(1, 8))
    assert check_in.total(FLAT, CheckIns(held)) == 17
    assert check_in.streak(held, on=FIRST + timedelta(days=6)) == Streak(7, FIRST, True)


def test_ck_03_each_day_sent_three_times():
    given_so_far, credited = CheckIns(), 0
    for day in sorted(days(*range(1, 8))):
        for _ in range(3):
            decision = check_in.check_in(FLAT, given_so_far, day=day, credited=credited, on=day)
            credited += decision.points
            given_so_far = CheckIns(given_so_far.days | {day})
    assert (credited, decision.code, decision.streak.length) == (17, "already", 7)


def test_ck_05_the_local_day_counts():
    held = check_in.days_of([at("2024-03-09T15:59:59Z"), at("2024-03-09T16:00:01Z")], zone=SHANGHAI)
    assert held == {date(2024, 3, 9), date(2024, 3, 10)}
    assert check_in.streak(held, on=date(2024, 3, 10)) == Streak(2, date(2024, 3, 9), True)


def test_ck_05_a_short_day_is_a_day():
    berlin = ZoneInfo("Europe/Berlin")  # 31 March 2024 has 23 hours there
    held = check_in.days_of(
        [at("2024-03-30T22:59:59Z"), at("2024-03-31T00:30:00Z"), at("2024-03-31T22:00:00Z")], zone=berlin
    )
    assert check_in.streak(held, on=date(2024, 4, 1)).length == 3


def test_yesterdays_streak_lives_until_today_is_over():
    held = days(1, 2, 3)
    assert check_in.streak(held, on=FIRST + timedelta(days=3)) == Streak(3, FIRST, False)
    assert check_in.streak(held, on=FIRST + timedelta(days=4)) == Streak(0)


@pytest.mark.parametrize(("every", "paid"), [(True, [7, 14]), (False, [7])])
def test_a_bonus_comes_again_or_once_in_a_streak(every, paid):
    plan = CheckInPlan(base=0, bonuses=(StreakBonus(7, 10, every),))
    found = check_in.awards(plan, CheckIns(days(*range(1, 16))))
    assert [each.place for each in found.values() if each.bonus] == paid


def test_a_day_handed_in_late_pays_what_it_lifts():
    before = CheckIns(days(1, 2, 3, 5, 6, 7))
    decision = check_in.check_in(
        FORGIVING, before, day=FIRST + timedelta(days=3), credited=6, on=FIRST + timedelta(days=5)
    )
    assert (decision.accepted, decision.points) == (True, 11)


@pytest.mark.parametrize(
    ("day", "on", "code"),
    [(1, 1, "already"), (4, 3, "in_the_future"), (2, 5, "too_late"), (2, 4, "checked_in"), (3, 3, "checked_in")],
)
def test_which_days_are_accepted(day, on, code):
    decision = check_in.check_in(
        FORGIVING, CheckIns(days(1)), day=FIRST + timedelta(days=day - 1), credited=1, on=FIRST + timedelta(days=on - 1)
    )
    assert (decision.code, decision.accepted) == (code, code == "checked_in")


@pytest.mark.parametrize(
    ("held", "made_up", "day", "on", "code"),
    [
        ((1, 2, 3, 5, 6, 7), (), 4, 7, "made_up"),
        ((1,), (2,), 2, 5, "already"),
        ((1,), (), 5, 5, "not_past"),
        ((1,), (), 2, 10, "too_old"),
        ((1,), (2,), 4, 6, "used_up"),
    ],
)
def test_which_days_may_be_made_up(held, made_up, day, on, code):
    decision = check_in.make_up(
        FORGIVING, CheckIns(days(*held), days(*made_up)),
        day=FIRST + timedelta(days=day - 1), credited=6, on=FIRST + timedelta(days=on - 1),
    )  # fmt: skip
    assert (decision.code, decision.accepted) == (code, code == "made_up")


def test_a_day_made_up_holds_the_streak_and_earns_only_where_the_plan_says_so():
    given_days = CheckIns(days(1, 2, 3, 5, 6, 7), days(4))
    assert check_in.total(FORGIVING, given_days) == 16
    generous = CheckInPlan(base=1, bonuses=(StreakBonus(7, 10),), make_up_earns=True)
    assert check_in.total(generous, given_days) == 17


def test_nothing_is_made_up_unless_the_plan_allows_it():
    decision = check_in.make_up(FLAT, CheckIns(days(1, 3)), day=FIRST + timedelta(days=1), credited=2, on=max(days(3)))
    assert (decision.accepted, decision.points, decision.streak.length) == (False, 0, 1)


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        (GROWING, []),
        (CheckInPlan(base=-1, cap=0), ["below_zero", "below_one"]),
        (CheckInPlan(base=0), ["nothing"]),
        (CheckInPlan(base=1, bonuses=(StreakBonus(7, 1), StreakBonus(7, 2), StreakBonus(1, 5))), ["twice", "no_bonus"]),
    ],
)
def test_what_is_wrong_with_a_plan(plan, found):
    assert [each.code for each in check_in.defects(plan)] == found


SOME_DAYS = st.frozensets(st.integers(1, 40).map(lambda place: FIRST + timedelta(days=place)))
PLANS = st.builds(
    CheckInPlan,
    base=st.integers(0, 9), step=st.integers(0, 3), cap=st.integers(1, 9), make_up_earns=st.booleans(),
    bonuses=st.lists(st.builds(StreakBonus, st.integers(2, 9), st.integers(1, 30), every=st.just(True)), max_size=3).map(tuple),
)  # fmt: skip


@given(PLANS, st.lists(st.sampled_from(sorted(days(*range(1, 20))))))
def test_in_whatever_order_days_arrive_the_credits_add_up_to_the_same(plan, arriving):
    given_so_far, credited = CheckIns(), 0
    for day in arriving:
        given_so_far = CheckIns(given_so_far.days | {day})
        credited += check_in.due(plan, given_so_far, credited=credited)
    assert credited == check_in.total(plan, CheckIns(frozenset(arriving)))


@given(PLANS, SOME_DAYS, SOME_DAYS, st.integers(1, 40))
def test_one_more_day_never_brings_less_when_bonuses_come_again(plan, held, made_up, place):
    before, more = CheckIns(held, made_up - held), FIRST + timedelta(days=place)
    after = CheckIns(before.days | {more}, before.made_up - {more})
    assert check_in.total(plan, before) <= check_in.total(plan, after)


@given(SOME_DAYS, st.integers(1, 41))
def test_the_streak_ends_with_its_day_and_begins_after_a_gap(held, place):
    on = FIRST + timedelta(days=place)
    found = check_in.streak(held, on=on)
    last = on if found.today else on - timedelta(days=1)
    assert {last - timedelta(days=back) for back in range(found.length)} <= held
    assert last - timedelta(days=found.length) not in held

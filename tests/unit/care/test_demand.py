"""The demand plan, the route's order and the alarms (R08.5)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from minghua.domain.care.rules import alarm, demand, routing
from minghua.domain.care.types import ExpectedRefill
from minghua.kernel.periods import Period
from tests.unit.care.jars import FILLED, SHOP, VILLAGE, jar

MARCH = Period(FILLED, date(2025, 4, 1))


def days(refills):
    return [((refill.on - FILLED).days, refill.quantity) for refill in refills]


def test_the_village_refills_every_seven_days():
    assert days(demand.expected_refills(jar(), VILLAGE, period=MARCH)) == [(7, 56), (14, 56), (21, 56), (28, 56)]


def test_the_shop_refills_every_five_days():
    assert days(demand.expected_refills(jar(), SHOP, period=MARCH)) == [(d, 40) for d in (5, 10, 15, 20, 25, 30)]


def test_what_is_overdue_falls_on_the_first_day():
    late = Period(FILLED + timedelta(days=20), FILLED + timedelta(days=21))
    assert list(demand.expected_refills(jar(), SHOP, period=late)) == [ExpectedRefill(late.start, Fraction(60))]


def test_a_small_jar_is_planned_every_day():
    week = Period(FILLED, FILLED + timedelta(days=4))
    assert days(demand.expected_refills(jar(capacity=6), SHOP, period=week)) == [(0, 0), (1, 6), (2, 6), (3, 6)]


def test_an_unknown_household_is_not_in_the_plan():
    assert list(demand.expected_refills(jar(rate=None), SHOP, period=MARCH)) == []


@pytest.mark.parametrize(
    ("servings", "per_unit", "expected"), [(56, 60, 1), (120, 60, 2), (121, 60, 3), (0, 60, 0), (5, 0, None)]
)
def test_units_cover_the_servings(servings, per_unit, expected):
    assert demand.units_to_order(Fraction(servings), per_unit=Fraction(per_unit)) == expected


@pytest.mark.parametrize(
    ("due", "interval", "expected"),
    [
        pytest.param(date(2025, 3, 5), 10, [5, 15, 25], id="each turn"),
        pytest.param(date(2025, 2, 20), 10, [2, 12, 22], id="overdue waits for its next turn"),
        pytest.param(date(2025, 3, 1), Fraction(21, 2), [1, 11, 22], id="half days"),
        pytest.param(date(2025, 4, 1), 10, [], id="later"),
    ],
)
def test_goods_with_a_rhythm_come_back_at_each_turn(due, interval, expected):
    turns = demand.expected_purchases(due_on=due, interval=Fraction(interval), period=MARCH)
    assert [day.day for day in turns] == expected


def test_stops_go_by_area_then_window_then_need():
    stops = [
        ("", "", None, "d"),
        ("东街", "18:00-20:00", date(2025, 3, 2), "c"),
        ("东街", "08:00-10:00", date(2025, 3, 4), "b"),
        ("东街", "08:00-10:00", date(2025, 3, 3), "z"),
        ("北巷", "", None, "a"),
    ]
    assert [(area, [stop[3] for stop in group]) for area, group in routing.by_area(stops, lambda stop: stop)] == [
        ("东街", ["z", "b", "c"]),
        ("北巷", ["a"]),
        ("", ["d"]),
    ]


@pytest.mark.parametrize(
    ("due", "run_out", "expected"),
    [
        (date(2025, 3, 6), date(2025, 3, 8), "none"),
        (date(2025, 3, 5), date(2025, 3, 7), "late"),
        (date(2025, 3, 3), date(2025, 3, 5), "empty"),
        (None, None, "none"),
    ],
)
def test_a_missed_refill_raises_the_alarm(due, run_out, expected):
    assert alarm.alarm(due_on=due, run_out_on=run_out, on=date(2025, 3, 6)) == expected


def test_forecasts_are_judged_by_their_days():
    assert alarm.days_off(left=Fraction(10), foreseen=Fraction(4), rate=Fraction(8)) == Fraction(3, 4)
    assert alarm.accuracy([Fraction(0), Fraction(1), Fraction(-1), Fraction(4)]) == alarm.Accuracy(
        4, Fraction(1), Fraction(3, 4)
    )


def test_no_forecast_is_neither_good_nor_bad():
    assert alarm.accuracy([]) == alarm.Accuracy(0, None, None)

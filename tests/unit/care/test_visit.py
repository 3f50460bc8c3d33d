"""When to go and what to bring: the worked cases of C08 and P10."""

from datetime import date
from fractions import Fraction

import pytest

from minghua.domain.care.rules import supply, visit
from minghua.domain.care.types import Feast, Life, Size
from minghua.kernel.periods import Period
from tests.unit.care.jars import FILLED, SHOP, VILLAGE, jar, village


def test_A08_1_the_shop_contacts_lead_and_safety_before_run_out():
    plan = visit.plan(jar(), SHOP, on=FILLED)
    assert (plan.days, plan.run_out_on, plan.go_on) == (Fraction(15, 2), date(2025, 3, 8), date(2025, 3, 6))


@pytest.mark.parametrize(
    ("safety", "day", "level", "bring"),
    [pytest.param(0, 7, 4, 56, id="MH-01"), pytest.param(1, 6, 12, 48, id="MH-02")],
)
def test_the_village_delivers_before_the_jar_is_empty(safety, day, level, bring):
    plan = visit.plan(jar(), village(safety), on=FILLED)
    assert plan.days == Fraction(15, 2)
    assert ((plan.go_on - FILLED).days, plan.level, plan.bring) == (day, level, bring)


def test_MH_04_a_jar_smaller_than_a_days_need_means_every_day_and_a_warning():
    plan = visit.plan(jar(capacity=6), VILLAGE, on=FILLED)
    assert ((plan.go_on - FILLED).days, plan.bring, plan.notices) == (1, 6, ("every_day",))


@pytest.mark.parametrize("terms", [SHOP, VILLAGE], ids=["shop", "village"])
@pytest.mark.parametrize("rate", [pytest.param(0, id="MH-05 n=0"), pytest.param(None, id="unknown")])
def test_without_a_rate_there_is_a_survey_and_no_date(terms, rate):
    plan = visit.plan(jar(rate=rate), terms, on=FILLED)
    assert (plan.go_on, plan.run_out_on, plan.bring, plan.notices) == (None, None, None, ("needs_survey",))


@pytest.mark.parametrize(
    ("filled", "expected"),
    [
        pytest.param(date(2024, 2, 25), date(2024, 3, 2), id="MH-07 leap year"),
        pytest.param(date(2023, 2, 25), date(2023, 3, 3), id="MH-07 common year"),
    ],
)
def test_leap_days_are_days(filled, expected):
    assert visit.plan(jar(on=filled), village(1), on=filled).go_on == expected


def test_MH_08_nobody_home_is_retried_the_next_day_without_alarm_while_there_is_rice():
    plan = visit.plan(jar(), VILLAGE, on=date(2025, 3, 7))
    again = visit.retry("nobody_home", plan, on=date(2025, 3, 7))
    assert (again.on, again.notices) == (date(2025, 3, 8), ())


def test_MH_08_nobody_home_alerts_when_the_stock_out_comes_first():
    plan = visit.plan(jar(), VILLAGE, on=date(2025, 3, 8))
    again = visit.retry("nobody_home", plan, on=date(2025, 3, 8))
    assert (again.on, again.notices) == (date(2025, 3, 9), ("stock_out_first",))


def test_a_postponed_visit_takes_the_agreed_day_and_alerts_when_that_is_too_late():
    plan = visit.plan(jar(), SHOP, on=date(2025, 3, 6))
    again = visit.retry("postponed", plan, on=date(2025, 3, 6), agreed_on=date(2025, 3, 10))
    assert (again.on, again.notices) == (date(2025, 3, 10), ("stock_out_first",))


def test_an_agreed_day_replaces_the_computed_one():
    plan = visit.plan(jar(), SHOP, on=date(2025, 3, 6), retry_on=date(2025, 3, 7))
    assert (plan.go_on, plan.level, plan.bring) == (date(2025, 3, 7), 12, 48)


@pytest.mark.parametrize("terms", [SHOP, VILLAGE], ids=["shop", "village"])
def test_the_day_to_go_is_never_before_today(terms):
    today = date(2025, 4, 1)
    plan = visit.plan(jar(), terms, on=today)
    assert (plan.go_on, plan.level, plan.bring, plan.notices) == (today, 0, 60, ("already_out",))


def test_days_away_prolong_the_supply():
    life = Life(absences=(Period(date(2025, 3, 3), date(2025, 3, 8)),))
    plan = visit.plan(jar(life=life), SHOP, on=FILLED)
    assert (plan.days, plan.run_out_on) == (Fraction(25, 2), date(2025, 3, 13))


def test_guests_shorten_the_supply():
    life = Life(feasts=(Feast(Period(FILLED, date(2025, 3, 4)), Fraction(2)),))
    assert supply.days_of_supply(jar(life=life)) == 3 + Fraction(12, 8)


def test_a_family_that_grows_needs_more_from_that_day_on():
    life = Life(sizes=(Size(FILLED, Fraction(8)), Size(date(2025, 3, 5), Fraction(14))))
    assert supply.run_out_on(jar(life=life)) == date(2025, 3, 7)


def test_a_household_that_moves_away_has_no_date():
    life = Life(sizes=(Size(FILLED, Fraction(8)), Size(date(2025, 3, 4), Fraction(0))))
    assert visit.plan(jar(life=life), SHOP, on=FILLED).notices == ("no_need_ahead",)


def test_the_reason_names_the_rule_and_its_inputs():
    why = visit.plan(jar(), SHOP, on=FILLED).why
    assert (why.rule, why.inputs["days"], why.inputs["rate"]) == ("R08.2", "7.5", "8")
    assert why.reason.zh == "2025-03-01 缸里 60，每天 8，够 7.5 天，2025-03-08 吃完；提前 1＋1 天，2025-03-06 联系"


def test_what_lasts_longer_than_a_century_has_a_day_nevertheless():
    plan = visit.plan(jar(capacity=10**6, rate=Fraction(1, 1000)), VILLAGE, on=FILLED)
    assert (plan.run_out_on, plan.go_on) == (date(2125, 2, 5), date(2125, 2, 5))

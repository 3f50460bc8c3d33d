"""What a refill teaches (R08.3)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from minghua.domain.care.rules import learning
from minghua.domain.care.types import Feast, Life, Refill, Size
from minghua.kernel.periods import Period
from tests.unit.care.jars import FILLED, SHOP, VILLAGE, jar

DAY_6 = FILLED + timedelta(days=6)


@pytest.mark.parametrize(
    ("alpha", "expected"),
    [pytest.param(SHOP.alpha, Fraction(86, 10), id="A08.2 shop"), pytest.param(VILLAGE.alpha, 9, id="P10 village")],
)
def test_sixty_bowls_in_six_days_raise_the_rate(alpha, expected):
    lesson = learning.learn(jar(), Refill(DAY_6, Fraction(60)), alpha=alpha)
    assert (lesson.observed, lesson.rate, lesson.left, lesson.level) == (10, expected, 0, 60)


def test_what_is_still_in_the_jar_was_not_eaten():
    lesson = learning.learn(jar(), Refill(DAY_6, Fraction(40), left=Fraction(18)), alpha=SHOP.alpha)
    assert (lesson.used, lesson.observed, lesson.level) == (42, 7, 58)
    assert lesson.rate == Fraction(77, 10)


def test_the_suggested_quantity_teaches_that_the_forecast_was_right():
    lesson = learning.learn(jar(), Refill(DAY_6, Fraction(48)), alpha=SHOP.alpha)
    assert (lesson.observed, lesson.rate) == (8, 8)


@pytest.mark.parametrize(
    ("refill", "life", "verdict"),
    [
        pytest.param(Refill(DAY_6, Fraction(60)), Life(absences=(Period(FILLED, DAY_6),)), "away", id="away"),
        pytest.param(Refill(FILLED, Fraction(5)), Life(), "same_day", id="same day"),
        pytest.param(Refill(DAY_6, Fraction(5), left=Fraction(70)), Life(), "topped_up", id="bought elsewhere"),
        pytest.param(Refill(FILLED + timedelta(days=30), Fraction(60)), Life(), "ran_dry", id="stood empty"),
    ],
)
def test_some_intervals_teach_nothing(refill, life, verdict):
    lesson = learning.learn(jar(life=life), refill, alpha=SHOP.alpha)
    assert (lesson.observed, lesson.rate, lesson.why.inputs["verdict"]) == (None, 8, verdict)


def test_guests_do_not_teach_a_larger_appetite():
    life = Life(feasts=(Feast(Period(FILLED, FILLED + timedelta(days=3)), Fraction(2)),))
    lesson = learning.learn(jar(capacity=90, life=life), Refill(DAY_6, Fraction(72)), alpha=SHOP.alpha)
    assert (lesson.days, lesson.observed, lesson.rate) == (9, 8, 8)


def test_the_first_observation_becomes_the_rate():
    lesson = learning.learn(jar(rate=None), Refill(DAY_6, Fraction(30)), alpha=SHOP.alpha)
    assert (lesson.observed, lesson.rate) == (5, 5)


def test_a_refill_larger_than_the_jar_is_warned_of():
    lesson = learning.learn(jar(), Refill(DAY_6, Fraction(80)), alpha=SHOP.alpha)
    assert (lesson.level, lesson.notices) == (80, ("overfilled",))


def test_a_family_that_grew_carries_its_rate_into_the_new_size():
    life = Life(sizes=(Size(FILLED, Fraction(8)), Size(DAY_6, Fraction(10))))
    lesson = learning.learn(jar(life=life), Refill(DAY_6, Fraction(48)), alpha=SHOP.alpha)
    assert (lesson.observed, lesson.rate) == (8, 10)


def test_the_reason_can_be_read():
    why = learning.learn(jar(), Refill(date(2025, 3, 7), Fraction(60)), alpha=SHOP.alpha).why
    assert why.reason == ("观测 10，按 α=0.3 调整：8 → 8.6", "observed 10, α 0.3: 8 → 8.6")

"""JD growth value (P1, A14.1, A14.2): anniversaries, refunds, late events, as the tables of the rules say."""

import pytest

from minghua.domain.tiering.types import RefundEffect
from tests.unit.tiering.members import history, opening, order, refund, shown, spec, standing

JD = "jd_growth"


def test_jd_01_gold_keeps_gold_after_its_year() -> None:
    """JD-01, A14.1."""
    gold = opening("gold", "2013-02-01", 20_000)
    assert shown(standing(JD, gold, on="2014-01-31")) == (20_000, "gold", "2013-02-01", "2014-01-31")
    assert shown(standing(JD, gold, on="2014-02-01T00:00")) == (16_000, "gold", "2014-02-01", "2015-01-31")


def test_jd_02_gold_falls_to_silver_and_stays() -> None:
    gold = opening("gold", "2013-02-01", 13_000)
    assert shown(standing(JD, gold, on="2014-02-01")) == (9_000, "silver", "2014-02-01", "2015-01-31")
    assert shown(standing(JD, gold, on="2015-02-01")) == (8_000, "silver", "2015-02-01", "2016-01-31")


@pytest.mark.parametrize(
    ("level", "score", "after"),
    [
        pytest.param("diamond", 31_000, (21_000, "gold"), id="JD-03"),
        pytest.param("gold", 14_000, (10_000, "gold"), id="JD-05 exact"),
        pytest.param("gold", 13_999, (9_999, "silver"), id="JD-05 one less"),
        pytest.param("silver", 2_500, (1_500, "bronze"), id="A14.2 silver"),
        pytest.param("gold", 13_000, (9_000, "silver"), id="A14.2 gold"),
        pytest.param("diamond", 45_000, (35_000, "diamond"), id="A14.2 diamond stays"),
        pytest.param("diamond", 30_500, (20_500, "gold"), id="A14.2 diamond falls"),
        pytest.param("gold", 10_000, (6_000, "silver"), id="A14.2 least gold"),
        pytest.param("silver", 2_000, (1_000, "bronze"), id="A14.2 least silver"),
    ],
)
def test_a_year_ends(level: str, score: int, after: tuple[int, str]) -> None:
    found = standing(JD, opening(level, "2013-02-01", score), on="2014-02-01")
    assert (found.score, found.level) == after


def test_jd_06_a_leap_day_has_its_year() -> None:
    gold = opening("gold", "2016-02-29", 15_000)
    assert shown(standing(JD, gold, on="2017-02-28")) == (15_000, "gold", "2016-02-29", "2017-02-28")
    assert shown(standing(JD, gold, on="2017-03-01T00:00")) == (11_000, "gold", "2017-03-01", "2018-02-28")


JD_08 = (
    opening("silver", "2012-08-01", 9_600),
    order("2013-02-01", 600, "big"),
    refund("2013-03-01", 600, "big"),
)


def test_jd_08_a_refund_takes_the_rise_back() -> None:
    assert shown(standing(JD, *JD_08, on="2013-02-28")) == (10_200, "gold", "2013-02-01", "2014-01-31")
    assert shown(standing(JD, *JD_08, on="2013-03-01")) == (9_600, "silver", "2012-08-01", "2013-07-31")
    after = standing(JD, *JD_08, on="2013-08-01")
    assert (after.score, after.level) == (8_600, "silver")
    assert history(after) == [
        ("silver", "2012-08-01"), ("gold", "2013-02-01"), ("silver", "2013-03-01"), ("silver", "2013-08-01"),
    ]  # fmt: skip
    assert [each.code for each in after.trace] == ["joined", "opening", "reached", "revoked", "kept"]


def test_jd_08_at_expiry_the_level_stays_to_its_end() -> None:
    rules = spec(JD, refund=RefundEffect.AT_EXPIRY)
    assert shown(standing(rules, *JD_08, on="2014-01-31")) == (9_600, "gold", "2013-02-01", "2014-01-31")
    found = standing(rules, *JD_08, on="2014-02-01")
    assert (found.score, found.level) == (5_600, "silver")


def test_jd_08_immediate_grades_on_the_spot() -> None:
    rules = spec(JD, refund=RefundEffect.IMMEDIATE)
    assert shown(standing(rules, *JD_08, on="2013-03-01")) == (9_600, "silver", "2013-03-01", "2014-02-28")


def test_jd_09_and_jd_11_a_late_order_counts_on_its_day_and_once() -> None:
    gold, late = opening("gold", "2013-02-01", 13_600), order("2014-01-31T15:59:50Z", 500, "late")
    assert shown(standing(JD, gold, on="2014-02-01"))[:2] == (9_600, "silver")
    for log in ((gold, late), (late, gold), (late, late, gold, late)):
        assert shown(standing(JD, *log, on="2014-02-01")) == (10_100, "gold", "2014-02-01", "2015-01-31")


@pytest.mark.parametrize(
    ("points", "level"),
    [(0, "registered"), (1, "bronze"), (1_999, "bronze"), (2_000, "silver"), (9_999, "silver"), (10_000, "gold"),
     (29_999, "gold"), (30_000, "diamond")],
)  # fmt: skip
def test_thresholds_are_exact(points: int, level: str) -> None:
    """R14.1, R14.3: the first order that earns makes bronze; a threshold is reached at its number."""
    assert standing(JD, order("2014-01-01", points), on="2014-01-01").level == level


def test_a_rise_begins_a_year_and_the_old_anniversary_is_void() -> None:
    log = (opening("silver", "2013-01-01", 9_000), order("2013-12-31", 1_000))
    assert shown(standing(JD, *log, on="2014-06-01")) == (10_000, "gold", "2013-12-31", "2014-12-30")


def test_a_hundred_purchases_and_refunds_end_where_they_began() -> None:
    log = [opening("silver", "2013-01-01", 9_900)]
    for number in range(100):
        day = f"2013-0{2 + number // 28}-{number % 28 + 1:02d}"
        log += [order(f"{day}T10:00", 500, f"o{number}"), refund(f"{day}T11:00", 500, f"o{number}")]
    found = standing(JD, *log, on="2013-12-31")
    assert shown(found) == (9_900, "silver", "2013-01-01", "2013-12-31")


def test_the_first_order_returned_makes_registered_again() -> None:
    log = (order("2014-01-01", 50, "first"), refund("2014-01-03", 50, "first"))
    assert standing(JD, *log, on="2014-01-02").level == "bronze"
    assert standing(JD, *log, on="2014-01-03").level == "registered"


def test_a_later_order_keeps_the_level_from_its_own_day() -> None:
    log = (opening("silver", "2013-01-01", 9_600), order("2013-02-01", 600, "one"), order("2013-02-15", 800, "two"))
    found = standing(JD, *log, refund("2013-03-01", 600, "one"), on="2013-03-01")
    assert shown(found) == (10_400, "gold", "2013-02-15", "2014-02-14")


def test_after_the_period_ended_a_refund_only_lowers_the_score() -> None:
    log = (opening("silver", "2012-08-01", 9_600), order("2013-02-01", 5_000, "big"))
    found = standing(JD, *log, refund("2014-03-01", 5_000, "big"), on="2014-03-01")
    assert shown(found) == (5_600, "gold", "2014-02-01", "2015-01-31")


def test_a_refund_in_parts_takes_the_rise_back_when_the_threshold_is_lost() -> None:
    log = (opening("silver", "2013-01-01", 9_600), order("2013-02-01", 600, "big"))
    half = refund("2013-03-01", 200, "big")
    assert standing(JD, *log, half, on="2013-03-01").level == "gold"
    found = standing(JD, *log, half, refund("2013-03-02", 1, "big"), on="2013-03-02")
    assert shown(found) == (9_999, "silver", "2013-01-01", "2013-12-31")


def test_growth_never_falls_below_zero() -> None:
    log = (opening("silver", "2013-01-01", 2_000), order("2013-02-01", 100, "x"))
    found = standing(JD, *log, refund("2014-02-01", 5_000, "x"), on="2014-02-01")
    assert (found.score, found.level) == (0, "bronze")

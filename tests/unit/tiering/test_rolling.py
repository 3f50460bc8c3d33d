"""Rolling windows (P4, A14.3, R14.7) and months with decaying weights."""

import pytest

from minghua.domain.tiering.rules import programme
from minghua.domain.tiering.types import RefundEffect, Upgrade
from minghua.domain.tiering.types.spec import GateEffect
from tests.unit.tiering.members import gate, history, opening, order, refund, shown, spec, standing

TRAVEL = "travel_company"


def test_tr_01_sixty_days_then_graded_anew() -> None:
    first = order("2024-01-10", 350)
    assert shown(standing(TRAVEL, first, on="2024-03-09")) == (350, "gold", "2024-01-10", "2024-03-09")
    assert shown(standing(TRAVEL, first, on="2024-03-10T00:00")) == (350, "gold", "2024-03-10", "2024-05-08")


@pytest.mark.parametrize(
    ("score", "level"),
    [(299, "ordinary"), (300, "gold"), (2_999, "gold"), (3_000, "platinum"), (9_999, "platinum"), (10_000, "diamond")],
)
def test_tr_02_thresholds(score: int, level: str) -> None:
    assert standing(TRAVEL, order("2024-01-10", score), on="2024-01-10").level == level


def test_tr_04_a_rise_begins_sixty_days_anew() -> None:
    log = (order("2024-01-10", 350), order("2024-02-01", 2_700))
    assert shown(standing(TRAVEL, *log, on="2024-02-01")) == (3_050, "platinum", "2024-02-01", "2024-03-31")


def test_tr_05_a_refund_waits_for_the_end_of_the_level() -> None:
    log = (order("2024-01-10", 350), order("2024-02-01", 2_700, "tour"), refund("2024-02-10", 2_700, "tour"))
    assert shown(standing(TRAVEL, *log, on="2024-03-31")) == (350, "platinum", "2024-02-01", "2024-03-31")
    assert shown(standing(TRAVEL, *log, on="2024-04-01")) == (350, "gold", "2024-04-01", "2024-05-30")


def test_a_revoked_cause_in_a_window_brings_the_earlier_period_back() -> None:
    rules = spec(TRAVEL, refund=RefundEffect.REVOKE_CAUSE)
    log = (order("2024-01-10", 350), order("2024-02-01", 2_700, "tour"), refund("2024-02-10", 2_700, "tour"))
    assert shown(standing(rules, *log, on="2024-02-10")) == (350, "gold", "2024-01-10", "2024-03-09")


def test_tr_06_a_bad_reputation_suspends_at_once() -> None:
    log = (
        order("2024-02-01", 12_000),
        gate("2024-03-01", "reputation", opens=False),
        gate("2024-03-20", "reputation", opens=True),
    )
    assert history(standing(TRAVEL, *log, on="2024-03-25")) == [
        ("diamond", "2024-02-01"), ("ordinary", "2024-03-01"), ("diamond", "2024-03-20"),
    ]  # fmt: skip


def test_tr_06_at_the_next_evaluation_when_so_set() -> None:
    rules = spec(TRAVEL, gate_effect=GateEffect.AT_NEXT_EVALUATION)
    log = (order("2024-02-01", 12_000), gate("2024-03-01", "reputation", opens=False))
    assert standing(rules, *log, on="2024-03-31").level == "diamond"
    assert standing(rules, *log, on="2024-04-01").level == "ordinary"


def test_tr_08_a_late_order_corrects_the_grading() -> None:
    log = (order("2023-03-08", 120), order("2024-01-10", 250))
    assert standing(TRAVEL, *log, on="2024-03-10").level == "ordinary"
    found = standing(TRAVEL, *log, order("2024-03-05", 200), on="2024-03-12")
    assert shown(found)[1:] == ("gold", "2024-03-10", "2024-05-08")


def test_tr_09_the_scoring_day_is_local() -> None:
    found = standing(TRAVEL, order("2024-03-09T16:30:00Z", 300), on="2024-03-10")
    assert str(found.valid_from) == "2024-03-10"


def test_a14_3_sixty_days_of_platinum_then_gold() -> None:
    log = (opening("platinum", "2025-01-01"), order("2024-02-25", 250), order("2024-12-01", 2_950))
    assert str(standing(TRAVEL, *log, on="2025-01-01").valid_until) == "2025-03-02"
    assert shown(standing(TRAVEL, *log, on="2025-03-01"))[1] == "platinum"
    assert shown(standing(TRAVEL, *log, on="2025-03-02"))[:2] == (2_950, "gold")


def test_a14_3_bad_credit_is_ordinary_whatever_the_points() -> None:
    log = (gate("2024-01-01", "reputation", opens=False), order("2024-02-01", 12_000))
    assert standing(TRAVEL, *log, on="2024-02-01").level == "ordinary"


def test_a14_3_twelve_months_later_it_no_longer_counts() -> None:
    old = order("2024-02-10", 200)
    assert [standing(TRAVEL, old, on=day).score for day in ("2025-02-09", "2025-02-10")] == [200, 0]


@pytest.mark.parametrize(("upgrade", "began"), [(Upgrade.IMMEDIATE, "2024-02-01"), (Upgrade.AT_EXPIRY, "2024-03-10"), (Upgrade.NEXT_PERIOD, "2024-03-01")])  # fmt: skip
def test_the_moment_of_a_rise_is_a_setting(upgrade: Upgrade, began: str) -> None:
    """R14.4: `immediate`, `at_expiry`, `next_period`."""
    rules = spec(TRAVEL, upgrade=upgrade)
    log = (opening("gold", "2024-01-10"), order("2024-01-11", 350), order("2024-02-01", 2_700))
    assert history(standing(rules, *log, on="2024-03-15"))[-1] == ("platinum", began)


def test_r14_7_the_travel_agency_grades_by_consumption() -> None:
    log = (order("2024-01-15", 4_999), order("2024-02-29", 1, "one more yuan"))
    assert standing("travel_agency", *log[:1], on="2024-02-28").level == "ordinary"
    assert shown(standing("travel_agency", *log, on="2024-12-31")) == (5_000, "silver", "2024-02-29", "2025-02-28")
    assert shown(standing("travel_agency", *log, on="2025-03-01"))[:2] == (0, "ordinary")


CALENDAR = """
code: by_year
measure: {kind: calendar_sum, unit: year}
validity: {calendar: year, periods: 2}
levels: [{code: plain, validity: none}, {code: gold, from: 1000}]
"""


def test_r14_7_a_calendar_year_is_judged_before_it_begins_anew() -> None:
    rules = programme.from_text(CALENDAR)
    log = [order("2024-05-01", 1_000)]
    assert shown(standing(rules, *log, on="2025-12-31")) == (0, "gold", "2024-05-01", "2025-12-31")
    assert standing(rules, *log, on="2026-01-01").level == "plain"
    again = order("2025-12-31", 1_000)
    assert shown(standing(rules, *log, again, on="2026-01-01"))[1:] == ("gold", "2026-01-01", "2027-12-31")


DECAY = """
code: decay
measure: {kind: natural_months, weights: [{months: 12, percent: 100}, {months: 12, percent: 50}, {months: 12, percent: 25}]}
evaluate_day: 2
levels: [{code: plain}, {code: gold, from: 500}, {code: diamond, from: 1000}]
"""


@pytest.mark.parametrize(
    ("on", "score", "level"),
    [
        ("2023-02-02", 1_000, "diamond"),
        ("2024-01-02", 1_000, "diamond"),
        ("2024-02-02", 500, "gold"),
        ("2025-02-02", 250, "plain"),
        ("2026-02-02", 0, "plain"),
    ],
)
def test_p1_variant_older_months_weigh_less(on: str, score: int, level: str) -> None:
    """The variant of P1: 1,000 earned in 2023-01, weights 100/50/25 % over 12/12/12 natural months."""
    found = standing(programme.from_text(DECAY), order("2023-01-20", 1_000), on=on)
    assert (found.score, found.parts, found.level) == (score * 100, 100, level)

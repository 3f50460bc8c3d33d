"""The same fault again rises, whatever way the earlier reports ended; only a proven end lets it fall (SVC-AC-07, SVC-INV-4)."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.service.rules import problems
from minghua.domain.service.types.problems import Condition, Known, Standing, Told

START = datetime.fromisoformat("2008-06-10T10:00+08:00")
YEAR = timedelta(days=365)


def told(*days: int) -> list[Told]:
    return [Told(f"r{day}", START + timedelta(days=day)) for day in days]


def rests(*days: int) -> list[datetime]:
    return [START + timedelta(days=day) for day in days]


@pytest.mark.parametrize(
    ("case", "days", "rested", "level"),
    [
        ("nothing told", (), (), 0),
        ("SVC-AC-07 first report", (0,), (), 1),
        ("SVC-AC-07 second report after a repair that was called good", (0, 25), (), 2),
        ("SVC-AC-09 third report", (0, 25, 30), (), 3),
        ("fourth report", (0, 25, 30, 40), (), 3),
        ("A20.4 second report forty days later", (0, 40), (), 2),
        ("a year later, never confirmed as ended", (0, 400), (), 2),
        ("two in the window, the third long after, never confirmed", (0, 25, 500), (), 3),
        ("the customer confirmed its end", (0, 25), (30,), 0),
        ("again after the end, inside the window", (0, 25, 60), (30,), 3),
        ("again after the end, outside the window", (0, 25, 500), (30,), 1),
    ],
)
def test_a_level_counts_the_reports_in_the_window_and_of_the_episode(case, days, rested, level):
    assert problems.standing(told(*days), rests=rests(*rested), window=YEAR).level == level


def test_age_is_counted_from_the_first_report():
    assert problems.standing(told(25, 0, 30), window=YEAR) == Standing(3, 3, START, START + timedelta(days=30), 3)


days_of = st.lists(st.integers(0, 900), max_size=8)


@given(days_of, days_of, st.randoms())
def test_svc_inv_8_copies_and_another_order_change_nothing(days, rested, chance):
    first = problems.standing(told(*days), rests=rests(*rested), window=YEAR)
    again = told(*days, *days)
    chance.shuffle(again)
    assert problems.standing(again, rests=rests(*rested), window=YEAR) == first


@given(days_of, st.integers(0, 900), days_of)
def test_svc_inv_4_one_more_report_never_lowers_a_level(days, one, rested):
    before = problems.standing(told(*days), rests=rests(*rested), window=YEAR)
    after = problems.standing(told(*days, one), rests=rests(*rested), window=YEAR)
    assert after.level >= before.level


@given(st.lists(st.integers(0, 900), min_size=1, max_size=8, unique=True))
def test_svc_ac_07_without_a_proven_end_each_report_counts(days):
    assert problems.standing(told(*days), window=YEAR).level == min(3, len(days))


@pytest.mark.parametrize(
    ("level", "seconds", "skill"), [(1, 480, ""), (2, 240, "senior"), (3, 240, "product_engineer")]
)
def test_the_target_is_halved_and_the_skill_rises(level, seconds, skill):
    assert (problems.target_seconds(480, level=level), problems.handling(level).skill) == (seconds, skill)


def known(pk, symptom, group, *, still=False, day=0):
    return Known(id=pk, symptom=symptom, group=group, open=still, last_at=START + timedelta(days=day))


@pytest.mark.parametrize(
    ("case", "of_unit", "symptom", "group", "joins"),
    [
        ("nothing known", [], "not_cooling", "cooling", None),
        (
            "the same symptom, at rest for years",
            [known(1, "not_cooling", "cooling", day=-2000)],
            "not_cooling",
            "cooling",
            1,
        ),
        (
            "another symptom of the group, open",
            [known(1, "not_cooling", "cooling", still=True)],
            "no_restart",
            "cooling",
            1,
        ),
        (
            "another symptom of the group, long ago",
            [known(1, "not_cooling", "cooling", day=-2000)],
            "no_restart",
            "cooling",
            None,
        ),
        ("another symptom, another group", [known(1, "leaking", "water", still=True)], "no_restart", "cooling", None),
        (
            "nobody can name it",
            [known(1, "leaking", "water"), known(2, "noise", "noise", still=True)],
            "unnamed",
            "",
            2,
        ),
        ("nobody could name it before", [known(1, "unnamed", "")], "no_restart", "cooling", 1),
    ],
)
def test_a_report_finds_its_problem(case, of_unit, symptom, group, joins):
    found = problems.belongs_to(of_unit, symptom=symptom, group=group, since=START - YEAR)
    assert (found.id if found else None) == joins


@pytest.mark.parametrize(
    ("condition", "quiet", "seen", "rests_now"),
    [
        (Condition.CONSTANT, 30, 0, True),
        (Condition.CONSTANT, 29, 0, False),
        (Condition.WHEN_HOT, 200, 3, False),  # a cool season proves nothing (SVC-AC-15)
        (Condition.WHEN_HOT, 200, 30, True),
        (Condition.UNKNOWN, 40, 0, False),
    ],
)
def test_quiet_proves_an_end_only_in_the_condition_that_brings_the_fault(condition, quiet, seen, rests_now):
    assert problems.may_rest(condition, quiet_days=quiet, seen_days=seen, needed_days=30) is rests_now

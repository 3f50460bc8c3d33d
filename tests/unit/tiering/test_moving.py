"""What moved between two days, and how far it is to the next level (A14.7, R14.9)."""

from fractions import Fraction

import pytest

from minghua.domain.tiering.rules import progress, telling
from minghua.domain.tiering.rules.moving import movement
from tests.unit.tiering.members import opening, order, preset, standing


def test_a14_7_rates_are_moves_over_all() -> None:
    rows = {"A": (40, 8, 2), "B": (12, 150, 38), "C": (1, 29, 720)}
    counts = {(a, b): n for a, row in rows.items() for b, n in zip("ABC", row, strict=True)}
    found = movement(["C", "B", "A"], counts)
    assert (found.total, found.up, found.down) == (1_000, Fraction(42, 1_000), Fraction(48, 1_000))


def test_who_was_nobody_before_neither_rises_nor_falls() -> None:
    found = movement(["C", "B"], {("", "B"): 5, ("C", "C"): 5})
    assert (found.total, found.up, found.down) == (10, 0, 0)


@pytest.mark.parametrize(
    ("score", "needs", "stays", "percent"), [(9_000, 1_000, 0, 87), (2_000, 8_000, 1_000, 0), (2_500, 7_500, 500, 6)]
)
def test_progress_tells_what_is_missing(score: int, needs: int, stays: int, percent: int) -> None:
    """A silver of 2,000 loses 1,000 at the end and lacks 1,000 to stay silver."""
    found = progress.progress(
        preset("jd_growth"), standing("jd_growth", opening("silver", "2024-01-01", score), on="2024-02-01")
    )
    assert (found.next_level, found.next_needs, found.stay_needs, found.percent) == ("gold", needs, stays, percent)


def test_a_decision_is_said_in_both_languages() -> None:
    last = standing("jd_growth", order("2024-01-01", 2_500), on="2024-01-01").trace[-1]
    said = telling.say(last, preset("jd_growth"))
    assert said.zh == "成绩 2,500 达到 2,000，升为「银牌会员」。"
    assert said.en == "2,500 reached 2,000: Registered became Silver."


def test_a_deduction_is_said() -> None:
    last = standing("jd_growth", opening("gold", "2013-02-01", 20_000), on="2014-02-01").trace[-1]
    said = telling.say(last, preset("jd_growth"))
    assert said.zh == "有效期满，成绩 16,000，保留「金牌会员」。到期扣减 4000。"
    assert said.en == "The period ended; with 16,000, Gold was kept. 4000 was deducted."

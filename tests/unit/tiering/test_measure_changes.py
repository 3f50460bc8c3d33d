"""A version that measures otherwise counts everything told before, a balance of nothing too."""

from dataclasses import replace
from datetime import date

from minghua.domain.tiering.rules.fold import fold
from minghua.domain.tiering.types import Version
from minghua.domain.tiering.types.spec import Gaps, Measure, MeasureKind
from tests.unit.tiering.members import LONG_AGO, at, balance, preset


def test_a_balance_of_nothing_is_still_told_when_the_measure_changes() -> None:
    bank = preset("bohai_bank")
    days = replace(bank, measure=Measure(MeasureKind.MONTHLY_AVERAGE, gaps=Gaps.ZERO))
    versions = (Version(1, LONG_AGO, days), Version(2, date(2024, 3, 1), bank))
    log = [balance("2024-01-05", 900_000), balance("2024-01-06", 0)]
    found = fold(versions, log, until=at("2024-03-02"))
    assert found is not None
    assert (found.score, found.level) == (0, "ordinary")

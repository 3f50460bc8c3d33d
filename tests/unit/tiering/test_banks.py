"""Monthly averages of balances (P5, A14.4, A14.5): exact comparison, watch, patience."""

from calendar import monthrange
from datetime import date

import pytest

from minghua.domain.tiering.types import Event
from tests.unit.tiering.members import balance, history, opening, standing

BOHAI = "bohai_bank"


def month(text: str, *amounts: tuple[int, int], seq: int = 0) -> list[Event]:
    """Return a balance for every day of a month: (number of days, amount) one after the other."""
    year, number = map(int, text.split("-"))
    days = [amount for count, amount in amounts for _ in range(count)]
    assert len(days) == monthrange(year, number)[1]
    return [balance(str(date(year, number, day)), amount, seq=seq) for day, amount in enumerate(days, start=1)]


def flat(text: str, amount: int) -> list[Event]:
    """Return a month with the same balance every day."""
    year, number = map(int, text.split("-"))
    return month(text, (monthrange(year, number)[1], amount))


def levels(log: list[Event], *days: str) -> list[tuple[str, int]]:
    found = [standing(BOHAI, *log, on=day) for day in days]
    return [(each.level, each.watch) for each in found]


def test_bk_01_exactly_the_threshold_reaches_it_next_month() -> None:
    log = flat("2024-01", 500_000)
    assert levels(log, "2024-01-31", "2024-02-01") == [("ordinary", 0), ("platinum", 0)]


@pytest.mark.parametrize(
    ("when", "rich", "poor", "level"),
    [("2024-02", 15, 14, "platinum"), ("2023-02", 14, 14, "platinum"), ("2024-02", 14, 15, "gold")],
    ids=["BK-02 15 of 29", "BK-02 14 of 28", "BK-02 14 of 29"],
)
def test_bk_02_days_are_counted_not_divided(when: str, rich: int, poor: int, level: str) -> None:
    log = month(when, (rich, 1_000_000), (poor, 0))
    assert standing(BOHAI, *log, on=f"{when[:4]}-03-01").level == level


def test_bk_03_the_third_failing_month_decides() -> None:
    log = [
        opening("platinum", "2024-01-01"),
        *flat("2024-01", 490_000),
        *flat("2024-02", 480_000),
        *flat("2024-03", 150_000),
    ]
    assert levels(log, "2024-02-01", "2024-03-01", "2024-04-01") == [("platinum", 1), ("platinum", 2), ("affluent", 0)]


def test_bk_06_a_good_month_clears_the_watch() -> None:
    log = [opening("platinum", "2024-01-01"), *flat("2024-01", 490_000), *flat("2024-02", 2_000_000)]
    assert levels(log, "2024-02-01", "2024-03-01") == [("platinum", 1), ("diamond", 0)]


def test_bk_07_a_corrected_balance_is_averaged_again() -> None:
    log = [*flat("2024-01", 500_000), *flat("2024-02", 500_000)]
    correction = balance("2024-01-15", 499_999, seq=1)
    assert [level for level, _ in history(standing(BOHAI, *log, on="2024-03-05"))] == ["ordinary", "platinum"]
    corrected = standing(BOHAI, *log, correction, on="2024-03-05")
    assert history(corrected) == [("ordinary", "2024-01-01"), ("gold", "2024-02-01"), ("platinum", "2024-03-01")]


def test_a14_4_the_average_of_april() -> None:
    """A14.4: 10 days at 100,000 and 20 at 700,000 are 500,000 on the average, effective on 1 May."""
    log = month("2024-04", (10, 100_000), (20, 700_000))
    found = standing(BOHAI, *log, on="2024-05-01")
    assert (found.score, found.parts, found.level, str(found.valid_from)) == (15_000_000, 30, "platinum", "2024-05-01")


def test_a14_5_three_months_of_watch_for_a_diamond() -> None:
    start = [opening("diamond", "2024-01-01"), *flat("2024-05", 3_000_000)]
    below = [*flat("2024-06", 1_900_000), *flat("2024-07", 600_000)]
    days = ("2024-06-30", "2024-07-15", "2024-08-15", "2024-09-01")
    fell = levels([*start, *below, *flat("2024-08", 300_000)], *days)
    assert fell[1:] == [("diamond", 1), ("diamond", 2), ("gold", 0)]
    back = levels([*start, *below, *flat("2024-08", 2_000_000)], *days)
    assert back[1:] == [("diamond", 1), ("diamond", 2), ("diamond", 0)]


def test_r14_5_the_private_bank_waits_six_months() -> None:
    log = [opening("private", "2024-01-01"), *(each for n in range(1, 7) for each in flat(f"2024-0{n}", 2_000_000 + n))]
    assert levels(log, "2024-06-01", "2024-07-01") == [("private", 5), ("diamond", 0)]


def test_r14_6_the_layers_of_china_merchants_bank() -> None:
    reached = {
        amount: standing("china_merchants_bank", *flat("2024-01", amount), on="2024-02-01").level
        for amount in (49_999, 50_000, 499_999, 500_000, 4_999_999, 5_000_000, 9_999_999, 10_000_000)
    }
    assert list(reached.values()) == [
        "ordinary", "gold_card", "gold_card", "sunflower", "sunflower", "diamond", "diamond", "private_bank",
    ]  # fmt: skip


def test_days_before_the_account_was_opened_count_nothing() -> None:
    log = [balance(f"2024-01-{day:02d}", 1_000_000) for day in range(17, 32)]
    found = standing(BOHAI, *log, on="2024-02-01")
    assert (found.score, found.parts, found.level) == (15_000_000, 31, "gold")


def test_a_missing_day_carries_the_balance() -> None:
    found = standing(BOHAI, balance("2024-01-01", 200_000), on="2024-02-01")
    assert (found.score, found.level) == (200_000 * 31, "gold")

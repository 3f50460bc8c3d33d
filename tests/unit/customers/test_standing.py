"""R01.2 and A01.1: status and relation in time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.customers.rules import standing
from minghua.domain.customers.types import STATUSES, TradingFacts

WINDOWS = standing.Windows(churn_days=180, regained_days=180, loyal_index=80)
JANUARY, MARCH, BACK = date(2024, 1, 10), date(2024, 3, 5), date(2024, 10, 1)


def judge(*days: date, on: date, screening: str = "none", **facts: object) -> standing.Standing:
    given_facts = TradingFacts(order_days=days, order_count=len(days), **facts)  # type: ignore[arg-type]
    return standing.judge(given_facts, screening=screening, on=on, windows=WINDOWS)


@pytest.mark.parametrize(
    ("on", "days", "status", "relation_time"),
    [
        (date(2024, 3, 5), (JANUARY, MARCH), "repeat", "current"),
        (date(2024, 6, 3), (JANUARY, MARCH), "repeat", "current"),  # 90 days: exactly half the window
        (date(2024, 6, 5), (JANUARY, MARCH), "dormant", "past"),  # 92 days
        (date(2024, 9, 1), (JANUARY, MARCH), "dormant", "past"),  # 180 days
        (date(2024, 9, 2), (JANUARY, MARCH), "lost", "past"),  # 181 days
        (date(2024, 10, 1), (JANUARY, MARCH, BACK), "regained", "current"),
        (date(2025, 2, 1), (JANUARY, MARCH, BACK), "regained", "current"),
        (date(2025, 3, 29), (JANUARY, MARCH, BACK), "regained", "current"),
        (date(2025, 3, 30), (JANUARY, MARCH, BACK, date(2025, 3, 1)), "repeat", "current"),
        (date(2025, 3, 30), (JANUARY, MARCH, BACK), "dormant", "past"),
    ],
)
def test_a01_1_customer_x(on: date, days: tuple[date, ...], status: str, relation_time: str) -> None:
    found = judge(*days, on=on)
    assert (found.status, found.relation_time) == (status, relation_time)


def test_a01_1_regained_ends_on_2025_03_30() -> None:
    assert standing.regained_until([JANUARY, MARCH, BACK], windows=WINDOWS) == date(2025, 3, 30)


@pytest.mark.parametrize(("screening", "status"), [("none", "potential"), ("accepted", "target"), ("rejected", "non")])
def test_without_orders_screening_decides(screening: str, status: str) -> None:
    found = judge(on=BACK, screening=screening)
    assert (found.status, found.relation_time) == (status, "future")


@pytest.mark.parametrize(
    ("index", "referrals", "status"), [(79, 3, "repeat"), (80, 0, "loyal"), (80, 1, "advocate"), (None, 1, "repeat")]
)
def test_loyalty_lifts_an_active_customer(index: int | None, referrals: int, status: str) -> None:
    found = judge(JANUARY, MARCH, on=MARCH, loyalty_index=index, referrals_12m=referrals)
    assert found.status == status


def test_one_order_is_a_first_purchase() -> None:
    assert judge(MARCH, on=MARCH).status == "first_time"


def test_an_open_contract_keeps_the_relation_current() -> None:
    found = judge(JANUARY, on=date(2026, 1, 1), open_contract=True)
    assert (found.status, found.relation_time) == ("lost", "current")


def test_orders_after_the_day_do_not_count_yet() -> None:
    assert judge(JANUARY, MARCH, BACK, on=date(2024, 9, 2)).status == "lost"


def test_the_reason_names_rule_day_and_inputs() -> None:
    why = judge(JANUARY, MARCH, on=date(2024, 6, 5)).status_why
    assert (why.rule, why.version, why.as_of) == ("R01.2", 1, date(2024, 6, 5))
    assert why.inputs["recency_days"] == 92
    assert why.reason.zh == "最近一次购买距今 92 天，已过流失窗口 180 天的一半。"


@given(st.lists(st.integers(0, 2000), max_size=12), st.integers(0, 2500))
def test_every_history_has_exactly_one_known_status(offsets: list[int], on_offset: int) -> None:
    start = date(2020, 1, 1)
    days = tuple(start + timedelta(days=offset) for offset in sorted(set(offsets)))
    found = judge(*days, on=start + timedelta(days=on_offset))
    assert found.status in {term.code for term in STATUSES}
    assert (found.relation_time == "future") == (found.status in {"potential", "target", "non"})

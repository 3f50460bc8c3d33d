"""Amounts are rounded half up once per line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.orders.rules import totals

AMOUNTS = [
    # unit price (e4), quantity (milli), currency, minor
    (25_500, 6_000, "GBP", 1_530),
    (2_650, 10_000, "GBP", 265),  # 0.265 × 10
    (50, 1_000, "CNY", 1),  # half a fen is one
    (49, 1_000, "CNY", 0),
    (10, 5_000, "CNY", 1),  # 0.001 × 5 = 0.005
    (30_000, 333, "CNY", 100),  # 0.333 × 3.00 = 0.999
    (25_500, -1_000, "CNY", -255),
    (50, -1_000, "CNY", -1),  # away from zero on both sides
    (1_000_000, 3_000, "JPY", 300),
    (0, 9_000, "CNY", 0),
]


@pytest.mark.parametrize(("price", "quantity", "currency", "minor"), AMOUNTS)
def test_line_amount_is_rounded_half_up(price: int, quantity: int, currency: str, minor: int) -> None:
    assert totals.line_amount(unit_price_e4=price, quantity_milli=quantity, currency=currency) == minor


def test_total_adds_rounded_lines() -> None:
    assert totals.total([1, 1, 265]) == 267


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(1, 10**6), min_size=1, max_size=8))
def test_shares_add_up_to_the_amount(amount: int, parts: list[int]) -> None:
    assert sum(totals.shares(amount, parts)) == amount
    assert len(totals.shares(amount, parts)) == len(parts)

"""Servings become sales units at the list price."""

import pytest

from minghua.domain.orders.rules import serving_sale
from minghua.domain.orders.types import NewLine


@pytest.mark.parametrize(
    ("servings", "per_unit", "price", "currency", "quantity", "price_e4"),
    [
        (48_000, 60_000, 12_000, "CNY", 800, 1_200_000),
        (1_000, 3_000, 100, "CNY", 333, 10_000),
        (2_000, None, 100, "CNY", 2_000, 10_000),
        (60_000, 60_000, 3_000, "JPY", 1_000, 30_000_000),
    ],
)
def test_servings_are_sold_in_units(
    servings: int, per_unit: int | None, price: int, currency: str, quantity: int, price_e4: int
) -> None:
    line = serving_sale.line(
        7, servings_milli=servings, servings_per_unit_milli=per_unit, price_minor=price, currency=currency
    )
    assert line == NewLine(product_id=7, quantity_milli=quantity, unit_price_e4=price_e4)


@pytest.mark.parametrize(("servings", "price"), [(48_000, None), (1, 100), (0, 100)])
def test_goods_without_a_price_or_next_to_nothing_are_no_sale(servings: int, price: int | None) -> None:
    assert (
        serving_sale.line(7, servings_milli=servings, servings_per_unit_milli=60_000, price_minor=price, currency="CNY")
        is None
    )

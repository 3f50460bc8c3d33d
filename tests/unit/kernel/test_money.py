"""Money: integers, and one rounding."""

from fractions import Fraction

import pytest

from minghua.kernel import money


@pytest.mark.parametrize(
    ("text", "minor"), [("12.345", 1235), ("1,234.5", 123450), ("￥12", 1200), ("-0.005", -1), ("0", 0)]
)
def test_parse_minor_rounds_half_up(text, minor):
    assert money.parse_minor(text) == minor


@pytest.mark.parametrize("text", ["", "abc", "1.2.3", "NaN", "Infinity", "1e30", "-10000000000000"])
def test_parse_minor_refuses_what_is_no_amount(text):
    with pytest.raises(money.NotAnAmount):
        money.parse_minor(text)


@pytest.mark.parametrize(("value", "whole"), [(Fraction(5, 2), 3), (Fraction(-5, 2), -3), (Fraction(7, 3), 2)])
def test_half_up_goes_away_from_zero(value, whole):
    assert money.half_up(value) == whole


@pytest.mark.parametrize(
    ("price_e4", "quantity", "minor"), [(25_500, 6_000, 1530), (10, 1_000, 0), (50, 1_000, 1), (333_333, 3_000, 10_000)]
)
def test_a_line_is_rounded_once(price_e4, quantity, minor):
    assert money.line_minor(unit_price_e4=price_e4, quantity_milli=quantity) == minor


def test_nothing_is_shown_as_a_dash():
    assert (money.show(None), money.show(-123450), money.show(5, "JPY")) == ("—", "-¥1,234.50", "JP¥5")
    assert [money.show_milli(each) for each in (60_000, 1_500, 8_600, None)] == ["60", "1.5", "8.6", "—"]


@pytest.mark.parametrize(("minor", "currency", "price"), [(6_800, "CNY", 680_000), (500, "JPY", 5_000_000)])
def test_a_list_price_knows_its_currencys_digits(minor, currency, price):
    assert money.price_e4(minor, currency) == price

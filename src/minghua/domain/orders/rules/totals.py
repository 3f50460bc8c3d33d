"""Amounts of lines and totals, in integers only; half up once per line (R00.1)."""

from collections.abc import Iterable

from minghua.kernel import money

_E4_MILLI = 10_000 * 1_000


def half_up(numerator: int, denominator: int) -> int:
    """Return numerator ÷ denominator to the nearest integer, halves away from zero; the denominator is positive."""
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return size if numerator >= 0 else -size


def line_amount(*, unit_price_e4: int, quantity_milli: int, currency: str) -> int:
    """Return the line's amount in minor units (R00.1)."""
    return half_up(unit_price_e4 * quantity_milli * 10 ** money.digits(currency), _E4_MILLI)


def total(amounts: Iterable[int]) -> int:
    """Return the sum of line amounts in minor units: lines are rounded, totals never again."""
    return sum(amounts)


def shares(amount_minor: int, parts: Iterable[int]) -> tuple[int, ...]:
    """Return the amount split in proportion to positive parts; the shares add up to the amount exactly."""
    weights = tuple(parts)
    whole = sum(weights)
    given, seen, result = 0, 0, []
    for weight in weights:
        seen += weight
        upto = half_up(amount_minor * seen, whole)
        result.append(upto - given)
        given = upto
    return tuple(result)

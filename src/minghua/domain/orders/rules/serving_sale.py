"""What a number of servings is as a line of an order: sales units at the list price (docs/rules/jar.md)."""

from fractions import Fraction

from minghua.domain.orders.types import NewLine
from minghua.kernel.money import MILLI, half_up, price_e4


def line(
    product_id: int, *, servings_milli: int, servings_per_unit_milli: int | None, price_minor: int | None, currency: str
) -> NewLine | None:
    """Return the line; None for goods without a price or less than a thousandth of a unit.

    A product that does not say how many servings one unit holds is sold by the serving.
    """
    units_milli = half_up(Fraction(servings_milli * MILLI, servings_per_unit_milli or MILLI))
    if price_minor is None or units_milli <= 0:
        return None
    return NewLine(product_id=product_id, quantity_milli=units_milli, unit_price_e4=price_e4(price_minor, currency))

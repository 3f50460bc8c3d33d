"""How a discount lies on the lines of a basket, and what a return of some of it gives back (R24.5, R00.1)."""

from collections.abc import Sequence
from fractions import Fraction

from minghua.domain.loyalty.types.allocation import GivenBack, SoldLine
from minghua.kernel.money import half_up


class MoreThanTheLines(ValueError):
    """The discount is below zero or above what it should lie on."""


class MoreThanWasSold(ValueError):
    """More comes back than was sold and is not back yet."""


def spread(discount: int, *, over: Sequence[int]) -> tuple[int, ...]:
    """Return the share of each line in minor units, by largest remainder: in proportion, never above the line, exact in sum.

    Equal remainders favour the earlier line. Raises MoreThanTheLines unless 0 ≤ discount ≤ Σ lines.
    """
    whole = sum(over)
    if min(over, default=0) < 0 or not 0 <= discount <= whole:
        raise MoreThanTheLines(f"{discount} does not lie on {tuple(over)}")
    if whole == 0:
        return (0,) * len(over)
    parts = [divmod(discount * line, whole) for line in over]
    left = discount - sum(share for share, _ in parts)
    largest = sorted(range(len(parts)), key=lambda place: -parts[place][1])[:left]
    return tuple(share + (place in largest) for place, (share, _) in enumerate(parts))


def given_back(line: SoldLine, *, returned_milli: int, before_milli: int = 0) -> GivenBack:
    """Return what a return gives back, after `before_milli` of the line came back already; raises MoreThanWasSold.

    Counted from the running total, half up, so that the returns of a whole line give back exactly what was paid.
    """
    after = before_milli + returned_milli
    if min(before_milli, returned_milli) < 0 or after > line.quantity_milli:
        raise MoreThanWasSold(f"{after} of {line.quantity_milli}")

    def part(whole: int) -> int:
        return _up_to(whole, after, line) - _up_to(whole, before_milli, line)

    return GivenBack(part(line.paid), tuple(part(discount) for discount in line.discounts))


def _up_to(whole: int, milli: int, line: SoldLine) -> int:
    return half_up(Fraction(whole * milli, line.quantity_milli))

"""What a vote comes to: how often each option was chosen, and the prices that most accept (R24.2)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple


class Band(NamedTuple):
    """What one voter would pay, in minor units, both ends included."""

    low: int
    high: int


class PriceHint(NamedTuple):
    """The prices that most voters accept, both ends included, and their share of all voters."""

    low: int
    high: int
    share: Fraction


def tally(options: Iterable[str], votes: Iterable[str]) -> Mapping[str, int]:
    """Return the votes of each option in the order of the options; raises ValueError for a vote on none of them."""
    counted = Counter(votes)
    found = {option: counted.pop(option, 0) for option in options}
    if counted:
        raise ValueError(f"voted for what is no option: {', '.join(sorted(counted))}")
    return found


def price_hint(bands: Iterable[Band]) -> PriceHint | None:
    """Return the dearest stretch of prices that the most voters accept; None without voters."""
    known = [each for each in bands if each.low <= each.high]
    if not known:
        return None
    accepts = {low: sum(each.low <= low <= each.high for each in known) for low in {each.low for each in known}}
    most = max(accepts.values())
    low = max(price for price, count in accepts.items() if count == most)
    high = min(each.high for each in known if each.low <= low <= each.high)
    return PriceHint(low, high, Fraction(most, len(known)))

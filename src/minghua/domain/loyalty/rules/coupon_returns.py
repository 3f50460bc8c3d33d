"""Which lines of a purchase with coupons come back because its order does (R24.5)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from minghua.domain.loyalty.types.coupon_story import BackLine


class BoughtLine(NamedTuple):
    """A line of a purchase: the product by its id, None when the books do not know it, how much, and how much is back."""

    product_id: int | None
    quantity_milli: int
    back_milli: int


def still_back(lines: Sequence[BoughtLine], *, goods: Mapping[int, int], whole: bool) -> list[BackLine]:
    """Return what is still to come back of each line so that as much is back as the order's returns say; never less than is.

    `goods` is product → thousandths back by all returns so far; `whole` says that nothing of the order is left.
    """
    due = Counter(goods)
    for line in lines:
        if line.product_id is not None:
            due[line.product_id] -= line.back_milli
    found = []
    for place, line in enumerate(lines):
        left = line.quantity_milli - line.back_milli
        milli = left if whole else min(left, max(due[line.product_id], 0) if line.product_id is not None else 0)
        if line.product_id is not None:
            due[line.product_id] -= milli
        if milli > 0:
            found.append(BackLine(place, milli))
    return found

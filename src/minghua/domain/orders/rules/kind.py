"""Whether an order is a sale or only corrects the books."""

from collections.abc import Sequence
from dataclasses import dataclass

from minghua.domain.orders.types import Kind

_BOOK_NATURES = frozenset({"charge", "adjustment"})


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What the rule must know of one line."""

    quantity_milli: int
    unit_price_e4: int
    nature: str = "goods"


@dataclass(frozen=True, slots=True)
class KindDecision:
    """Sale or adjustment, and the code of the reason (empty for an ordinary sale)."""

    kind: Kind
    reason: str = ""


SALE = KindDecision(Kind.SALE)


def judge(lines: Sequence[LineFacts], *, has_customer: bool) -> KindDecision:
    """Return sale, or adjustment with its reason: only goods given for money make a sale (docs/rules/returns.md)."""
    if any(line.unit_price_e4 < 0 for line in lines):
        return KindDecision(Kind.ADJUSTMENT, "bad_debt")
    if all(line.nature in _BOOK_NATURES for line in lines):
        return KindDecision(Kind.ADJUSTMENT, "bank_or_fee")
    if any(line.unit_price_e4 > 0 and line.quantity_milli > 0 for line in lines):
        return SALE
    if any(line.quantity_milli < 0 for line in lines):
        return KindDecision(Kind.ADJUSTMENT, "stock_write_off")
    return KindDecision(Kind.ADJUSTMENT, "free_goods" if has_customer else "stock_found")

"""Which earlier purchase a returned line belongs to, and why not when that cannot be inferred (docs/rules/returns.md)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from minghua.domain.orders.types import Match


@dataclass(frozen=True, slots=True)
class SoldLine:
    """An order line of the same customer and product, with what has not come back yet."""

    line_id: int
    order_id: int
    placed_at: datetime
    unit_price_e4: int
    remaining_milli: int


@dataclass(frozen=True, slots=True)
class Returned:
    """One returned line as the rule sees it."""

    has_customer: bool
    is_merchandise: bool
    returned_at: datetime
    unit_price_e4: int
    quantity_milli: int


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the returned quantity and the order line it is tied to; no line means untied."""

    quantity_milli: int
    match: Match
    line_id: int | None = None
    order_id: int | None = None


def judge(returned: Returned, sold: Sequence[SoldLine]) -> tuple[Part, ...]:
    """Return the parts of a returned line: same price first, then latest purchase first; never more than was bought."""
    refusal = _refusal(returned, sold)
    if refusal is not None:
        return (Part(returned.quantity_milli, refusal),)
    candidates = _candidates(returned, sold)
    one = _one_line(returned, candidates)
    return (one,) if one is not None else _spread(returned, candidates)


def _refusal(returned: Returned, sold: Sequence[SoldLine]) -> Match | None:
    if not returned.is_merchandise:
        return Match.NOT_MERCHANDISE
    if not returned.has_customer:
        return Match.NO_CUSTOMER
    if not any(line.placed_at <= returned.returned_at for line in sold):
        return Match.NO_PRIOR_SALE
    return None


def _candidates(returned: Returned, sold: Iterable[SoldLine]) -> list[SoldLine]:
    earlier = [line for line in sold if line.placed_at <= returned.returned_at and line.remaining_milli > 0]
    latest_first = sorted(earlier, key=lambda line: (line.placed_at, line.line_id), reverse=True)
    return sorted(latest_first, key=lambda line: line.unit_price_e4 != returned.unit_price_e4)


def _one_line(returned: Returned, candidates: Iterable[SoldLine]) -> Part | None:
    for line in candidates:
        if line.remaining_milli >= returned.quantity_milli:
            same = line.unit_price_e4 == returned.unit_price_e4
            match = Match.EXACT if same else Match.PRICE_DIFFERS
            return Part(returned.quantity_milli, match, line.line_id, line.order_id)
    return None


def _spread(returned: Returned, candidates: Iterable[SoldLine]) -> tuple[Part, ...]:
    left = returned.quantity_milli
    parts: list[Part] = []
    for line in candidates:
        taken = min(left, line.remaining_milli)
        if taken:
            parts.append(Part(taken, Match.SPLIT, line.line_id, line.order_id))
            left -= taken
    if left:
        parts.append(Part(left, Match.QUANTITY_EXCEEDS))
    return tuple(parts)

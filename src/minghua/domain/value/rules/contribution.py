"""What a customer brings in a period: sales less returns, goods and every cost (R11.1)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from minghua.domain.value.types import (
    ContactFact,
    Contribution,
    CustomerFacts,
    Dated,
    GoodsFact,
    Part,
    Rates,
    ServiceRates,
)
from minghua.kernel.money import MILLI, half_up

Costs = Mapping[int, Sequence[Dated]]
_CALLS = ("phone", "ivr")


def in_force(dated: Iterable[Dated], on: date) -> int | None:
    """Return the value of that day: the latest that had begun, None before the first."""
    begun = [one for one in dated if one.valid_from <= on]
    return max(begun, key=lambda one: one.valid_from).value if begun else None


def goods_minor(fact: GoodsFact, costs: Costs) -> int | None:
    """Return what the goods of a line cost, half up; the product's undated cost counts where no dated one does."""
    unit = in_force(costs.get(fact.product_id, ()), fact.on)
    unit = fact.listed_minor if unit is None else unit
    return None if unit is None else half_up(Fraction(unit * fact.quantity_milli, MILLI))


def contribution(facts: CustomerFacts, *, costs: Costs, rates: Rates) -> Contribution:
    """Return every part of the contribution, how many records stand behind each, and how many lines have no cost (R11.1)."""
    sold = [goods_minor(one, costs) for one in facts.sold]
    back = [goods_minor(one, costs) for one in facts.came_back]
    parts: Counter[Part] = Counter()
    counts: Counter[Part] = Counter()
    parts[Part.SALES] = sum(order.total_minor for order in facts.orders)
    parts[Part.RETURNS] = sum(facts.returned_minor)
    parts[Part.GOODS] = sum(one or 0 for one in sold) - sum(kept_minor(one or 0, rates) for one in back)
    parts[Part.LOGISTICS] = sum(in_force(rates.order_logistics, order.placed_on) or 0 for order in facts.orders)
    parts[Part.BAD_DEBT] = sum(facts.bad_debts)
    counts.update({Part.SALES: len(facts.orders), Part.RETURNS: len(facts.returned_minor), Part.GOODS: len(sold)})
    counts.update({Part.LOGISTICS: len(facts.orders), Part.BAD_DEBT: len(facts.bad_debts)})
    for entry in facts.entries:
        parts[entry.part] += entry.amount_minor
        counts[entry.part] += 1
    return Contribution({part: parts[part] for part in Part}, dict(counts), sold.count(None))


def kept_minor(cost_minor: int, rates: Rates) -> int:
    """Return how much of the cost of a returned line goes back to the shelf, half up."""
    return half_up(Fraction(cost_minor * rates.returned_stock, 100))


def contact_cost(fact: ContactFact, rates: ServiceRates) -> tuple[Part, int] | None:
    """Return which part a contact belongs to and what it cost; None for a note or what costs nothing (R11.1).

    What the customer began, and every complaint, is service; what we began is selling.
    """
    if fact.direction == "note":
        return None
    part = Part.SERVICE if fact.direction == "in" or fact.topic == "complaint" else Part.SELLING
    cost = _cost(fact, rates)
    return (part, cost) if cost else None


def _cost(fact: ContactFact, rates: ServiceRates) -> int:
    if fact.channel == "face_to_face":
        return rates.visit
    if fact.channel in _CALLS and fact.minutes is not None:
        return fact.minutes * rates.call_minute
    return rates.contact

"""What customers cost the demo shop: talks by their rates, big deliveries and rebates of some firms, and two pyramids to compare."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from random import Random

from minghua.domain.value import operations as value
from minghua.domain.value.types import PRESETS, ContactFact, Cutting, NewCost, Part, RfmDefinition
from minghua.foundation.engine.refreshing import Refresher
from minghua.foundation.people.types import SYSTEM
from minghua.journeys.demo.facts import Company, Sale, Talk
from minghua.journeys.demo.opening import Keys
from minghua.kernel.periods import add_months

SOURCE = "demo"
DEMANDING = 5  # every fifth firm wants carriage, rebates and visits
MONTHS_BETWEEN = 3


def of_talks(talks: Iterable[tuple[int, Talk]], keys: Keys, *, at: datetime) -> int:
    """Post what each logged talk cost and return how many cost something."""
    facts = (
        (pk, keys.customers[talk.customer], talk.at, ContactFact(talk.channel, talk.direction, "", talk.minutes))
        for pk, talk in talks
    )
    return value.post_contact_costs(facts, by=SYSTEM, at=at)


def of_firms(facts: Company, keys: Keys, *, at: datetime) -> int:
    """Post carriage and rebates of the firms' orders; the demanding ones eat their own margin. Return how many costs."""
    sold: defaultdict[str, list[Sale]] = defaultdict(list)
    for sale in facts.sales:
        if sale.customer.startswith("o") and sale.placed_at <= at:
            sold[sale.customer].append(sale)
    costs = [
        cost
        for number, customer in enumerate(sorted(sold))
        for sale in sold[customer]
        for cost in _of_sale(sale, keys.customers[customer], demanding=number % DEMANDING == 0)
    ]
    return value.post_costs(costs, by=SYSTEM, at=at)


def _of_sale(sale: Sale, customer_id: int, *, demanding: bool) -> list[NewCost]:
    total = sum(line.unit_price_e4 * line.quantity_milli for line in sale.lines) // 100_000
    if total <= 0:
        return []
    chance = Random(sale.number)
    carriage = chance.randint(900, 1_800) + (total // 20 if demanding else 0)
    found = [_cost(sale, customer_id, Part.LOGISTICS, carriage, "送货")]
    rebate = total * chance.randint(9, 14) // 100 if demanding else 0
    return [*found, _cost(sale, customer_id, Part.DISCOUNT, rebate, "返点")] if rebate else found


def _cost(sale: Sale, customer_id: int, part: Part, amount: int, reason: str) -> NewCost:
    return NewCost(
        customer_id=customer_id, part=part, amount_minor=amount, event_at=sale.placed_at, source=SOURCE,
        key=f"{part.value}:{sale.number}", reason=reason,
    )  # fmt: skip


def build_pyramids(on: date, *, at: datetime) -> None:
    """Compute the pyramid of three months ago and of today, so that one sees who moved."""
    for day in (add_months(on, -MONTHS_BETWEEN), on):
        value.run_pyramid(PRESETS["pyramid"][1], on=day, by=SYSTEM, at=at)


def look_at_everybody(on: date, *, at: datetime) -> None:
    """Refresh the analysed data and compute RFM by fifths and by means, the latter last."""
    Refresher(lambda: at).refresh(by=SYSTEM)
    for cutting in (Cutting.QUINTILES, Cutting.MEANS):
        value.run_rfm(RfmDefinition(cutting), on=on, by=SYSTEM, at=at)

"""What the demo company knows of its business customers: enough for most of them to be graded, with a few vetoes."""

from copy import deepcopy
from datetime import datetime
from random import Random
from typing import Any

from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as tiering_reads
from minghua.foundation.people.types import Actor
from minghua.journeys.demo.facts import Company
from minghua.journeys.demo.opening import Keys

_SEED = 15
_LARGE = "60000"


def grade_firms(facts: Company, keys: Keys, *, by: Actor, at: datetime) -> None:
    """Publish the card to begin with, and say what is known of each organisation."""
    tiering.publish_card(_card(), by=by, at=at)
    random = Random(_SEED)
    firms = sorted(party.key for party in facts.parties if party.kind == "organization")
    known = {keys.customers[key]: _known(random, place) for place, key in enumerate(firms)}
    tiering.bring_inputs(known, by=by, at=at)


def _card() -> dict[str, Any]:
    """The card to begin with, for a shop whose large customers buy for tens of thousands and are mostly new."""
    card = deepcopy(tiering_reads.card_preset())
    purchase = card["dimensions"][0]["indicators"][0]
    return card | {
        "dimensions": [{**card["dimensions"][0], "indicators": [purchase | {"high": _LARGE}]}, *card["dimensions"][1:]],
        "min_known": "0.6",
    }


def _known(random: Random, place: int) -> dict[str, str]:
    """What one firm is like; every ninth is not known well enough to be graded."""
    level = random.choice((35, 55, 70, 80, 92))
    told = {
        "contribution": str(level * random.randint(1_400, 2_200)),
        "renewal": str(_near(random, level)),
        "overdue_days": str(random.choice((0, 0, 0, 0, 5, 12, 30, 100))),
        "credit": str(_near(random, level)),
        "influence": str(_near(random, level)),
        "cooperation": str(_near(random, level)),
        "complaints": str(random.choice((0, 0, 1, 2, 4))),
    }
    if place % 9 == 8:
        del told["influence"]
    if place % 17 == 5:
        told["legal_dispute"] = "1"
    return told


def _near(random: Random, level: int) -> int:
    return max(0, min(100, level + random.randint(-12, 12)))

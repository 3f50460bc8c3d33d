"""Reads of value."""

from minghua.domain.value.measures import BASES
from minghua.domain.value.queries.contributions import contribution_of, contributions, judged, return_of
from minghua.domain.value.queries.pyramids import (
    Place,
    latest_definition,
    losers,
    moves,
    place_of,
    places,
    run,
    runs,
)
from minghua.domain.value.rules.shares import Quadrant, is_unusual

__all__ = [
    "BASES",
    "Place",
    "Quadrant",
    "contribution_of",
    "contributions",
    "is_unusual",
    "judged",
    "latest_definition",
    "losers",
    "moves",
    "place_of",
    "places",
    "return_of",
    "run",
    "runs",
]

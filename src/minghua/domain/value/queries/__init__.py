"""Reads of value."""

from minghua.domain.value.queries.bases import bases
from minghua.domain.value.queries.contributions import contribution_of, contributions, judged, return_of
from minghua.domain.value.queries.lifetime import lifetime
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
from minghua.domain.value.queries.rfm import rfm_place_of, rfm_places, rfm_run, rfm_runs
from minghua.domain.value.rules.shares import Quadrant, is_unusual

__all__ = [
    "bases",
    "Place",
    "Quadrant",
    "contribution_of",
    "contributions",
    "is_unusual",
    "judged",
    "latest_definition",
    "lifetime",
    "losers",
    "moves",
    "place_of",
    "places",
    "return_of",
    "rfm_place_of",
    "rfm_places",
    "rfm_run",
    "rfm_runs",
    "run",
    "runs",
]

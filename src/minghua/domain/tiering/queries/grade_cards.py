"""The versions of the scorecard, and the one in force on a day."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from minghua.domain.tiering.models import GradeCard
from minghua.domain.tiering.rules import card_reading, weighing
from minghua.domain.tiering.types import CardVersion, Fault, Scorecard, Weighing
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require

PRESETS = Path(__file__).parent.parent / "presets"


class InForce(NamedTuple):
    """The card of a day: its row and what it says."""

    row: GradeCard
    card: Scorecard


class Examined(NamedTuple):
    """What a card would be: what is wrong with it, and the weights its judgements give."""

    card: Scorecard | None
    faults: tuple[Fault, ...]
    weighing: Weighing | None


def in_force(on: date) -> InForce | None:
    """Return the card of that day: the last version begun by then."""
    row = GradeCard.objects.filter(from_on__lte=on).order_by("-from_on", "-version").first()
    return None if row is None else InForce(row, opened(row))


def opened(row: GradeCard) -> Scorecard:
    """Return what a published card says; it was sound when it was published."""
    card, _ = card_reading.read(row.body)
    if card is None:
        raise ValueError(f"grade card {row.version} cannot be read")
    return card


def card_versions(viewer: Actor) -> list[CardVersion]:
    """Return the published versions, the latest first."""
    require(viewer, "grades.view")
    rows = visible(GradeCard.objects.select_related("published_by"), viewer).order_by("-version")[:200]
    return [_version(row) for row in rows]


def card_version(viewer: Actor, on: date) -> CardVersion | None:
    """Return the version in force on a day."""
    require(viewer, "grades.view")
    found = in_force(on)
    return None if found is None else _version(found.row)


def examine(viewer: Actor, plain: Any) -> Examined:
    """Return everything that is wrong with a card, and what its judgements weigh, without keeping anything."""
    require(viewer, "grades.view")
    card, faults = card_reading.read(plain)
    if card is None or not card.judgements:
        return Examined(card, faults, None)
    return Examined(card, faults, weighing.weigh([each.code for each in card.dimensions], card.judgements))


@cache
def card_preset(code: str = "business_grades") -> dict[str, Any]:
    """Return a card to begin with, as plain data."""
    found: dict[str, Any] = json.loads((PRESETS / f"{code}.json").read_text("utf-8"))
    return found


def _version(row: GradeCard) -> CardVersion:
    name = row.published_by.name if row.published_by else None
    return CardVersion(row.version, row.from_on, row.body, row.note, row.published_at, name)

"""Reads about invariants: what is checked, and what the last run found."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from minghua.foundation.invariants import register
from minghua.foundation.invariants.models import Verification
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.words import Text


@dataclass(frozen=True, slots=True)
class Standing:
    """One invariant and how it stood at the last run (broken None: it was not checked then)."""

    id: str
    sentence: Text
    broken: int | None
    seconds: float | None
    findings: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class LastRun:
    """When the last run ended, who asked, how long it took, how many were broken."""

    finished_at: datetime
    by_name: str
    seconds: float
    checked: int
    broken: int


def last_run(viewer: Actor) -> LastRun | None:
    """Return the last run, or None when there was none yet; needs `system.view`."""
    require(viewer, "system.view")
    row = Verification.objects.order_by("-id").first()
    if row is None:
        return None
    seconds = round(sum(result["seconds"] for result in row.results), 2)
    return LastRun(row.finished_at, row.by_name, seconds, row.checked, row.broken)


def standings(viewer: Actor) -> list[Standing]:
    """Return every invariant, the broken ones first."""
    require(viewer, "system.view")
    row = Verification.objects.order_by("-id").first()
    results = {result["id"]: result for result in row.results} if row else {}
    found = [_standing(each.id, each.sentence, results.get(each.id)) for each in register.invariants()]
    return sorted(found, key=lambda each: (not each.broken, each.id))


def _standing(key: str, sentence: Text, result: dict[str, Any] | None) -> Standing:
    if result is None:
        return Standing(key, sentence, None, None, ())
    return Standing(key, sentence, result["broken"], result["seconds"], tuple(result["findings"]))

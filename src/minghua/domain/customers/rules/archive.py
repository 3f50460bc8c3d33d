"""How full and how fresh an archive is: completeness, checklists (R06.2), archive score (R07.5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from minghua.domain.customers.types.fields import ArchiveField

COMPLETENESS_WEIGHT = Fraction(60, 100)
FRESHNESS_WEIGHT = Fraction(40, 100)


@dataclass(frozen=True, slots=True)
class Checklist:
    """How many fields of a group are filled, and which are missing."""

    filled: int
    total: int
    missing: tuple[str, ...]

    @property
    def share(self) -> Fraction | None:
        """Return filled ÷ total, None for an empty list (R00.2)."""
        return Fraction(self.filled, self.total) if self.total else None


@dataclass(frozen=True, slots=True)
class ArchiveScore:
    """Completeness and freshness as exact shares, the score in hundredths of a point (8067 = 80.67)."""

    completeness: Fraction
    freshness: Fraction
    score_e2: int
    due_on: date | None


def is_filled(value: Any) -> bool:
    """Return whether a value says something: 0 does, blank text does not."""
    return value is not None and str(value).strip() != ""


def checklist(fields: Iterable[ArchiveField], *, values: Mapping[str, Any]) -> Checklist:
    """Return what is filled among those fields; `values` maps field code to value."""
    wanted = list(fields)
    missing = tuple(field.code for field in wanted if not is_filled(values.get(field.code)))
    return Checklist(filled=len(wanted) - len(missing), total=len(wanted), missing=missing)


def completeness(fields: Iterable[ArchiveField], *, values: Mapping[str, Any]) -> Checklist:
    """Return the checklist of the template's required fields only (R07.5)."""
    return checklist([field for field in fields if field.required], values=values)


def freshness(*, verified_on: date | None, cycle_days: int, on: date) -> Fraction:
    """Return 1 − overdue days ÷ cycle, never below 0; never verified counts as 0 (R07.5)."""
    if verified_on is None:
        return Fraction(0)
    overdue = max(0, (on - verified_on).days - cycle_days)
    return max(Fraction(0), 1 - Fraction(overdue, cycle_days))


def score(required: Checklist, *, verified_on: date | None, cycle_days: int, on: date) -> ArchiveScore:
    """Return the archive score: 60 % completeness of required fields, 40 % freshness (R07.5, A07.1)."""
    full = required.share if required.share is not None else Fraction(1)
    fresh = freshness(verified_on=verified_on, cycle_days=cycle_days, on=on)
    points = 100 * (COMPLETENESS_WEIGHT * full + FRESHNESS_WEIGHT * fresh)
    return ArchiveScore(
        completeness=full,
        freshness=fresh,
        score_e2=int(points * 100 + Fraction(1, 2)),
        due_on=None if verified_on is None else verified_on + timedelta(days=cycle_days),
    )

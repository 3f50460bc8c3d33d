"""What the page of one jar shows: its card and curve, deliveries, the household’s life, visits."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from minghua.domain.care.types.rows import JarRow


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One refill of the past: forecast and fact, observed and learned."""

    id: int
    on: date
    quantity: Fraction
    left: Fraction | None
    forecast_on: date | None
    forecast_level: Fraction | None
    observed: Fraction | None
    learned: Fraction | None
    away: bool
    by: str
    verdict: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """Days away."""

    id: int
    from_on: date
    until_on: date
    note: str


@dataclass(frozen=True, slots=True)
class OccasionRow:
    """Days with guests."""

    id: int
    from_on: date
    until_on: date
    factor: Fraction
    note: str


@dataclass(frozen=True, slots=True)
class SizingRow:
    """The household's size from a day on."""

    from_on: date
    people: int
    per_person: Fraction
    portions: tuple[tuple[str, Fraction], ...]
    daily: Fraction
    note: str


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The predicted level at the start of one day."""

    on: date
    level: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class JarCard:
    """Everything about one jar that its page and the customer's page show."""

    row: JarRow
    terms_lead: int
    terms_safety: Fraction
    alpha: Fraction
    level_on: date
    level_then: Fraction
    days: Fraction | None
    go_on: date | None
    retry_on: date | None
    lead_own: int | None
    safety_own: int | None
    per_person: Fraction
    curve: tuple[CurvePoint, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A try at the door."""

    on: date
    outcome: str
    retry_on: date | None
    note: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JarPage:
    """One jar with its past and its household's life."""

    card: JarCard
    deliveries: tuple[DeliveryRow, ...]
    absences: tuple[AbsenceRow, ...]
    occasions: tuple[OccasionRow, ...]
    sizings: tuple[SizingRow, ...]
    visits: tuple[VisitRow, ...]

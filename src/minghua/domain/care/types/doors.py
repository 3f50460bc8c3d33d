"""What goes in and what comes back at the door: surveys, deliveries done, visits done."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from minghua.domain.care.types.facts import Preset


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJar:
    """A survey's answers: servings in thousandths; `level_milli` None means the jar was just filled."""

    customer_id: int
    product_id: int
    capacity_milli: int
    people: int = 0
    per_person_milli: int = 0
    portions: tuple[tuple[str, int], ...] = ()
    level_milli: int | None = None
    preset: Preset = "shop"
    safety_days: int | None = None
    lead_days: int | None = None
    delivery_window: str = ""
    pay_day: int | None = None
    credit_limit_minor: int | None = None
    area: str = ""
    note: str = ""
    consent: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryDone:
    """What recording a delivery did; `replayed` when the same tap had been recorded before."""

    delivery_id: int
    jar_id: int
    customer_id: int
    product_id: int
    on: date
    at: datetime
    quantity_milli: int
    observed: Fraction | None
    rate: Fraction | None
    next_on: date | None
    notices: tuple[str, ...]
    order_id: int | None = None
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class VisitDone:
    """What recording a visit did: when to go again, and what to be warned of."""

    visit_id: int
    jar_id: int
    customer_id: int
    outcome: str
    retry_on: date | None
    notices: tuple[str, ...]
    replayed: bool = False

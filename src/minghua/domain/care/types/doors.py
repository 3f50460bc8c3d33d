"""What passes through the doors of the rice ledger: surveys in, routes, cards and plans out."""

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

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


@dataclass(frozen=True, slots=True, kw_only=True)
class JarRow:
    """One jar with the names around it and what the rules say of a day."""

    id: int
    customer_id: int
    customer_name: str
    product_id: int
    product_name: str
    unit: str
    serving: str
    servings_per_unit: Fraction | None
    area: str
    address: str
    phone: str
    window: str
    pay_day: int | None
    credit_limit_minor: int | None
    currency: str
    note: str
    preset: str
    people: int
    rate: Fraction | None
    capacity: Fraction
    level: Fraction | None
    bring: Fraction | None
    bring_units: Fraction | None
    due_on: date | None
    run_out_on: date | None
    alarm: str
    notices: tuple[str, ...]
    covered: bool
    last_delivery_id: int
    why: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RhythmRow:
    """Goods without stock data that a customer is expected to buy again."""

    id: int
    customer_id: int
    customer_name: str
    product_id: int
    product_name: str
    unit: str
    area: str
    address: str
    phone: str
    last_on: date
    due_on: date
    interval: Fraction
    overdue: Fraction | None
    quantity: Fraction
    learned: bool
    why: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteStop:
    """One door to knock at: its jars and its goods with a rhythm."""

    customer_id: int
    customer_name: str
    area: str
    address: str
    phone: str
    window: str
    run_out_on: date | None
    jars: tuple[JarRow, ...]
    rhythms: tuple[RhythmRow, ...]


@dataclass(frozen=True, slots=True)
class RouteArea:
    """The stops of one area in walking order."""

    area: str
    stops: tuple[RouteStop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteDone:
    """A stop of the day that is behind us: delivered or tried."""

    jar_id: int
    customer_id: int
    customer_name: str
    product_name: str
    serving: str
    outcome: str
    at: datetime
    delivery_id: int | None = None
    quantity: Fraction | None = None
    retry_on: date | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """How much of one product to put on the cart."""

    product_id: int
    product_name: str
    unit: str
    serving: str
    servings: Fraction
    units: Fraction | None


@dataclass(frozen=True, slots=True)
class Route:
    """The day's doors by area, whom to ring, what is done or covered by open orders, whom to ask, the cart's load."""

    on: date
    areas: tuple[RouteArea, ...]
    calls: tuple[RouteStop, ...]
    done: tuple[RouteDone, ...]
    covered: tuple[JarRow, ...]
    surveys: tuple[JarRow, ...]
    loads: tuple[Load, ...]
    more: int = 0


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


@dataclass(frozen=True, slots=True, kw_only=True)
class JarPage:
    """One jar with its past and its household's life."""

    card: JarCard
    deliveries: tuple[DeliveryRow, ...]
    absences: tuple[AbsenceRow, ...]
    occasions: tuple[OccasionRow, ...]
    sizings: tuple[SizingRow, ...]
    visits: tuple["VisitRow", ...]


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A try at the door."""

    on: date
    outcome: str
    retry_on: date | None
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class CalendarItem:
    """One refill on the calendar; `expected` when it is a forecast beyond the next one."""

    jar_id: int
    customer_id: int
    customer_name: str
    product_name: str
    area: str
    quantity: Fraction
    serving: str
    alarm: str
    expected: bool


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """The refills of one day: all of them counted, the first few named."""

    on: date
    count: int
    items: tuple[CalendarItem, ...]


@dataclass(frozen=True, slots=True)
class DemandDay:
    """Expected demand for one product on one day (or in the week that starts on it)."""

    on: date
    refills: int
    servings: Fraction


@dataclass(frozen=True, slots=True)
class DemandLine:
    """Expected demand for one product over the plan, and the purchase it suggests."""

    product_id: int
    sku: str
    product_name: str
    unit: str
    serving: str
    refills: int
    servings: Fraction
    exact_units: Fraction | None
    units: int | None
    cost_minor: int | None
    currency: str
    days: tuple[DemandDay, ...]


@dataclass(frozen=True, slots=True)
class AccuracyReport:
    """Forecast against fact: `count` jars looked into, how far off; `visits` in all, the share not after its day."""

    count: int
    typical_error_days: Fraction | None
    within_one_day: Fraction | None
    typical_error_share: Fraction | None
    visits: int
    on_time: Fraction | None

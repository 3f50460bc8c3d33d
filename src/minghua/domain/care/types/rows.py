"""What the route shows: jars and goods with a rhythm as judged for a day, stops, areas, the load of the cart."""

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any


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
    bring_whole: int | None
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
    order_id: int | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """How much of one product to put on the cart."""

    product_id: int
    product_name: str
    unit: str
    serving: str
    servings: Fraction
    units: Fraction | None
    whole: int | None


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

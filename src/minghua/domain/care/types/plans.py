"""What the calendar and the demand plan show, and how true the forecasts were."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


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

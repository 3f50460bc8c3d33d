"""What the rice ledger tells programs: servings in thousandths, rates in millionths of a serving a day."""

from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from minghua.domain.care.types import MICRO, MILLI
from minghua.interfaces.rest.shapes import Day, Instant, Out
from minghua.kernel.money import half_up


def _scaled(scale: int) -> Any:
    def scaled(value: Any) -> Any:
        return half_up(value * scale) if isinstance(value, Fraction) else value

    return scaled


Thousandths = Annotated[int | None, BeforeValidator(_scaled(MILLI))]
Millionths = Annotated[int | None, BeforeValidator(_scaled(MICRO))]


class DayOut(Out):
    """A day to go, null when it cannot be known."""

    go_on: Day | None


class DeliveryDoneOut(Out):
    """What a delivery taught, when to go next, and the order it was booked as."""

    delivery_id: int
    jar_id: int
    customer_id: int
    on: Day
    quantity_milli: int
    observed_rate_micro: Millionths = Field(validation_alias="observed")
    rate_micro: Millionths = Field(validation_alias="rate")
    next_on: Day | None
    notices: list[str]
    replayed: bool


class VisitDoneOut(Out):
    """When to go again, and what to be warned of."""

    visit_id: int
    jar_id: int
    outcome: str
    retry_on: Day | None
    notices: list[str]
    replayed: bool


class JarOut(Out):
    """One jar as judged for a day: level, what to bring, when it runs out, and why."""

    id: int
    customer_id: int
    customer_name: str
    product_id: int
    product_name: str
    unit: str
    serving: str
    area: str
    address: str
    phone: str
    delivery_window: str = Field(validation_alias="window")
    pay_day: int | None
    credit_limit_minor: int | None
    currency: str
    note: str
    preset: str
    people: int
    rate_micro: Millionths = Field(validation_alias="rate")
    capacity_milli: Thousandths = Field(validation_alias="capacity")
    level_milli: Thousandths = Field(validation_alias="level")
    bring_milli: Thousandths = Field(validation_alias="bring")
    bring_units_milli: Thousandths = Field(validation_alias="bring_units")
    bring_whole: int | None = Field(description="whole sales units to carry: rounded up")
    due_on: Day | None
    run_out_on: Day | None
    alarm: str
    notices: list[str]
    covered: bool
    why: dict[str, Any]


class RhythmOut(Out):
    """Goods without stock data that are due by their rhythm; half days are kept."""

    id: int
    customer_id: int
    customer_name: str
    product_id: int
    product_name: str
    unit: str
    last_on: Day
    due_on: Day
    interval_milli: Thousandths = Field(validation_alias="interval")
    overdue_milli: Thousandths = Field(validation_alias="overdue")
    quantity_milli: Thousandths = Field(validation_alias="quantity")
    learned: bool


class StopOut(Out):
    """One door to knock at."""

    customer_id: int
    customer_name: str
    area: str
    address: str
    phone: str
    delivery_window: str = Field(validation_alias="window")
    run_out_on: Day | None
    jars: list[JarOut]
    rhythms: list[RhythmOut]


class AreaOut(Out):
    """The stops of one area in walking order."""

    area: str
    stops: list[StopOut]


class DoneOut(Out):
    """A stop that is behind us."""

    jar_id: int
    customer_id: int
    customer_name: str
    product_name: str
    outcome: str
    at: Instant
    delivery_id: int | None
    quantity_milli: Thousandths = Field(validation_alias="quantity")
    retry_on: Day | None


class LoadOut(Out):
    """How much of one product to put on the cart."""

    product_id: int
    product_name: str
    unit: str
    servings_milli: Thousandths = Field(validation_alias="servings")
    units_milli: Thousandths = Field(validation_alias="units")


class RouteOut(Out):
    """The day: doors by area, whom to ring, what is done or covered, whom to ask, the load; `more` jars did not fit."""

    on: Day
    areas: list[AreaOut]
    calls: list[StopOut]
    done: list[DoneOut]
    covered: list[JarOut]
    surveys: list[JarOut]
    loads: list[LoadOut]
    more: int


class PastDeliveryOut(Out):
    """One refill of the past."""

    id: int
    on: Day
    quantity_milli: Thousandths = Field(validation_alias="quantity")
    left_milli: Thousandths = Field(validation_alias="left")
    forecast_on: Day | None
    forecast_level_milli: Thousandths = Field(validation_alias="forecast_level")
    observed_rate_micro: Millionths = Field(validation_alias="observed")
    learned_rate_micro: Millionths = Field(validation_alias="learned")
    away: bool
    by: str
    verdict: str
    withdrawn: bool


class SpanOut(Out):
    """Days away."""

    id: int
    from_on: Day
    until_on: Day
    note: str


class OccasionOut(SpanOut):
    """Days with guests."""

    factor_milli: Thousandths = Field(validation_alias="factor")


class SizingOut(Out):
    """A size of the household and the servings a day it stands for."""

    from_on: Day
    people: int
    per_person_milli: Thousandths = Field(validation_alias="per_person")
    daily_milli: Thousandths = Field(validation_alias="daily")
    note: str


class PointOut(Out):
    """The predicted level at the start of a day."""

    on: Day
    level_milli: Thousandths = Field(validation_alias="level")


class CardOut(Out):
    """What the rules say of a jar."""

    row: JarOut
    level_on: Day
    level_then_milli: Thousandths = Field(validation_alias="level_then")
    days_milli: Thousandths = Field(validation_alias="days")
    go_on: Day | None
    retry_on: Day | None
    curve: list[PointOut]
    active: bool


class JarPageOut(Out):
    """One jar with its past and its household's life."""

    card: CardOut
    deliveries: list[PastDeliveryOut]
    absences: list[SpanOut]
    occasions: list[OccasionOut]
    sizings: list[SizingOut]


class CalendarItemOut(Out):
    """One refill on the calendar."""

    jar_id: int
    customer_id: int
    customer_name: str
    product_name: str
    area: str
    quantity_milli: Thousandths = Field(validation_alias="quantity")
    alarm: str
    expected: bool


class CalendarDayOut(Out):
    """The refills of one day; `count` counts those not named too."""

    on: Day
    count: int
    items: list[CalendarItemOut]


class DemandDayOut(Out):
    """Expected demand on one day or in the week that starts on it."""

    on: Day
    refills: int
    servings_milli: Thousandths = Field(validation_alias="servings")


class DemandOut(Out):
    """Expected demand of one product, and the purchase it suggests in whole sales units."""

    product_id: int
    sku: str
    product_name: str
    unit: str
    refills: int
    servings_milli: Thousandths = Field(validation_alias="servings")
    units: int | None
    cost_minor: int | None
    currency: str
    days: list[DemandDayOut]


class AccuracyOut(Out):
    """How true forecasts were: typical error where somebody looked, share of visits not late (both in thousandths)."""

    count: int
    typical_error_milli: Thousandths = Field(validation_alias="typical_error_days")
    within_one_day_milli: Thousandths = Field(validation_alias="within_one_day")
    visits: int
    on_time_milli: Thousandths = Field(validation_alias="on_time")

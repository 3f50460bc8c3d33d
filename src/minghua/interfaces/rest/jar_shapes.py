"""What programs may tell the rice ledger: surveys, changes, deliveries, visits; servings in thousandths."""

from typing import Annotated, Literal

from pydantic import Field

from minghua.interfaces.rest.shapes import Body, Day, Id, Line, Minor

Servings = Annotated[int, Field(ge=0, le=10**9, description="thousandths of a serving")]
Amount = Annotated[int, Field(ge=1, le=10**9, description="thousandths of a serving")]
People = Annotated[int, Field(ge=0, le=1_000)]
MonthDay = Annotated[int, Field(ge=1, le=31)]
Ahead = Annotated[int, Field(ge=0, le=60, description="days")]
Preset = Literal["shop", "village"]


class PortionIn(Body):
    """One member's own servings a day."""

    name: Annotated[Line, Field(max_length=40)]
    per_day_milli: Servings


class JarIn(Body):
    """A survey's answers about one product; `level_milli` left out means the jar was just filled."""

    product_id: Id
    capacity_milli: Amount
    people: People = 0
    per_person_milli: Servings = 0
    portions: Annotated[list[PortionIn], Field(max_length=40)] = []
    level_milli: Servings | None = None
    preset: Preset = "shop"
    safety_days: Ahead | None = None
    lead_days: Ahead | None = None
    delivery_window: Annotated[Line, Field(max_length=40)] = ""
    pay_day: MonthDay | None = None
    credit_limit_minor: Annotated[Minor, Field(ge=0, le=10**12)] | None = None
    area: Annotated[Line, Field(max_length=60)] = ""
    note: Line = ""
    consent: bool = False


class JarEdit(Body):
    """The answers to change; those left out stay. `level_milli` is what somebody saw in the jar just now."""

    capacity_milli: Amount | None = None
    level_milli: Servings | None = None
    preset: Preset | None = None
    safety_days: Ahead | None = None
    lead_days: Ahead | None = None
    delivery_window: Annotated[Line, Field(max_length=40)] | None = None
    pay_day: MonthDay | None = None
    credit_limit_minor: Annotated[Minor, Field(ge=0, le=10**12)] | None = None
    area: Annotated[Line, Field(max_length=60)] | None = None
    note: Line | None = None


class SizingIn(Body):
    """The household's size from a day on."""

    people: People
    per_person_milli: Servings
    portions: Annotated[list[PortionIn], Field(max_length=40)] = []
    from_on: Day
    note: Annotated[Line, Field(max_length=100)] = ""


class AbsenceIn(Body):
    """Days away, the last one excluded."""

    from_on: Day
    until_on: Day
    note: Annotated[Line, Field(max_length=100)] = ""


class OccasionIn(AbsenceIn):
    """Days with guests: the need times `factor_milli` ÷ 1000."""

    factor_milli: Annotated[int, Field(ge=1, le=20_000)]


class DeliveryIn(Body):
    """What was brought; `left_milli` is what was still in the jar, left out when nobody looked."""

    quantity_milli: Amount
    left_milli: Servings | None = None
    on: Day | None = None


class VisitIn(Body):
    """A try at the door that delivered nothing."""

    outcome: Literal["nobody_home", "postponed", "declined"]
    agreed_on: Day | None = None
    note: Line = ""

"""The rice ledger for programs: the route, jars, deliveries, visits, calendar and demand plan."""

from datetime import date, timedelta
from hashlib import sha256
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.care import operations as care
from minghua.domain.care import queries as care_reads
from minghua.domain.care.types import NewJar
from minghua.domain.customers.types import NewCustomer
from minghua.interfaces.rest import jar_answers as answers
from minghua.interfaces.rest import jar_shapes as shapes
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.once import HEADER
from minghua.interfaces.rest.shapes import (
    Body,
    Cursor,
    Day,
    Id,
    Limit,
    Line,
    ListOut,
    MadeOut,
    NonEmptyLine,
    Out,
    PageOut,
)
from minghua.journeys.deliver_refill import deliver_refill, withdraw_refill
from minghua.journeys.survey_household import survey_household
from minghua.kernel.periods import Period, local_date

router = Door(tags=["rice ledger"])
Area = Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]
Days = Annotated[int, Field(ge=1, le=92)]
HELD_BY_NULL = {"safety_days", "lead_days", "pay_day", "credit_limit_minor"}


class JarOfCustomerIn(shapes.JarIn):
    """A survey's answers about a known customer."""

    customer_id: Id


class HouseholdIn(Body):
    """The household a survey found."""

    name: NonEmptyLine
    mobile: Annotated[Line, Field(max_length=40)] = ""
    address: Line = ""
    area: Area = ""


class SurveyIn(Body):
    """A questionnaire filled in at the door: the household and its jar."""

    household: HouseholdIn
    jar: shapes.JarIn


class SurveyedOut(Out):
    """What came out of a questionnaire."""

    customer_id: int
    jar_id: int


def _asked(on: date | None, today: date) -> date:
    """Return the day asked for, at most a year either side of today."""
    return today if on is None else min(max(on, today - timedelta(days=366)), today + timedelta(days=366))


def _new(body: shapes.JarIn, customer_id: int) -> NewJar:
    given = body.model_dump(exclude={"portions", "customer_id"})
    portions = tuple((one.name, one.per_day_milli) for one in body.portions)
    return NewJar(customer_id=customer_id, portions=portions, **given)


def _key(request: HttpRequest) -> str:
    """Return the delivery's own key: the caller and the request's key, shortened without collisions."""
    told = f"{of(request).actor.user_id}:{request.headers[HEADER]}"
    return f"api-{sha256(told.encode()).hexdigest()[:48]}"


@router.read("/route", permission="route.view", answers=answers.RouteOut)
def get_route(request: HttpRequest, on: Day | None = None, area: Area = "") -> Any:
    """Whom to visit on a day (today unless said), by area, with what to bring."""
    caller = of(request)
    return care_reads.route(caller.actor, on=_asked(on, local_date(caller.at)), area=area)


@router.read("/jars", permission="route.view", answers=PageOut[answers.JarOut])
def list_jars(request: HttpRequest, customer_id: Id | None = None, cursor: Cursor = "", limit: Limit = 50) -> Any:
    """Active jars in reach."""
    caller = of(request)
    today = local_date(caller.at)
    return care_reads.jars(caller.actor, on=today, cursor=cursor, limit=limit, customer_id=customer_id)


@router.write("POST", "/jars", permission="jars.edit", answers=MadeOut, status=201)
def open_jar(request: HttpRequest, body: JarOfCustomerIn) -> Any:
    """Open a jar of a known customer; 409 when there is one of that product."""
    caller = of(request)
    return {"id": care.open_jar(_new(body, body.customer_id), by=caller.actor, at=caller.at)}


@router.write("POST", "/surveys", permission="jars.edit", answers=SurveyedOut, status=201)
def survey(request: HttpRequest, body: SurveyIn) -> Any:
    """Keep a door-to-door questionnaire: a new household and its jar."""
    caller = of(request)
    household = NewCustomer(kind="household", in_passing=True, **body.household.model_dump())
    return survey_household(household, _new(body.jar, 0), by=caller.actor, at=caller.at)


@router.read("/jars/{jar_id}", permission="route.view", answers=answers.JarPageOut)
def get_jar(request: HttpRequest, jar_id: Id) -> Any:
    """One jar with its curve, deliveries and household."""
    caller = of(request)
    return care_reads.jar_page(caller.actor, jar_id, on=local_date(caller.at))


@router.write("PATCH", "/jars/{jar_id}", permission="jars.edit", answers=answers.DayOut)
def edit_jar(request: HttpRequest, jar_id: Id, body: shapes.JarEdit) -> Any:
    """Change answers; null empties a field that may be empty. The answer is the new day to go."""
    caller = of(request)
    given = body.model_dump(exclude_unset=True)
    changes = {name: value for name, value in given.items() if value is not None or name in HELD_BY_NULL}
    return {"go_on": care.edit_jar(jar_id, changes, by=caller.actor, at=caller.at)}


@router.write("POST", "/jars/{jar_id}/closure", permission="jars.edit")
def close_jar(request: HttpRequest, jar_id: Id) -> Any:
    """Stop planning a jar."""
    caller = of(request)
    care.close_jar(jar_id, by=caller.actor, at=caller.at)


@router.write("POST", "/jars/{jar_id}/sizings", permission="jars.edit", answers=answers.DayOut, status=201)
def resize(request: HttpRequest, jar_id: Id, body: shapes.SizingIn) -> Any:
    """Keep the household's size from a day on."""
    caller = of(request)
    portions = [(one.name, one.per_day_milli) for one in body.portions]
    given = body.model_dump(exclude={"portions"})
    return {"go_on": care.resize(jar_id, portions=portions, **given, by=caller.actor, at=caller.at)}


@router.write("POST", "/jars/{jar_id}/absences", permission="jars.edit", answers=MadeOut, status=201)
def add_absence(request: HttpRequest, jar_id: Id, body: shapes.AbsenceIn) -> Any:
    """Note days away."""
    caller = of(request)
    return {"id": care.add_absence(jar_id, **body.model_dump(), by=caller.actor, at=caller.at)}


@router.write("DELETE", "/jars/{jar_id}/absences/{absence_id}", permission="jars.edit")
def drop_absence(request: HttpRequest, jar_id: Id, absence_id: Id) -> Any:
    """Take days away back."""
    caller = of(request)
    care.drop_absence(jar_id, absence_id, by=caller.actor, at=caller.at)


@router.write("POST", "/jars/{jar_id}/occasions", permission="jars.edit", answers=MadeOut, status=201)
def add_occasion(request: HttpRequest, jar_id: Id, body: shapes.OccasionIn) -> Any:
    """Note days with guests or a festival."""
    caller = of(request)
    return {"id": care.add_occasion(jar_id, **body.model_dump(), by=caller.actor, at=caller.at)}


@router.write("DELETE", "/jars/{jar_id}/occasions/{occasion_id}", permission="jars.edit")
def drop_occasion(request: HttpRequest, jar_id: Id, occasion_id: Id) -> Any:
    """Take days with guests back."""
    caller = of(request)
    care.drop_occasion(jar_id, occasion_id, by=caller.actor, at=caller.at)


@router.write(
    "POST", "/jars/{jar_id}/deliveries", permission="route.deliver", answers=answers.DeliveryDoneOut, status=201
)
def record_delivery(request: HttpRequest, jar_id: Id, body: shapes.DeliveryIn) -> Any:
    """Record a delivery and book its sale; the jar learns."""
    caller = of(request)
    return deliver_refill(
        jar_id,
        quantity_milli=body.quantity_milli,
        left_milli=body.left_milli,
        key=_key(request),
        on=body.on or local_date(caller.at),
        by=caller.actor,
        at=caller.at,
    ).delivery


@router.write(
    "POST", "/deliveries/{delivery_id}/withdrawal", permission="route.deliver", answers=answers.DeliveryDoneOut
)
def withdraw_delivery(request: HttpRequest, delivery_id: Id) -> Any:
    """Take a delivery and its sale back; only the latest of a jar."""
    caller = of(request)
    return withdraw_refill(delivery_id, by=caller.actor, at=caller.at).delivery


@router.write("POST", "/jars/{jar_id}/visits", permission="route.deliver", answers=answers.VisitDoneOut, status=201)
def record_visit(request: HttpRequest, jar_id: Id, body: shapes.VisitIn) -> Any:
    """Record that nothing could be delivered; the answer is when to go again."""
    caller = of(request)
    return care.record_visit(jar_id, **body.model_dump(), on=local_date(caller.at), by=caller.actor, at=caller.at)


@router.write("POST", "/rhythms/{rhythm_id}/pause", permission="route.deliver", answers=answers.DayOut)
def pause_rhythm(request: HttpRequest, rhythm_id: Id) -> Any:
    """Leave a customer in peace about goods with a rhythm for a while."""
    caller = of(request)
    return {"go_on": care.pause_rhythm(rhythm_id, by=caller.actor, at=caller.at)}


@router.read("/refills", permission="route.view", answers=ListOut[answers.CalendarDayOut])
def list_refills(request: HttpRequest, start: Day | None = None, days: Days = 31) -> Any:
    """The refill calendar of some days from `start` (today unless said)."""
    caller = of(request)
    today = local_date(caller.at)
    first = _asked(start, today)
    period = Period(first, first + timedelta(days=days))
    return {"items": care_reads.calendar(caller.actor, period=period, on=today, named=50)}


@router.read("/refills/missed", permission="route.view", answers=ListOut[answers.JarOut])
def list_missed(request: HttpRequest) -> Any:
    """Jars whose day to go has passed, the emptiest first."""
    caller = of(request)
    return {"items": care_reads.missed(caller.actor, on=local_date(caller.at))}


@router.read("/refills/accuracy", permission="route.view", answers=answers.AccuracyOut)
def get_accuracy(request: HttpRequest, days: Annotated[int, Field(ge=1, le=366)] = 90) -> Any:
    """How true the forecasts of the last days were."""
    caller = of(request)
    today = local_date(caller.at)
    return care_reads.accuracy(caller.actor, period=Period(today - timedelta(days=days), today + timedelta(days=1)))


@router.read("/demand", permission="route.view", answers=ListOut[answers.DemandOut])
def list_demand(request: HttpRequest, days: Days = 14, by: Literal["day", "week"] = "day") -> Any:
    """The demand plan from today: per product and day or week, with the purchase it suggests."""
    caller = of(request)
    today = local_date(caller.at)
    period = Period(today, today + timedelta(days=days))
    return {"items": care_reads.demand_plan(caller.actor, period=period, grain=by)}

"""Today's route: whom to visit, in which order, with how much; what is done, covered, or must be asked first."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from minghua.domain.care.models import Cadence, Delivery, Jar, Visit
from minghua.domain.care.queries.facts import milli
from minghua.domain.care.queries.kept import kept_deliveries
from minghua.domain.care.queries.rows import jar_rows, rhythm_rows, visible_jars
from minghua.domain.care.rules import demand, routing
from minghua.domain.care.types import JarRow, Load, RhythmRow, Route, RouteArea, RouteDone, RouteStop
from minghua.domain.customers import queries as customer_reads
from minghua.domain.orders.queries import purchases as orders
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require

LIMIT = 300
SURVEYS = 30
CALLS = 12
_PLACE = Coalesce(NullIf("area", Value("")), "customer__area")  # a jar without an area stands where its customer lives


def route(viewer: Actor, *, on: date, area: str = "") -> Route:
    """Return the doors of that day in walking order, at most 300 jars; open orders take a jar off the route (R08.2)."""
    require(viewer, "route.view")
    due = _in_area(visible_jars(viewer).filter(due_on__lte=on), area)
    jars = list(due.order_by("due_on", "pk")[: LIMIT + 1])
    more = due.count() - LIMIT if len(jars) > LIMIT else 0
    jars = jars[:LIMIT]
    rows = jar_rows(jars, viewer=viewer, on=on, covered=_covered(jars), last_deliveries=last_deliveries(jars))
    going = [row for row in rows if not row.covered]
    rhythms = due_rhythms(viewer, on=on, area=area)
    doors = {row.customer_id for row in going}
    return Route(
        on=on,
        areas=_areas(going, rhythm_rows(list(rhythms.filter(customer_id__in=doors)), viewer=viewer, on=on)),
        calls=_calls(rhythms, doors, viewer=viewer, on=on),
        done=_done(viewer, on=on),
        covered=tuple(row for row in rows if row.covered),
        surveys=_surveys(viewer, on=on, area=area),
        loads=_loads(going),
        more=more,
    )


def areas(viewer: Actor) -> list[str]:
    """Return the areas in which this person has jars, by name."""
    require(viewer, "route.view")
    named = visible_jars(viewer).annotate(place=_PLACE).exclude(place="")
    return sorted(named.order_by().values_list("place", flat=True).distinct())


def last_deliveries(jars: Sequence[Jar]) -> dict[int, int]:
    """Return jar id → id of its latest delivery, so that two taps on one state are known as one."""
    rows = Delivery.objects.filter(jar__in=[jar.pk for jar in jars]).order_by()
    return dict(rows.values("jar").annotate(last=Max("pk")).values_list("jar", "last"))


def _in_area(jars: "QuerySet[Jar]", area: str) -> "QuerySet[Jar]":
    return jars.annotate(place=_PLACE).filter(place=area) if area else jars


def _covered(jars: Sequence[Jar]) -> frozenset[tuple[int, int]]:
    return orders.open_purchases(customer_ids={jar.customer_id for jar in jars}) if jars else frozenset()


def due_rhythms(viewer: Actor, *, on: date, area: str = "") -> "QuerySet[Cadence]":
    """Return what is due by rhythm and not long lapsed, the latest due first; what has a jar is left to the jar."""
    kept = Jar.objects.filter(active=True, customer=OuterRef("customer"), product=OuterRef("product"))
    waiting = Q(paused_until__isnull=True) | Q(paused_until__lte=on)
    rows = visible(Cadence.objects.filter(waiting, ~Exists(kept), due_on__lte=on, lapses_on__gt=on), viewer)
    if area:
        rows = rows.filter(customer__area=area)
    return rows.select_related("customer__pool", "product").order_by("-due_on", "pk")


def _calls(rhythms: "QuerySet[Cadence]", doors: Collection[int], *, viewer: Actor, on: date) -> tuple[RouteStop, ...]:
    """Return the customers to ring about goods with a learned rhythm, the latest due first; doors on the way excepted."""
    latest = list(rhythms.filter(learned=True).exclude(customer_id__in=doors)[: CALLS * 3])
    by_customer: dict[int, list[RhythmRow]] = defaultdict(list)
    for row in rhythm_rows(latest, viewer=viewer, on=on):
        by_customer[row.customer_id].append(row)
    return tuple(_stop([], rows) for rows in list(by_customer.values())[:CALLS])


def _areas(jars: Iterable[JarRow], rhythms: Iterable[RhythmRow]) -> tuple[RouteArea, ...]:
    by_customer: dict[int, tuple[list[JarRow], list[RhythmRow]]] = defaultdict(lambda: ([], []))
    for jar in jars:
        by_customer[jar.customer_id][0].append(jar)
    for rhythm in rhythms:
        by_customer[rhythm.customer_id][1].append(rhythm)
    stops = [_stop(own, due) for own, due in by_customer.values()]
    grouped = routing.by_area(stops, lambda stop: (stop.area, stop.window, stop.run_out_on, stop.address))
    return tuple(RouteArea(area, tuple(some)) for area, some in grouped)


def _stop(jars: list[JarRow], rhythms: list[RhythmRow]) -> RouteStop:
    face: JarRow | RhythmRow = jars[0] if jars else rhythms[0]
    run_outs = [jar.run_out_on for jar in jars if jar.run_out_on]
    return RouteStop(
        customer_id=face.customer_id,
        customer_name=face.customer_name,
        area=face.area,
        address=face.address,
        phone=face.phone,
        window=next((jar.window for jar in jars if jar.window), ""),
        run_out_on=min(run_outs, default=None),
        jars=tuple(jars),
        rhythms=tuple(rhythms),
    )


def _loads(rows: Iterable[JarRow]) -> tuple[Load, ...]:
    sums: dict[int, Fraction] = defaultdict(Fraction)
    faces: dict[int, JarRow] = {}
    for row in rows:
        faces.setdefault(row.product_id, row)
        sums[row.product_id] += row.bring or 0
    loads = [_load(faces[pk], servings) for pk, servings in sums.items()]
    return tuple(sorted(loads, key=lambda load: load.product_name))


def _load(face: JarRow, servings: Fraction) -> Load:
    per_unit = face.servings_per_unit
    units = servings / per_unit if per_unit else None
    whole = demand.units_to_order(servings, per_unit=per_unit) if per_unit else None
    return Load(face.product_id, face.product_name, face.unit, face.serving, servings, units, whole)


def _surveys(viewer: Actor, *, on: date, area: str) -> tuple[JarRow, ...]:
    unknown = _in_area(visible_jars(viewer).filter(due_on__isnull=True), area)
    return tuple(jar_rows(list(unknown.order_by("pk")[:SURVEYS]), viewer=viewer, on=on))


def _done(viewer: Actor, *, on: date) -> tuple[RouteDone, ...]:
    names = ("jar__customer__pool", "jar__product")
    delivered = visible(kept_deliveries().filter(on=on), viewer).select_related(*names)
    tried = visible(Visit.objects.filter(on=on), viewer).exclude(outcome="delivered").select_related(*names)
    done = [
        RouteDone(
            **_face(viewer, row.jar),
            outcome="delivered",
            delivery_id=row.pk,
            quantity=milli(row.quantity_milli),
            at=row.at,
            order_id=row.order_id,
        )
        for row in delivered.order_by("-pk")[:LIMIT]
    ]
    done += [
        RouteDone(**_face(viewer, row.jar), outcome=row.outcome, retry_on=row.retry_on, at=row.at)
        for row in tried.order_by("-pk")[:LIMIT]
    ]
    return tuple(sorted(done, key=lambda one: one.at, reverse=True))


def _face(viewer: Actor, jar: Jar) -> dict[str, Any]:
    return {
        "jar_id": jar.pk,
        "customer_id": jar.customer_id,
        "customer_name": customer_reads.shown(viewer, jar.customer, "name"),
        "product_name": jar.product.name,
        "serving": jar.product.serving_name or jar.product.unit,
    }

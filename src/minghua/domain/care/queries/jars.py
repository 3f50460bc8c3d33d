"""One jar: how full it is, its curve ahead, what was brought and learned, who lives there."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from minghua.domain.care.models import Absence, Delivery, Jar, Occasion, Sizing, Visit
from minghua.domain.care.queries.facts import facts_of, micro, milli, sizing_daily, terms_in_force, terms_of
from minghua.domain.care.queries.kept import withdrawal_of
from minghua.domain.care.queries.route import last_deliveries
from minghua.domain.care.queries.rows import jar_row, jar_rows, visible_jars
from minghua.domain.care.rules import need, supply, visit
from minghua.domain.care.types import (
    AbsenceRow,
    CurvePoint,
    DeliveryRow,
    JarCard,
    JarFacts,
    JarPage,
    JarRow,
    NewJar,
    OccasionRow,
    Plan,
    SizingRow,
    Terms,
    VisitRow,
)
from minghua.domain.customers import queries as customers
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.paging import Page, decode_cursor, encode_cursor

HISTORY = 30
CURVE_POINTS = 60


def jars(viewer: Actor, *, on: date, cursor: str = "", limit: int = 50, customer_id: int | None = None) -> Page[JarRow]:
    """Return the active jars in reach by id, a page at a time."""
    require(viewer, "route.view")
    rows = visible_jars(viewer)
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    if cursor:
        rows = rows.filter(pk__gt=decode_cursor(cursor, int)[0])
    found = list(rows.order_by("pk")[: limit + 1])
    more = encode_cursor((found[limit - 1].pk,)) if len(found) > limit else None
    return Page(tuple(jar_rows(found[:limit], viewer=viewer, on=on)), more)


def jar_cards_of(viewer: Actor, customer_id: int, *, on: date) -> list[JarCard]:
    """Return the cards of one visible customer's active jars; raises NotFound."""
    require(viewer, "route.view")
    customers.require_seen(viewer, customer_id)
    return _cards(list(visible_jars(viewer).filter(customer_id=customer_id).order_by("pk")), viewer=viewer, on=on)


def jar_page(viewer: Actor, jar_id: int, *, on: date) -> JarPage:
    """Return one jar with its history; raises NotFound."""
    require(viewer, "route.view")
    found = visible(Jar.objects.all(), viewer).select_related("customer__pool", "product").filter(pk=jar_id)
    cards = _cards(list(found), viewer=viewer, on=on)
    if not cards:
        raise NotFound(field="jar_id")
    return JarPage(
        card=cards[0],
        deliveries=_deliveries(jar_id),
        absences=tuple(
            AbsenceRow(row.pk, row.from_on, row.until_on, row.note)
            for row in Absence.objects.filter(jar_id=jar_id).order_by("-from_on")[:HISTORY]
        ),
        occasions=tuple(
            OccasionRow(row.pk, row.from_on, row.until_on, milli(row.factor_milli), row.note)
            for row in Occasion.objects.filter(jar_id=jar_id).order_by("-from_on")[:HISTORY]
        ),
        sizings=_sizings(jar_id),
        visits=tuple(
            VisitRow(row.on, row.outcome, row.retry_on, row.note, row.by.name if row.by else "")
            for row in Visit.objects.filter(jar_id=jar_id).select_related("by").order_by("-on", "-pk")[:HISTORY]
        ),
    )


def preview(viewer: Actor, new: NewJar, *, on: date) -> Plan:
    """Return what a survey's answers would plan, before anything is kept (needs `jars.edit`)."""
    require(viewer, "jars.edit")
    portions = [milli(portion) for _, portion in new.portions]
    rate = need.daily_need(people=new.people, per_person=milli(new.per_person_milli), portions=portions)
    level = new.capacity_milli if new.level_milli is None else new.level_milli
    facts = JarFacts(milli(new.capacity_milli), milli(level), on, rate or None)
    usual = terms_in_force(on)[new.preset]
    lead = usual.lead_days if new.lead_days is None else new.lead_days
    safety = usual.safety_days if new.safety_days is None else Fraction(new.safety_days)
    return visit.plan(facts, Terms(usual.preset, lead, safety, usual.alpha), on=on)


def curve(facts: JarFacts, *, on: date, until: date) -> tuple[CurvePoint, ...]:
    """Return the predicted level from the last refill to `until`, at most some sixty points."""
    days = max((until - facts.level_on).days, 1)
    step = -(-days // CURVE_POINTS)
    offsets = sorted({*range(0, days + 1, step), days, max((on - facts.level_on).days, 0)})
    points = []
    for offset in offsets:
        day = facts.level_on + timedelta(days=offset)
        points.append(CurvePoint(day, supply.level_at(facts, day) or facts.level * 0))
    return tuple(points)


def _cards(found: Sequence[Jar], *, viewer: Actor, on: date) -> list[JarCard]:
    facts, book, last = facts_of(found), terms_in_force(on), last_deliveries(found)
    return [
        _card(jar, facts[jar.pk], terms_of(jar, book), viewer=viewer, on=on, last=last.get(jar.pk, 0)) for jar in found
    ]


def _card(jar: Jar, facts: JarFacts, terms: Terms, *, viewer: Actor, on: date, last: int) -> JarCard:
    plan = visit.plan(facts, terms, on=on, retry_on=jar.retry_on)
    end = max(plan.run_out_on or on, on) + timedelta(days=1)
    return JarCard(
        row=jar_row(jar, facts, terms, viewer=viewer, on=on, last_delivery_id=last),
        terms_lead=terms.lead_days,
        terms_safety=terms.safety_days,
        alpha=terms.alpha,
        level_on=facts.level_on,
        level_then=facts.level,
        days=plan.days,
        go_on=plan.go_on,
        retry_on=jar.retry_on,
        lead_own=jar.lead_days,
        safety_own=jar.safety_days,
        per_person=milli(jar.per_person_milli),
        curve=curve(facts, on=on, until=end) if facts.rate else (),
        active=jar.active,
    )


def _deliveries(jar_id: int) -> tuple[DeliveryRow, ...]:
    rows = Delivery.objects.filter(jar_id=jar_id).annotate(withdrawn=withdrawal_of()).select_related("by")
    return tuple(
        DeliveryRow(
            id=row.pk,
            on=row.on,
            quantity=milli(row.quantity_milli),
            left=None if row.level_before_milli is None else milli(row.level_before_milli),
            forecast_on=row.forecast_on,
            forecast_level=None if row.forecast_level_milli is None else milli(row.forecast_level_milli),
            observed=micro(row.observed_rate_micro),
            learned=micro(row.learned_rate_micro),
            away=row.away,
            by=row.by.name if row.by else "",
            verdict=str(row.why.get("inputs", {}).get("verdict", "")),
            withdrawn=row.withdrawn,
        )
        for row in rows.order_by("-on", "-pk")[:HISTORY]
    )


def _sizings(jar_id: int) -> tuple[SizingRow, ...]:
    rows = Sizing.objects.filter(jar_id=jar_id).order_by("-from_on")[:HISTORY]
    return tuple(
        SizingRow(
            row.from_on,
            row.people,
            milli(row.per_person_milli),
            tuple((name, milli(portion)) for name, portion in row.portions),
            sizing_daily(row),
            row.note,
        )
        for row in rows
    )

"""Jars and goods with a rhythm as people see them: names, what to bring, alarms; no query per row."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from django.db.models import QuerySet

from minghua.domain.care.models import Cadence, Jar
from minghua.domain.care.queries.facts import facts_of, milli, terms_in_force, terms_of
from minghua.domain.care.rules import alarm, demand, interval, supply, visit
from minghua.domain.care.types import JarFacts, JarRow, Plan, RhythmRow, Terms
from minghua.domain.customers import queries as customer_reads
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible


def visible_jars(viewer: Actor) -> "QuerySet[Jar]":
    """Return the active jars this person may see, with customer and product."""
    rows = visible(Jar.objects.filter(active=True), viewer)
    return rows.select_related("customer__pool", "product")


def jar_rows(
    jars: Sequence[Jar],
    *,
    viewer: Actor,
    on: date,
    covered: frozenset[tuple[int, int]] = frozenset(),
    last_deliveries: dict[int, int] | None = None,
) -> list[JarRow]:
    """Return the rows of these jars in their order, judged for that day."""
    facts, book = facts_of(jars), terms_in_force(on)
    last = last_deliveries or {}
    return [
        jar_row(
            jar,
            facts[jar.pk],
            terms_of(jar, book),
            viewer=viewer,
            on=on,
            covered=(jar.customer_id, jar.product_id) in covered,
            last_delivery_id=last.get(jar.pk, 0),
        )
        for jar in jars
    ]


def jar_row(
    jar: Jar,
    facts: JarFacts,
    terms: Terms,
    *,
    viewer: Actor,
    on: date,
    covered: bool = False,
    last_delivery_id: int = 0,
) -> JarRow:
    """Return one jar as seen on that day; amounts are those of a visit on that day."""
    plan = visit.plan(facts, terms, on=on, retry_on=jar.retry_on)
    level = supply.level_at(facts, on)
    bring = visit.to_bring(facts.capacity, level) if plan.go_on else None
    customer, product = jar.customer, jar.product
    per_unit = milli(product.servings_milli) if product.servings_milli else None
    return JarRow(
        id=jar.pk,
        customer_id=customer.pk,
        customer_name=customer_reads.shown(viewer, customer, "name"),
        product_id=product.pk,
        product_name=product.name,
        unit=product.unit,
        serving=product.serving_name or product.unit,
        servings_per_unit=per_unit,
        area=jar.area or customer.area,
        address=customer_reads.shown(viewer, customer, "address"),
        phone=_phone(jar, viewer),
        window=jar.delivery_window,
        pay_day=jar.pay_day,
        credit_limit_minor=jar.credit_limit_minor,
        currency=product.currency,
        note=jar.note,
        preset=jar.preset,
        people=jar.people,
        rate=facts.rate,
        capacity=facts.capacity,
        level=level,
        bring=bring,
        bring_units=bring / per_unit if bring is not None and per_unit else None,
        bring_whole=demand.units_to_order(bring, per_unit=per_unit) if bring is not None and per_unit else None,
        due_on=jar.due_on,
        run_out_on=plan.run_out_on,
        alarm=alarm.alarm(due_on=jar.due_on, run_out_on=plan.run_out_on, on=on),
        notices=_notices(plan, jar),
        covered=covered,
        last_delivery_id=last_delivery_id,
        why=plan.why.to_json(),
    )


def rhythm_rows(cadences: Sequence[Cadence], *, viewer: Actor, on: date) -> list[RhythmRow]:
    """Return the rows of these rhythms in their order, judged for that day."""
    return [_rhythm_row(cadence, viewer=viewer, on=on) for cadence in cadences]


def _phone(row: Jar | Cadence, viewer: Actor) -> str:
    """The number to ring, as the viewer may read it."""
    field = "mobile" if row.customer.mobile else "phone"
    return str(customer_reads.shown(viewer, row.customer, field))


def _notices(plan: Plan, jar: Jar) -> tuple[str, ...]:
    late_retry = jar.retry_on is not None and plan.run_out_on is not None and plan.run_out_on < jar.retry_on
    return (*plan.notices, *(["stock_out_first"] if late_retry and "already_out" not in plan.notices else []))


def _rhythm_row(cadence: Cadence, *, viewer: Actor, on: date) -> RhythmRow:
    days = Fraction(cadence.interval_half_days, 2)
    customer, product = cadence.customer, cadence.product
    return RhythmRow(
        id=cadence.pk,
        customer_id=customer.pk,
        customer_name=customer_reads.shown(viewer, customer, "name"),
        product_id=product.pk,
        product_name=product.name,
        unit=product.unit,
        area=customer.area,
        address=customer_reads.shown(viewer, customer, "address"),
        phone=_phone(cadence, viewer),
        last_on=cadence.last_on,
        due_on=cadence.due_on,
        interval=days,
        overdue=interval.overdue_ratio(last_on=cadence.last_on, interval=days, on=on),
        quantity=milli(cadence.last_quantity_milli),
        learned=cadence.learned,
        why=cadence.why,
    )

"""The refill calendar, the missed refills and the truth of past forecasts."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from statistics import median

from minghua.domain.care.queries.facts import facts_of, milli, terms_in_force, terms_of
from minghua.domain.care.queries.kept import kept_deliveries
from minghua.domain.care.queries.rows import jar_rows, visible_jars
from minghua.domain.care.rules import alarm, demand
from minghua.domain.care.types import MICRO, AccuracyReport, CalendarDay, CalendarItem, JarRow
from minghua.domain.customers import queries as customer_reads
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.periods import Period

NAMED = 6
MISSED = 200


def calendar(viewer: Actor, *, period: Period, on: date, named: int = NAMED) -> list[CalendarDay]:
    """Return every day of the period with the refills expected on it; the next one of a jar is firm, later ones forecast."""
    require(viewer, "route.view")
    days: dict[date, list[CalendarItem]] = defaultdict(list)
    ahead = Period(min(max(period.start, on), period.end), period.end)
    jars = list(visible_jars(viewer).filter(due_on__lt=period.end))
    facts, book = facts_of(jars), terms_in_force(on)
    for jar in jars:
        late = alarm.alarm(due_on=jar.due_on, run_out_on=jar.run_out_on, on=on)
        for refill in demand.expected_refills(facts[jar.pk], terms_of(jar, book), period=Period(on, ahead.end)):
            if refill.on in ahead:
                item = CalendarItem(
                    jar.pk,
                    jar.customer_id,
                    customer_reads.shown(viewer, jar.customer, "name"),
                    jar.product.name,
                    jar.area or jar.customer.area,
                    refill.quantity,
                    jar.product.serving_name or jar.product.unit,
                    late,
                    expected=refill.on > max(jar.due_on or on, on),
                )
                days[refill.on].append(item)
    for refill_on, item in _brought(viewer, period):
        days[refill_on].append(item)
    every = (period.start + timedelta(days=step) for step in range(period.days))
    return [_day(day, days.get(day, []), named=named) for day in every]


def _brought(viewer: Actor, period: Period) -> Iterator[tuple[date, CalendarItem]]:
    """Yield what was delivered in the period."""
    rows = visible(kept_deliveries().filter(on__gte=period.start, on__lt=period.end), viewer)
    for row in rows.select_related("jar__customer__pool", "jar__product").order_by("pk"):
        customer, product = row.jar.customer, row.jar.product
        yield (
            row.on,
            CalendarItem(
                row.jar_id,
                customer.pk,
                customer_reads.shown(viewer, customer, "name"),
                product.name,
                row.jar.area or customer.area,
                milli(row.quantity_milli),
                product.serving_name or product.unit,
                "done",
                expected=False,
            ),
        )


def missed(viewer: Actor, *, on: date) -> list[JarRow]:
    """Return the jars whose day to go has passed, the emptiest first (the missed-refill alarm)."""
    require(viewer, "route.view")
    late = visible_jars(viewer).filter(due_on__lt=on).order_by("run_out_on", "due_on", "pk")[:MISSED]
    return jar_rows(list(late), viewer=viewer, on=on)


def accuracy(viewer: Actor, *, period: Period) -> AccuracyReport:
    """Return how true the forecasts of the period were where somebody looked into the jar, and how timely the visits."""
    require(viewer, "route.view")
    rows = visible(kept_deliveries().filter(on__gte=period.start, on__lt=period.end), viewer)
    told = list(
        rows.filter(forecast_on__isnull=False).values_list(
            "on",
            "forecast_on",
            "level_before_milli",
            "forecast_level_milli",
            "before__rate_micro",
            "jar__capacity_milli",
        )
    )
    errors, shares = [], []
    for _on, _due, left, foreseen, rate, capacity in told:
        if left is not None and foreseen is not None and rate:
            off = alarm.days_off(left=milli(left), foreseen=milli(foreseen), rate=Fraction(rate, MICRO))
            errors.append(off)
            shares.append(Fraction(abs(left - foreseen), capacity))
    verdict = alarm.accuracy(errors)
    return AccuracyReport(
        count=verdict.count,
        typical_error_days=verdict.typical_error,
        within_one_day=verdict.within_one_day,
        typical_error_share=median(shares) if shares else None,
        visits=len(told),
        on_time=Fraction(sum(due is not None and on <= due for on, due, *_ in told), len(told)) if told else None,
    )


def _day(day: date, items: list[CalendarItem], *, named: int) -> CalendarDay:
    items.sort(key=lambda item: (item.expected, item.area, item.customer_name))
    return CalendarDay(day, len(items), tuple(items[:named]))

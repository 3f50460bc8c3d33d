"""The refill calendar, the missed refills and the truth of past forecasts."""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import F

from minghua.domain.care.models import Delivery
from minghua.domain.care.queries.facts import facts_of, terms_in_force, terms_of
from minghua.domain.care.queries.rows import jar_rows, visible_jars
from minghua.domain.care.rules import alarm, demand
from minghua.domain.care.types import AccuracyReport, CalendarDay, CalendarItem, JarRow
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
                    jar.customer.name,
                    jar.product.name,
                    jar.area or jar.customer.area,
                    refill.quantity,
                    jar.product.serving_name or jar.product.unit,
                    late,
                    expected=refill.on > max(jar.due_on or on, on),
                )
                days[refill.on].append(item)
    every = (period.start + timedelta(days=step) for step in range(period.days))
    return [_day(day, days.get(day, []), named=named) for day in every]


def missed(viewer: Actor, *, on: date) -> list[JarRow]:
    """Return the jars whose day to go has passed, the emptiest first (the missed-refill alarm)."""
    require(viewer, "route.view")
    late = visible_jars(viewer).filter(due_on__lt=on).order_by("run_out_on", "due_on", "pk")[:MISSED]
    return jar_rows(list(late), viewer=viewer, on=on)


def accuracy(viewer: Actor, *, period: Period) -> AccuracyReport:
    """Return how far forecasts were from facts in the period: the day, and the level as a share of the jar."""
    require(viewer, "route.view")
    rows = visible(Delivery.objects.filter(on__gte=period.start, on__lt=period.end, withdrawal__isnull=True), viewer)
    judged = list(
        rows.filter(forecast_on__isnull=False).values_list(
            "on", "forecast_on", "level_before_milli", "forecast_level_milli", F("jar__capacity_milli")
        )
    )
    verdict = alarm.accuracy([(day - forecast).days for day, forecast, *_ in judged])
    shares = [
        Fraction(abs(left - foreseen), capacity)
        for _, _, left, foreseen, capacity in judged
        if left is not None and foreseen is not None
    ]
    mean = sum(shares, Fraction(0)) / len(shares) if shares else None
    return AccuracyReport(verdict.count, verdict.mean_error, verdict.within_one_day, mean)


def _day(day: date, items: list[CalendarItem], *, named: int) -> CalendarDay:
    items.sort(key=lambda item: (item.expected, item.area, item.customer_name))
    return CalendarDay(day, len(items), tuple(items[:named]))

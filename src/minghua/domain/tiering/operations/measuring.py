"""A programme that is graded by a measure of another room: each night what the measure says of everybody is booked as a reading."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from minghua.domain.customers.operations import holding
from minghua.domain.orders.queries import purchases
from minghua.domain.tiering.models import Membership, ScoreEntry
from minghua.domain.tiering.operations.entering import NewScore, enter, outsiders
from minghua.domain.tiering.operations.refolding import refold
from minghua.domain.tiering.queries import plans
from minghua.domain.tiering.queries.plans import Plan
from minghua.domain.tiering.types import Kind
from minghua.domain.tiering.types.spec import Measure, MeasureKind, ProgrammeSpec
from minghua.foundation.measures import register
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.periods import Period, local_date, midnight, rolling_months

SOURCE = "measure"


def read_measures(*, after_id: int = 0, limit: int, by: Actor, at: datetime) -> list[int]:
    """Book what the registered measures say of the next customers by the end of yesterday and return their ids; none when done.

    A value that is the one read last, and a nought of whom nothing was read, is not booked; a day is read once.
    """
    require(by, "tiering.record")
    measured = [plan for plan in plans.running() if _spec(plan, at).measure.kind is MeasureKind.REGISTERED]
    ids = _next(measured, after_id, limit) if measured else []
    if not ids:
        return []
    holding.hold(ids)
    holding.take_turns(ids)
    for plan in measured:
        _read(plan, ids, by=by, at=at)
    return ids


def values(measure: Measure, customer_ids: Sequence[int], *, on: date) -> Mapping[int, int]:
    """Return what a registered measure says of these customers by the end of a day; who is not named is worth nothing."""
    return dict(register.measure(measure.name).read(customer_ids, _window(measure, on)))


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the last second of a day, at which a reading counts: before what the following midnight judges."""
    return midnight(day + timedelta(days=1), zone) - timedelta(seconds=1)


def _window(measure: Measure, on: date) -> Period:
    return rolling_months(on, measure.length)


def _spec(plan: Plan, at: datetime) -> ProgrammeSpec:
    return plan.spec_on(local_date(at, plan.versions[0].spec.tz))


def _next(measured: Sequence[Plan], after_id: int, limit: int) -> list[int]:
    """Whoever ever bought, and whoever is a member."""
    members = Membership.objects.filter(programme_id__in=[plan.id for plan in measured], customer_id__gt=after_id)
    known = members.order_by("customer_id").values_list("customer_id", flat=True).distinct()[:limit]
    return sorted({*known, *purchases.buyers(after_id=after_id, limit=limit)})[:limit]


def _read(plan: Plan, ids: Sequence[int], *, by: Actor, at: datetime) -> None:
    measure, zone = _spec(plan, at).measure, plan.versions[0].spec.tz
    today = local_date(at, zone)
    outside = outsiders(plan, ids, on=today)
    lines = list(_lines(plan, measure, [pk for pk in ids if pk not in outside], today=today))
    if lines:
        enter(plan, lines, by=by, at=at)
        refold(plan, {line.customer_id for line in lines}, by=by, at=at)


def _lines(plan: Plan, measure: Measure, ids: Sequence[int], *, today: date) -> Iterator[NewScore]:
    yesterday = today - timedelta(days=1)
    window, now = _window(measure, yesterday), values(measure, ids, on=yesterday)
    last = _last(plan, measure, ids)
    when = end_of(yesterday, plan.versions[0].spec.tz)
    inputs = {"measure": measure.name, "from": window.start.isoformat(), "until": yesterday.isoformat()}
    for pk in ids:
        read_at, value = last.get(pk, (None, 0))
        if read_at != when and now.get(pk, 0) != value:
            yield NewScore(
                pk, f"{yesterday}:{pk}", when, now.get(pk, 0), Kind.READING, measure.name, SOURCE, _rule(measure),
                inputs=inputs,
            )  # fmt: skip


def _last(plan: Plan, measure: Measure, ids: Sequence[int]) -> dict[int, tuple[datetime, int]]:
    rows = ScoreEntry.objects.filter(
        programme_id=plan.id, customer_id__in=ids, source=SOURCE, name=measure.name, rule=_rule(measure)
    )
    told = rows.order_by("event_at", "pk").values_list("customer_id", "event_at", "amount")
    return {pk: (event_at, amount) for pk, event_at, amount in told}


def _rule(measure: Measure) -> str:
    """Name the measure and its months: another one is read anew from the beginning."""
    return f"{measure.name[:30]}:{measure.length}"

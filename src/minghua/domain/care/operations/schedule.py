"""The deadline columns: after every change the rules say again when each jar runs out and when to go."""

from collections.abc import Sequence
from datetime import date, datetime

from minghua.domain.care.models import Jar
from minghua.domain.care.queries.facts import facts_of, terms_in_force, terms_of
from minghua.domain.care.rules import visit
from minghua.domain.care.types import Plan
from minghua.domain.customers.operations import holding
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.periods import local_date

PLANNED = ("run_out_on", "due_on", "why")
_BATCH = 500


def locked(jar_id: int, *, by: Actor) -> Jar:
    """Return one active jar the actor may change, its row held until the transaction ends; raises NotFound."""
    rows = visible(Jar.objects.filter(active=True), by, editing=True)
    holding.hold_of(rows.filter(pk=jar_id))
    rows = rows.select_related("customer", "product")
    jar = rows.select_for_update(of=("self",)).filter(pk=jar_id).first()
    if jar is None:
        raise NotFound(field="jar_id")
    return jar


def schedule(jars: Sequence[Jar], *, on: date) -> dict[int, Plan]:
    """Put each jar's new plan into its deadline columns and return the plans; the caller stores the rows."""
    facts, book = facts_of(jars), terms_in_force(on)
    plans = {}
    for jar in jars:
        plan = visit.plan(facts[jar.pk], terms_of(jar, book), on=on, retry_on=jar.retry_on)
        jar.run_out_on, jar.due_on, jar.why = plan.run_out_on, plan.go_on, plan.why.to_json()
        plans[jar.pk] = plan
    return plans


def keep(jar: Jar, *, on: date, at: datetime) -> Plan:
    """Plan one changed jar afresh, store it whole and return the plan."""
    plan = schedule([jar], on=on)[jar.pk]
    jar.updated_at = at
    jar.save()
    return plan


def reschedule_all(*, by: Actor, at: datetime) -> int:
    """Plan every active jar afresh from its last refill (after parameters changed); returns how many."""
    planned, some = 0, reschedule_some(after_id=0, limit=_BATCH, by=by, at=at)
    while some:
        planned += len(some)
        some = reschedule_some(after_id=some[-1], limit=_BATCH, by=by, at=at)
    return planned


def reschedule_some(*, after_id: int, limit: int, by: Actor, at: datetime) -> list[int]:
    """Plan the next active jars after that id afresh and return their ids; none when all are done.

    The rows are held in the order of their ids before anything is read of them: a refill at the same moment waits, or is seen.
    """
    require(by, "parameters.edit")
    held = Jar.objects.select_for_update().filter(active=True, pk__gt=after_id)
    jars = list(held.order_by("pk")[:limit])
    schedule_from_refill(jars, today=local_date(at))
    Jar.objects.bulk_update(jars, PLANNED)
    return [jar.pk for jar in jars]


def schedule_from_refill(jars: Sequence[Jar], *, today: date) -> None:
    """Plan as of each jar's last refill, so that a missed day stays visible as missed."""
    facts, book = facts_of(jars), terms_in_force(today)
    for jar in jars:
        plan = visit.plan(facts[jar.pk], terms_of(jar, book), on=jar.level_on, retry_on=jar.retry_on)
        jar.run_out_on, jar.due_on, jar.why = plan.run_out_on, plan.go_on, plan.why.to_json()

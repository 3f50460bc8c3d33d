"""What must always hold of jars: the deadline columns say what the rules say."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache

from minghua.domain.care.models import Jar
from minghua.domain.care.queries.facts import facts_of, terms_in_force, terms_of
from minghua.domain.care.rules import visit
from minghua.domain.care.types import Terms
from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Finding, Invariant
from minghua.kernel.decisions import Why
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

BATCH = 500


def _misplanned(at: datetime) -> Iterator[Finding]:
    """Each jar is judged as of the day of its reason; the terms are that day's or today's, whichever planned it."""
    today, after = local_date(at), 0
    book_on = cache(terms_in_force)
    while jars := list(Jar.objects.filter(active=True, pk__gt=after).order_by("pk")[:BATCH]):
        after = jars[-1].pk
        yield from _of_batch(jars, book_on, today=today)


def _of_batch(jars: list[Jar], book_on: Callable[[date], dict[str, Terms]], *, today: date) -> Iterator[Finding]:
    facts = facts_of(jars)
    for jar in jars:
        if not jar.why:
            continue
        as_of = Why.from_json(jar.why).as_of
        wanted = set()
        for day in {as_of, today}:
            plan = visit.plan(facts[jar.pk], terms_of(jar, book_on(day)), on=as_of, retry_on=jar.retry_on)
            wanted.add((plan.run_out_on, plan.go_on))
        if (jar.run_out_on, jar.due_on) not in wanted:
            yield {"jar": jar.pk, "run_out_on": jar.run_out_on, "due_on": jar.due_on}


INVARIANTS = (
    Invariant(
        "INV-J1",
        Text("米缸的见底日与该去日等于规则所算", "A jar's run-out day and day to go are what the rules say"),
        _misplanned,
        ("UPDATE care_jar SET due_on = '1999-01-01' WHERE id = (SELECT MIN(id) FROM care_jar WHERE active)",),
    ),
    Invariant(
        "INV-J2",
        Text(
            "撤回的送货不早于送货本身，每次送货只撤回一次",
            "A delivery is withdrawn at most once, and not before it was made",
        ),
        rows(
            "SELECT d.id AS delivery FROM care_delivery d JOIN care_withdrawal w ON w.delivery_id = d.id "
            "GROUP BY d.id, d.at HAVING COUNT(*) > 1 OR MIN(w.at) < d.at"
        ),
        (
            'INSERT INTO care_delivery (jar_id, key, "on", quantity_milli, level_after_milli, away, before, why, at) '
            "SELECT MIN(id), 'mutant', '2026-06-15', 1, 1, FALSE, '{}', '{}', '2026-06-15 00:00:00' FROM care_jar",
            "INSERT INTO care_withdrawal (delivery_id, at) SELECT MAX(id), '2000-01-01 00:00:00' FROM care_delivery",
        ),
    ),
)

"""What must always hold of problems, cards and promises (SVC-INV-1, -3, -4, -6; SVC-AC-01, -07)."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Final

from django.db.models import Count, F, Max, Min, Q

from minghua.domain.service.models import Case, Holding, Occurrence, Problem, Promise, Rest
from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Finding, Invariant
from minghua.kernel.words import Text


def _handled_lower(at: datetime) -> Iterator[Finding]:
    """Within an episode each report is handled at least as high as those recorded before it, and no lower than it counts."""
    ends: dict[int, list[datetime]] = {}
    for problem_id, when in Rest.objects.order_by("problem_id", "at").values_list("problem_id", "at"):
        ends.setdefault(problem_id, []).append(when)
    told = Occurrence.objects.order_by("problem_id", "pk").values_list("problem_id", "pk", "recorded_at", "level")
    for problem_id, own in groupby(told.iterator(), key=lambda row: row[0]):
        highest, episode = 0, -1
        for _, pk, recorded_at, level in own:
            now = sum(end < recorded_at for end in ends.get(problem_id, ()))
            highest, episode = (highest, now) if now == episode else (0, now)
            if level < highest:
                yield {"problem": problem_id, "report": pk, "level": level, "before": highest}
            highest = max(highest, level)


def _miscounted(at: datetime) -> Iterator[Finding]:
    """A Problem's counts and days are those of its reports and rests."""
    told = {
        row["problem_id"]: (row["n"], row["first"], row["last"])
        for row in Occurrence.objects.values("problem_id").annotate(n=Count("pk"), first=Min("at"), last=Max("at"))
    }
    ends = dict(Rest.objects.values_list("problem_id").annotate(n=Count("pk")))
    for row in Problem.objects.order_by("pk").iterator():
        if (row.reports, row.first_at, row.last_at) != told.get(row.pk) or row.rests != ends.get(row.pk, 0):
            yield {"problem": row.pk, "reports": row.reports, "rests": row.rests}


def _passed_by(at: datetime) -> Iterator[Finding]:
    """Every repair of somebody who had a unit when it was opened is the report of one."""
    reported = Occurrence.objects.filter(case_id__isnull=False).values("case_id")
    for pk, customer_id, opened in (
        Case.objects.filter(kind="repair")
        .exclude(pk__in=reported)
        .order_by("pk")
        .values_list("pk", "customer_id", "opened_at")
    ):
        had = Holding.objects.filter(customer_id=customer_id, recorded_at__lt=opened)
        if had.filter(Q(until_on=None) | Q(until_on__gt=opened.date())).exists():
            yield {"case": pk, "customer": customer_id}


def _late_unmarked(at: datetime) -> Iterator[Finding]:
    """What was fulfilled or waived after its time is marked as broken at that time."""
    late = Promise.objects.filter(Q(kept_at__gt=F("due_at")) | Q(waived_at__gt=F("due_at")), breached_at=None)
    yield from (
        {"promise": pk, "customer": customer} for pk, customer in late.order_by("pk").values_list("pk", "customer_id")
    )


_COPY: Final = (
    "INSERT INTO service_promise (customer_id, unit_id, problem_id, case_id, key, kind, origin, text, owner_id, team_id, "
    "given_at, due_at, by_id, kept_at, evidence, waived_words) SELECT customer_id, unit_id, problem_id, case_id, "
    "key || '~', kind, origin, text, owner_id, team_id, given_at, given_at, by_id, due_at, 'x', '' FROM service_promise"
)
_LOWER: Final = (
    "INSERT INTO service_occurrence (problem_id, customer_id, key, at, channel, symptom, condition, words, level, "
    "recorded_at) SELECT problem_id, customer_id, key || '~', at, channel, symptom, condition, words, 1, recorded_at "
    "FROM service_occurrence WHERE level > 1"
)
PROBLEM_INVARIANTS: Final = (
    Invariant(
        "SVC-INV-4",
        Text("同一故障的处理级别不会自己降低", "The level at which a fault is handled never falls by itself"),
        _handled_lower,
        (_LOWER,),
    ),
    Invariant(
        "SVC-INV-6.1",
        Text("故障的次数和日期等于它的报修记录", "The counts and days of a problem are those of its reports"),
        _miscounted,
        ("UPDATE service_problem SET reports = reports + 1",),
    ),
    Invariant(
        "SVC-INV-1.1",
        Text("有设备的客户的每张报修工单都属于一个故障", "Every repair of a customer with units belongs to a problem"),
        _passed_by,
        ("UPDATE service_occurrence SET case_id = NULL",),
    ),
    Invariant(
        "SVC-INV-3.1",
        Text("过期才兑现的承诺都记为失约过", "A promise that ended after its time is marked as broken"),
        _late_unmarked,
        (_COPY,),
    ),
    Invariant(
        "SVC-AC-01",
        Text("每张欠着的卡都有一项承诺", "Every card that is owed has a promise"),
        rows(
            "SELECT c.id AS card, c.unit_id AS unit FROM service_card c WHERE c.state = 'owed' AND NOT EXISTS "
            "(SELECT 1 FROM service_promise p WHERE p.unit_id = c.unit_id AND p.kind = 'card')"
        ),
        ("UPDATE service_promise SET unit_id = NULL WHERE kind = 'card'",),
    ),
)

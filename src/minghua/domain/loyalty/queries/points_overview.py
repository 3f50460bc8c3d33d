"""Schemes of points at a glance: what was issued, spent and lost in a time, and what is owed to members at its end (R24.1)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet, Sum

from minghua.domain.loyalty.models import PointsAccount, PointsEntry, PointsScheme
from minghua.domain.loyalty.queries import points_invariants, points_plans
from minghua.domain.loyalty.types.points import Bucket
from minghua.foundation.invariants.types import Finding
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.periods import midnight
from minghua.kernel.words import Text


@dataclass(frozen=True, slots=True)
class PointsSchemeRow:
    """A scheme of points, the version in force and how many accounts it has."""

    code: str
    name: Text
    version: int
    from_on: date
    accounts: int
    stopped_at: datetime | None


@dataclass(frozen=True, slots=True)
class Liability:
    """What happened to points in a time, and what stands at its end: points, and their worth in minor units."""

    issued: int
    spent: int
    expired: int
    taken_back: int
    available: int
    pending: int
    held: int
    owed: int
    worth_minor: int


def points_schemes(viewer: Actor, *, at: datetime) -> list[PointsSchemeRow]:
    """Return the schemes of points, the oldest first."""
    require(viewer, "points.view")
    rows = {row.pk: row for row in visible(PointsScheme.objects.all(), viewer)}
    accounts = dict(PointsAccount.objects.values_list("scheme_id").annotate(n=Count("pk")))
    return [
        PointsSchemeRow(
            plan.code, plan.latest.name, plan.at(at).number, plan.at(at).from_on, accounts.get(plan.id, 0), rows[plan.id].stopped_at
        )
        for plan in points_plans.every()
        if plan.id in rows
    ]  # fmt: skip


def points_liability(viewer: Actor, scheme: str, *, start: date, end: date) -> Liability:
    """Return what happened from a day up to but not including another, and what stood when that began; raises NotFound."""
    require(viewer, "points.manage")
    plan = points_plans.plan(scheme)
    own = PointsEntry.objects.filter(account__scheme_id=plan.id, at__lt=midnight(end, plan.zone))
    within = _moved(own.filter(at__gte=midnight(start, plan.zone)))
    stands = _moved(own)
    outstanding = stands[Bucket.AVAILABLE] + stands[Bucket.PENDING] + stands[Bucket.HELD]
    return Liability(
        issued=-within[Bucket.ISSUED],
        spent=within[Bucket.SPENT],
        expired=within[Bucket.EXPIRED],
        taken_back=within[Bucket.CLAWED],
        available=stands[Bucket.AVAILABLE],
        pending=stands[Bucket.PENDING],
        held=stands[Bucket.HELD],
        owed=-stands[Bucket.DEBT],
        worth_minor=outstanding * plan.latest.unit_minor,
    )


def points_differences(viewer: Actor, *, at: datetime) -> list[Finding]:
    """Return the accounts that are not what their facts give when they are folded afresh (I9); none is as it should be."""
    require(viewer, "points.manage")
    return list(points_invariants.otherwise_told(at))


def _moved(rows: "QuerySet[PointsEntry]") -> Counter[str]:
    """Return bucket → what came in less what went out."""
    found: Counter[str] = Counter()
    for source, target, amount in rows.values_list("source", "target").annotate(n=Sum("amount")):
        found[source] -= amount
        found[target] += amount
    return found

"""Watching a programme: who stands where, whose period ends, who is about to fall, who moved between two days (R14.9)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from minghua.domain.customers import queries as customer_reads
from minghua.domain.tiering.models import Membership, TierPeriod
from minghua.domain.tiering.queries import plans
from minghua.domain.tiering.queries.plans import Plan
from minghua.domain.tiering.rules import moving, progress
from minghua.domain.tiering.types import MemberRow, Movement, ProgrammeSpec
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require


def level_counts(viewer: Actor, programme: str) -> dict[str, int]:
    """Return level → members the viewer may see, in the order of the levels."""
    plan, rows = _members(viewer, programme)
    counts = dict(rows.order_by().values_list("level").annotate(n=Count("pk")))
    return {level.code: counts.get(level.code, 0) for level in plan.versions[-1].spec.levels}


def members(viewer: Actor, programme: str, *, level: str = "", after_id: int = 0, limit: int = 50) -> list[MemberRow]:
    """Return members by id from after one on, all or of one level."""
    plan, rows = _members(viewer, programme)
    rows = rows.filter(pk__gt=after_id)
    return _rows(viewer, plan, (rows.filter(level=level) if level else rows).order_by("pk")[:limit])


def expiries(
    viewer: Actor,
    programme: str,
    *,
    until: date,
    on: date,
    after: tuple[date, int] | None = None,
    limit: int = 50,
) -> list[MemberRow]:
    """Return whose period ends from a day on and before another, the earliest first, with what they lack to stay.

    `after` continues behind (the exclusive end of the period = last day + 1, membership id).
    """
    plan, rows = _members(viewer, programme)
    rows = rows.filter(valid_until__gt=on, valid_until__lte=until, granted="")
    if after is not None:
        rows = rows.filter(Q(valid_until__gt=after[0]) | Q(valid_until=after[0], pk__gt=after[1]))
    return _rows(viewer, plan, rows.order_by("valid_until", "pk")[:limit])


def falling(viewer: Actor, programme: str, *, after_id: int = 0, limit: int = 50) -> list[MemberRow]:
    """Return who would fall if nothing more happened: under the threshold at the end of the period, or being watched."""
    plan, rows = _members(viewer, programme)
    spec = plan.versions[-1].spec
    under = Q(watch__gt=0)
    for level in spec.levels[1:]:
        if level.threshold:
            # of an average the sum of its days is held against threshold × days; those are watched instead
            under |= Q(level=level.code, valid_until__isnull=False, parts=1, score_at_expiry__lt=level.threshold)
    return _rows(viewer, plan, rows.filter(under, granted="", pk__gt=after_id).order_by("pk")[:limit])


def movement(viewer: Actor, programme: str, *, before: datetime, after: datetime) -> Movement:
    """Return how members moved between two instants; who came later is counted from the level "" (A14.7)."""
    require(viewer, "tiering.view")
    plan = plans.plan(programme)
    own = TierPeriod.objects.filter(programme_id=plan.id, withdrawn_at=None)
    then = _at(own.filter(customer_id=OuterRef("customer_id")), before).order_by("-from_at").values("level")[:1]
    now = visible(_at(own, after), viewer).annotate(earlier=Coalesce(Subquery(then), Value("")))
    counts = {
        (earlier, level): n
        for earlier, level, n in now.order_by().values_list("earlier", "level").annotate(n=Count("pk"))
    }
    return moving.movement([level.code for level in plan.versions[-1].spec.levels], counts)


def _at(rows: "QuerySet[TierPeriod]", instant: datetime) -> "QuerySet[TierPeriod]":
    return rows.filter(Q(until_at=None) | Q(until_at__gt=instant), from_at__lte=instant)


def _members(viewer: Actor, programme: str) -> tuple[Plan, "QuerySet[Membership]"]:
    require(viewer, "tiering.view")
    plan = plans.plan(programme)
    return plan, visible(Membership.objects.filter(programme_id=plan.id), viewer)


def _rows(viewer: Actor, plan: Plan, rows: Iterable[Membership]) -> list[MemberRow]:
    found = list(rows)
    specs = {version.number: version.spec for version in plan.versions}
    named = customer_reads.names(viewer, [row.customer_id for row in found])
    return [_row(specs[row.version], row, named) for row in found]


def _row(spec: ProgrammeSpec, row: Membership, named: Mapping[int, str]) -> MemberRow:
    level = spec.levels[spec.rank(row.level) or 0]
    ends = not row.granted and (row.valid_until is not None or row.watch > 0)
    lacks = progress.lacking(spec, row.level, score=row.score_at_expiry, parts=row.parts)
    return MemberRow(
        id=row.pk,
        customer_id=row.customer_id,
        customer_name=named.get(row.customer_id, ""),
        level=row.level,
        level_name=level.name,
        granted=row.granted,
        score=row.score,
        parts=row.parts,
        last_day=None if row.valid_until is None else row.valid_until - timedelta(days=1),
        watch=row.watch,
        stay_needs=lacks if ends else None,
    )

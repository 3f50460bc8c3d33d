"""What looks wrong in the points of the last thirty days, the most striking first (trust R4)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Count, F, Max, Sum
from django.db.models.functions import TruncDate

from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty.models import PointsAdjustment, PointsFact
from minghua.domain.loyalty.queries import points_plans
from minghua.domain.loyalty.types.adjustments import AdjustmentState, Way
from minghua.domain.loyalty.types.points import Act
from minghua.domain.loyalty.types.points_scheme import PointsPlan
from minghua.domain.loyalty.types.points_suspects import DAYS, EARNINGS_A_DAY, ORDERS_RETURNED, Oddity, Suspect
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require

MOST_ROWS = 200


def points_suspects(viewer: Actor, *, at: datetime) -> list[Suspect]:
    """Return what looks wrong with members in reach: speed of earning, loops of returns, gifts split below the limit."""
    require(viewer, "points.manage")
    since = at - timedelta(days=DAYS)
    found = [
        each
        for plan in points_plans.every()
        for each in (*_fast(plan, since, at), *_returns(plan, since, at), *_split(plan, since, at))
    ]
    found.sort(key=lambda each: (-each.count, -each.points, each.customer_id))
    names = customer_reads.names(viewer, {each.customer_id for each in found})
    seen = [replace(each, customer_name=names[each.customer_id]) for each in found if each.customer_id in names]
    return seen[:MOST_ROWS]


def _fast(plan: PointsPlan, since: datetime, at: datetime) -> Iterator[Suspect]:
    rows = PointsFact.objects.filter(scheme_id=plan.id, act=Act.EARN, at__gte=since, at__lte=at)
    days = rows.annotate(day=TruncDate("at", tzinfo=plan.zone)).values_list("customer_id", "day").order_by()
    for customer_id, day, count, points in days.annotate(n=Count("pk"), p=Sum("amount")).filter(n__gte=EARNINGS_A_DAY):
        yield Suspect(plan.code, plan.latest.name, customer_id, "", Oddity.FAST, count, points, day, "", EARNINGS_A_DAY)


def _returns(plan: PointsPlan, since: datetime, at: datetime) -> Iterator[Suspect]:
    rows = PointsFact.objects.filter(
        scheme_id=plan.id, act=Act.CLAW, at__gte=since, at__lte=at, key__startswith="return:"
    )
    whose = rows.values_list("customer_id").order_by()
    for customer_id, count in whose.annotate(n=Count("order_id", distinct=True)).filter(n__gte=ORDERS_RETURNED):
        yield Suspect(plan.code, plan.latest.name, customer_id, "", Oddity.RETURNS, count, 0, None, "", ORDERS_RETURNED)


def _split(plan: PointsPlan, since: datetime, at: datetime) -> Iterator[Suspect]:
    """Gifts of one person to one member, none above the limit and together above it."""
    rows = PointsAdjustment.objects.filter(
        scheme_id=plan.id, state=AdjustmentState.BOOKED, way=Way.GIVE, asked_at__gte=since, asked_at__lte=at,
        amount__lte=F("most"),
    )  # fmt: skip
    pairs = rows.values_list("customer_id", "asked_by__name").order_by()
    for customer_id, name, count, points, most in pairs.annotate(n=Count("pk"), p=Sum("amount"), m=Max("most")):
        if points > most:
            yield Suspect(
                plan.code, plan.latest.name, customer_id, "", Oddity.SPLIT, count, points, None, name or "", most
            )

"""Prizes and exchanged things: who is to get what, and what was handed over or cancelled (GN-08)."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, OuterRef, Subquery

from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty.models import ActivityHandover, ActivityTaking
from minghua.domain.loyalty.queries import activity_plans
from minghua.domain.loyalty.types.portfolio import ActivityKind
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require


class PrizeRow(NamedTuple):
    """One thing for one member; `outcome` is empty while it waits."""

    id: int
    activity: str
    kind: str
    customer_id: int
    customer_name: str
    on: date
    item: str
    cost: int
    outcome: str


def activity_prizes(viewer: Actor, code: str, *, limit: int = 50) -> list[PrizeRow]:
    """Return what members are to get and got, what waits first, then the latest; raises NotFound."""
    require(viewer, "activities.view")
    require(viewer, "customers.view")
    plan = activity_plans.plan(code)
    kinds = [ActivityKind.EXCHANGE.value, ActivityKind.LOTTERY.value]
    rows = visible(ActivityTaking.objects.filter(portfolio_id=plan.id, kind__in=kinds, earned=0), viewer)
    settled = ActivityHandover.objects.filter(taking_id=OuterRef("pk")).values("outcome")
    told = rows.exclude(item="").annotate(told_name=customer_reads.told_name(viewer), outcome=Subquery(settled[:1]))
    found: list[Any] = list(told.order_by(F("outcome").asc(nulls_first=True), "-pk")[:limit])
    return [
        PrizeRow(
            row.pk, row.activity, row.kind, row.customer_id, row.told_name, row.on, row.item, row.cost, row.outcome or ""
        )
        for row in found
    ]  # fmt: skip

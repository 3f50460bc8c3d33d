"""What happened to the points of a scheme month by month, and what members were owed at each month's end (R24.1)."""

from collections import Counter
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from minghua.domain.loyalty.models import PointsEntry
from minghua.domain.loyalty.queries import points_plans
from minghua.domain.loyalty.types.points import Bucket
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.periods import add_months, local_date

OUTSTANDING = (Bucket.AVAILABLE, Bucket.PENDING, Bucket.HELD)


class PointsMonth(NamedTuple):
    """A local month: points issued, spent (less what came back), expired, taken back; what stood at its end, its worth in minor units."""

    first_on: date
    issued: int
    spent: int
    expired: int
    taken_back: int
    outstanding: int
    worth_minor: int
    currency: str


def points_months(viewer: Actor, scheme: str, *, months: int, at: datetime) -> list[PointsMonth]:
    """Return so many months up to the present one, the earliest first; one query. Raises NotFound."""
    require(viewer, "points.manage")
    plan = points_plans.plan(scheme)
    moved: dict[date, Counter[str]] = {}
    rows = PointsEntry.objects.filter(account__scheme_id=plan.id, at__lte=at)
    grouped = rows.annotate(month=TruncMonth("at", tzinfo=plan.zone)).order_by("month")
    for month, source, target, amount in grouped.values_list("month", "source", "target").annotate(n=Sum("amount")):
        counted = moved.setdefault(local_date(month, plan.zone), Counter())
        counted[source] -= amount
        counted[target] += amount
    first = add_months(local_date(at, plan.zone).replace(day=1), 1 - months)
    stood = sum(counted[each] for month, counted in moved.items() if month < first for each in OUTSTANDING)
    found = []
    for place in range(months):
        month = add_months(first, place)
        counted = moved.get(month, Counter())
        stood += sum(counted[each] for each in OUTSTANDING)
        found.append(
            PointsMonth(
                month, -counted[Bucket.ISSUED], counted[Bucket.SPENT], counted[Bucket.EXPIRED], counted[Bucket.CLAWED], stood,
                stood * plan.latest.unit_minor, plan.latest.currency,
            )
        )  # fmt: skip
    return found

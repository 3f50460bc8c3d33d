"""What a manager asks of a scheme of points: issued, spent, lapsed, owed, breakage and the share of purchases (R24.2, R24.9)."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, Q, Sum, Value, When

from minghua.domain.loyalty.models import PointsEntry
from minghua.domain.loyalty.queries import points_months as by_month
from minghua.domain.loyalty.queries import points_plans
from minghua.domain.loyalty.queries.points_months import PointsMonth
from minghua.domain.loyalty.rules import points_health as rules
from minghua.domain.loyalty.types.points import Bucket
from minghua.domain.loyalty.types.points_health import BuyingShare
from minghua.foundation.people.types import Actor
from minghua.kernel.periods import midnight


class PointsHealth(NamedTuple):
    """Months of a scheme and their sums; shares are basis points (None of nothing), `worth_minor` what is owed at the scheme's rate."""

    months: tuple[PointsMonth, ...]
    issued: int
    spent: int
    expired: int
    taken_back: int
    outstanding: int
    worth_minor: int
    currency: str
    breakage: int | None
    bought: int
    bought_share: int | None
    standing: BuyingShare


def points_health(viewer: Actor, scheme: str, *, months: int, at: datetime) -> PointsHealth:
    """Return a scheme's last months up to the present one, with breakage and the 70 % rule; two queries. Raises NotFound."""
    course = by_month.points_months(viewer, scheme, months=months, at=at)
    now = course[-1]
    issued, spent = sum(each.issued for each in course), sum(each.spent for each in course)
    expired = sum(each.expired for each in course)
    bought = _bought(scheme, course[0], at)
    return PointsHealth(
        tuple(course), issued, spent, expired, sum(each.taken_back for each in course), now.outstanding, now.worth_minor,
        now.currency, rules.breakage(expired=expired, spent=spent), bought, rules.basis_points(bought, issued),
        rules.buying_share(bought=bought, issued=issued),
    )  # fmt: skip


def _bought(scheme: str, first: PointsMonth, at: datetime) -> int:
    """Points that orders earned, less what correcting lines took back of them."""
    plan = points_plans.plan(scheme)
    own = PointsEntry.objects.filter(account__scheme_id=plan.id, cause__startswith="order:")
    within = own.filter(at__gte=midnight(first.first_on, plan.zone), at__lte=at)
    told = within.filter(Q(source=Bucket.ISSUED) | Q(target=Bucket.ISSUED))
    ways = told.annotate(way=Case(When(source=Bucket.ISSUED, then=Value(1)), default=Value(-1))).values_list("way")
    found = Counter(dict(ways.annotate(n=Sum("amount")).order_by()))
    return found[1] - found[-1]

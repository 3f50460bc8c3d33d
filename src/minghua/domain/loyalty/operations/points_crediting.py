"""Orders and returns earn and take back points by themselves: what the books say and the facts do not is told (R24.1)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db.models import F, OuterRef, Subquery

from minghua.domain.loyalty.models import PointsAccount, PointsFact, PointsScheme
from minghua.domain.loyalty.operations import points_awarding as awarding
from minghua.domain.loyalty.operations import points_booking as booking
from minghua.domain.loyalty.operations import points_referrals as referrals
from minghua.domain.loyalty.operations.points_booking import BATCH
from minghua.domain.loyalty.queries import points_plans
from minghua.domain.loyalty.types.points import Act
from minghua.domain.loyalty.types.points_scheme import PointsPlan
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.queries import purchases
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require

_HOPS: Final = (Act.CAPTURE, Act.RESTORE)  # the longest way: a reversal of a capture of a hold


def catch_up_points(customer_ids: Iterable[int], *, anew: bool = False, by: Actor, at: datetime) -> None:
    """Tell what these customers' orders and returns say and their points do not yet; repeating it changes nothing.

    With `anew` every account of them is computed again, as after a merge.
    """
    require(by, "points.record")
    ids = sorted(set(customer_ids))
    plans = points_plans.every() if ids else []
    if not plans:
        return
    ids = sorted({*ids, *referrals.whose_friends(plans, ids)})
    booking.take_turns(ids)
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        sales = order_reads.scorable(some)
        for plan in plans:
            if anew:
                _rejoin(plan, some)
            news = awarding.news(plan, some, sales, at=at)
            if news:
                booking.book(plan, news, by=by, at=at)
            if anew:
                booking.refold(plan, some, at=at)


def _rejoin(plan: PointsPlan, ids: Sequence[int]) -> None:
    """Let facts go where those are of which they speak: what was given back, captured or returned while two were one (I2)."""
    first = PointsFact.objects.filter(scheme_id=plan.id, key=OuterRef("of")).values("customer_id")[:1]
    rows = PointsFact.objects.filter(scheme_id=plan.id, customer_id__in=ids).exclude(of="")
    for _ in _HOPS:
        rows.alias(home=Subquery(first)).exclude(home=None).exclude(home=F("customer_id")).update(
            customer_id=Subquery(first)
        )


def points_for_some(*, limit: int, by: Actor, at: datetime) -> int:
    """Look at the orders of the next customers for schemes that were just published; returns how many, none when done."""
    require(by, "points.record")
    waiting = PointsScheme.objects.filter(stopped_at=None).exclude(walk_after=None).order_by("walk_after", "pk").first()
    if waiting is None:
        return 0
    ids = purchases.buyers(after_id=waiting.walk_after or 0, limit=limit)
    catch_up_points(ids, by=by, at=at)
    PointsScheme.objects.filter(pk=waiting.pk).update(walk_after=ids[-1] if ids else None)
    return len(ids) or 1


def settle_points(*, after_id: int = 0, limit: int, by: Actor, at: datetime) -> list[int]:
    """Write down what time has done to the next accounts by now, and return their ids; none when done.

    Who asks is told what is true without it: it only writes down (I9).
    """
    require(by, "points.record")
    rows = PointsAccount.objects.filter(due_at__lte=at, pk__gt=after_id).order_by("pk")
    due = list(rows.values_list("pk", "scheme_id", "customer_id")[:limit])
    booking.take_turns(customer for _, _, customer in due)
    for plan in points_plans.every():
        booking.refold(plan, {customer for _, scheme, customer in due if scheme == plan.id}, at=at)
    return [pk for pk, _, _ in due]


def rebuild_points(*, after_id: int = 0, limit: int, by: Actor, at: datetime) -> list[int]:
    """Compute the next accounts anew from their facts and return their ids, none when done; right ones stay as they are (I9)."""
    require(by, "points.manage")
    rows = PointsAccount.objects.filter(pk__gt=after_id).order_by("pk")
    found = list(rows.values_list("pk", "scheme_id", "customer_id")[:limit])
    booking.take_turns(customer for _, _, customer in found)
    for plan in points_plans.every():
        booking.refold(plan, {customer for _, scheme, customer in found if scheme == plan.id}, at=at)
    return [pk for pk, _, _ in found]

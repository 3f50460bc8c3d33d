"""Customers nobody follows up return to the public pool by themselves (P01)."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from minghua.domain.customers.models import Customer, Pool
from minghua.domain.customers.operations import hands, passing
from minghua.domain.customers.queries import pooling
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.periods import local_date

BATCH = 500


def recycle_overdue(*, by: Actor, at: datetime, limit: int = BATCH) -> int:
    """Return up to `limit` neglected customers to their pool and say how many; needs `pool.manage`."""
    require(by, "pool.manage")
    returned = 0
    for pool in Pool.objects.filter(active=True).select_related("team").order_by("pk"):
        neglected = list(_neglected(pool, at=at)[: limit - returned])
        if neglected:
            new = hands.of_pool(by, pool.pk)
            passing.pass_on(neglected, new, reason="no_follow_up", by=by, at=at)
        returned += len(neglected)
    return returned


def _neglected(pool: Pool, *, at: datetime) -> "QuerySet[Customer]":
    """The pool's customers whose owner had nothing to do with them for P01 days: no contact, no order."""
    terms = pooling.terms_of(pool, on=local_date(at))
    before = at - timedelta(days=terms.return_after_days)
    silent = Q(last_contact_at__isnull=True) | Q(last_contact_at__lt=before)
    unsold = Q(last_order_on__isnull=True) | Q(last_order_on__lt=local_date(before))
    owned = Customer.objects.filter(silent, unsold, owner__isnull=False, closed_at__isnull=True, owned_since__lt=before)
    return _of(pool, owned).select_for_update(of=("self",)).order_by("pk")


def _of(pool: Pool, owned: "QuerySet[Customer]") -> "QuerySet[Customer]":
    """A team's pool takes that team's customers; the first pool without a team takes what no team's pool does."""
    if pool.team_id is not None:
        return owned.filter(team_id=pool.team_id)
    general = Pool.objects.filter(active=True, team__isnull=True).order_by("pk").values_list("pk", flat=True).first()
    if general != pool.pk:
        return owned.none()
    claimed = Pool.objects.filter(active=True, team__isnull=False).values_list("team_id", flat=True)
    return owned.filter(Q(team__isnull=True) | ~Q(team_id__in=list(claimed)))

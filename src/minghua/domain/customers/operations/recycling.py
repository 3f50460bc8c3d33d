"""Customers nobody follows up return to the public pool by themselves (P01)."""

from datetime import datetime

from minghua.domain.customers import measures
from minghua.domain.customers.models import Customer
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
    basins = pooling.basins(on=local_date(at))
    for basin in basins:
        owned = Customer.objects.filter(measures.neglected(basin, basins, at=at)).order_by("pk")
        neglected = list(owned.select_for_update(of=("self",), no_key=True)[: limit - returned])
        if neglected:
            new = hands.Hands(pool_id=basin.pool_id, team_id=basin.team_id)
            passing.pass_on(neglected, new, reason="no_follow_up", by=by, at=at)
        returned += len(neglected)
    return returned

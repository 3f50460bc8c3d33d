"""The pool's rule over everyone: which customers have been neglected long enough to go back (P01)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from minghua.domain.customers.rules.pool import Basin, home_of
from minghua.kernel.periods import local_date

_NOBODY = Q(pk__in=())


def neglected(basin: Basin, basins: Sequence[Basin], *, at: datetime) -> Q:
    """Return the condition of the customers that go back to this one of the pools as of `at`.

    Holds for a customer exactly when `home_of` names this pool and `return_due_at` is not later than `at`.
    """
    before = at - timedelta(days=basin.terms.return_after_days)
    silent = Q(last_contact_at__isnull=True) | Q(last_contact_at__lte=before)
    unsold = Q(last_order_on__isnull=True) | Q(last_order_on__lt=local_date(before))
    owned = Q(owner__isnull=False, closed_at__isnull=True, owned_since__lte=before)
    return _at_home(basin, basins) & owned & silent & unsold


def _at_home(basin: Basin, basins: Sequence[Basin]) -> Q:
    if home_of(basin.team_id, basins) != basin:
        return _NOBODY
    if basin.team_id is not None:
        return Q(team_id=basin.team_id)
    teams = [other.team_id for other in basins if other.team_id is not None]
    return Q(team__isnull=True) | ~Q(team_id__in=teams)

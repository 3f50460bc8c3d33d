"""Which of a person's customers will soon return to the public pool unless somebody follows up (P01)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q
from django.db.models.functions import Coalesce

from minghua.domain.customers import measures
from minghua.domain.customers.models import Customer
from minghua.domain.customers.queries import cards, pooling, rows
from minghua.domain.customers.rules.pool import Basin, CareFacts, home_of, return_due_at
from minghua.foundation.people.types import Actor
from minghua.kernel.periods import local_date

_MOST = 200


@dataclass(frozen=True, slots=True)
class Silent:
    """One of my customers who returns to the public pool on that day unless somebody follows up."""

    customer_id: int
    name: str
    last_contact_at: datetime | None
    returns_on: date


def soon_to_pool(viewer: Actor, *, at: datetime, within: int = 7, limit: int = 20) -> list[Silent]:
    """Return my customers that go back to their pool within so many days, the first to go first (P01)."""
    mine = rows.seen(viewer).filter(owner_id=viewer.user_id)
    basins = pooling.basins(on=local_date(at))
    if not basins:
        return []
    by_then = at + timedelta(days=within)
    leaving = reduce(or_, (measures.neglected(basin, basins, at=by_then) for basin in basins), Q())
    silence = Coalesce("last_contact_at", "owned_since")
    dated = [(row, _due_at(row, basins)) for row in mine.filter(leaving).order_by(silence, "pk")[:_MOST]]
    found = [_silent(viewer, row, due_at) for row, due_at in dated if due_at is not None]
    return sorted(found, key=lambda one: (one.returns_on, one.customer_id))[:limit]


def care_facts(row: Customer) -> CareFacts:
    """Return what the return to the pool is judged by."""
    return CareFacts(
        owner_id=row.owner_id,
        team_id=row.team_id,
        owned_since=row.owned_since,
        last_contact_at=row.last_contact_at,
        last_order_on=row.last_order_on,
        closed_at=row.closed_at,
    )


def _due_at(row: Customer, basins: Sequence[Basin]) -> datetime | None:
    basin = home_of(row.team_id, basins)
    return return_due_at(care_facts(row), terms=basin.terms) if basin else None


def _silent(viewer: Actor, row: Customer, due_at: datetime) -> Silent:
    return Silent(row.pk, cards.shown(viewer, row, "name"), row.last_contact_at, local_date(due_at))

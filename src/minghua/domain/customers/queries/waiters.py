"""Who waits in the public pools, with what a claimer wants to know first."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from minghua.domain.customers.models import Customer, OwnerSpell
from minghua.domain.customers.queries import cards, claims, rows
from minghua.domain.customers.rules import pool as pool_rules
from minghua.foundation.listing import paging
from minghua.foundation.listing.types import Field, Sort
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.search import queries as search
from minghua.kernel.paging import Page
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

_ORDER = (Field("owned_since", Text("进入公海", "In the pool since"), "datetime", "owned_since", sortable=True),)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A pooled customer: what a claimer sees before claiming, why it lies there, since when, from when it is free."""

    id: int
    number: str
    name: str
    kind: str
    status: str
    city: str
    mobile: str
    pool_id: int
    pool_name: str
    since: datetime
    reason: str
    note: str
    previous_owner: str
    last_order_on: date | None
    order_count: int
    net_minor: int
    currency: str
    free_from: date


def waiting(
    viewer: Actor, *, pool_id: int | None = None, text: str = "", cursor: str | None = None, limit: int = 50
) -> Page[Waiting]:
    """Return the pooled customers this viewer may see, the newest arrivals first; needs `pool.view`."""
    require(viewer, "pool.view")
    found = rows.seen(viewer).filter(pool__isnull=False, closed_at__isnull=True).select_related("pool")
    if pool_id is not None:
        found = found.filter(pool_id=pool_id)
    if text.strip():
        found = found.filter(search.contains_query(viewer, text, kind="customer"))
    page = paging.page(found, (Sort("owned_since", descending=True),), _ORDER, cursor=cursor, limit=limit)
    spells = _last_spells([row.pk for row in page.items])
    return Page(tuple(_waiting_row(viewer, row, spells) for row in page.items), page.next_cursor, page.previous_cursor)


def _last_spells(customer_ids: list[int]) -> dict[int, list[OwnerSpell]]:
    found: dict[int, list[OwnerSpell]] = defaultdict(list)
    spells = OwnerSpell.objects.filter(customer_id__in=customer_ids).select_related("owner").order_by("from_at", "pk")
    for spell in spells:
        found[spell.customer_id].append(spell)
    return found


def _waiting_row(viewer: Actor, row: Customer, spells: dict[int, list[OwnerSpell]]) -> Waiting:
    own = spells.get(row.pk, [])
    last = own[-1] if own else None
    owners = [spell.owner.name for spell in own if spell.owner]
    return Waiting(
        id=row.pk,
        number=row.number,
        name=cards.shown(viewer, row, "name"),
        kind=row.kind,
        status=row.status,
        city=cards.shown(viewer, row, "city"),
        mobile=cards.shown(viewer, row, "mobile"),
        pool_id=row.pool_id or 0,
        pool_name=row.pool.name if row.pool else "",
        since=claims.entered_at(row, own),
        reason=last.reason if last else "",
        note=last.note if last else "",
        previous_owner=owners[-1] if owners else "",
        last_order_on=row.last_order_on,
        order_count=row.order_count,
        net_minor=row.net_minor,
        currency=row.currency,
        free_from=_free_from(row, own, user_id=viewer.user_id),
    )


def _free_from(row: Customer, spells: list[OwnerSpell], *, user_id: int | None) -> date:
    """The first day on which this viewer may claim, by the rule that a claim is judged by."""
    return pool_rules.free_from(
        local_date(claims.entered_at(row, spells)),
        claims.was_mine_until(spells, user_id=user_id),
        hold_days=row.pool.hold_days if row.pool else 0,
        cooldown_days=row.pool.cooldown_days if row.pool else 0,
    )

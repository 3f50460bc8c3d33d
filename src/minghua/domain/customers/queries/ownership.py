"""Who has looked after a customer, and who works along."""

from dataclasses import dataclass
from datetime import datetime

from minghua.domain.customers.models import OwnerSpell
from minghua.domain.customers.queries import rows
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions import queries as shares
from minghua.foundation.permissions.row_scope import visible


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of time in one pair of hands."""

    owner_name: str
    pool_name: str
    from_at: datetime
    until_at: datetime | None
    reason: str
    note: str
    by_name: str


@dataclass(frozen=True, slots=True)
class Collaborator:
    """A person or team to whom a customer is opened."""

    share_id: int
    user_id: int | None
    team_id: int | None
    name: str
    may_edit: bool
    reason: str
    shared_at: datetime


def owner_history(viewer: Actor, customer_id: int) -> list[Spell]:
    """Return the owner spells of a visible customer, newest first, none before a claim; raises NotFound."""
    rows.require_seen(viewer, customer_id)
    found = visible(OwnerSpell.objects.filter(customer_id=customer_id), viewer).select_related("owner", "pool", "by")
    return [
        Spell(
            owner_name=spell.owner.name if spell.owner else "",
            pool_name=spell.pool.name if spell.pool else "",
            from_at=spell.from_at,
            until_at=spell.until_at,
            reason=spell.reason,
            note=spell.note,
            by_name=spell.by.name if spell.by else "",
        )
        for spell in found.order_by("-from_at", "-pk")
    ]


def collaborators(viewer: Actor, customer_id: int) -> list[Collaborator]:
    """Return to whom a visible customer is opened; raises NotFound."""
    rows.require_seen(viewer, customer_id)
    return [
        Collaborator(
            share_id=share.pk,
            user_id=share.user_id,
            team_id=share.team_id,
            name=share.user.name if share.user else share.team.name if share.team else "",
            may_edit=share.may_edit,
            reason=share.reason,
            shared_at=share.shared_at,
        )
        for share in shares.shares_of(rows.SUBJECT, customer_id)
    ]

"""Into whose hands a customer passes: the people and pools an actor may name, and the spell that records it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from minghua.domain.customers.models import Customer, OwnerSpell, Pool
from minghua.domain.customers.rules.pool import home_of
from minghua.domain.customers.types.parties import OWNING
from minghua.foundation.people import queries as people
from minghua.foundation.people.models import User
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.storage import rows as straight
from minghua.kernel.errors import NotFound, Refusal
from minghua.kernel.words import Text


class CannotOwn(Refusal):
    """The colleague's roles do not let them look after customers."""

    code = "cannot_own"
    status = 422
    text = Text(
        "{name}的角色不能修改客户档案，因此不能做负责人。", "{name} may not edit customer archives, so cannot own one."
    )
    remedy = Text(
        "请选另一位同事，或请管理员给其相应角色。", "Choose another colleague, or ask an administrator for a role."
    )


@dataclass(frozen=True, slots=True)
class Hands:
    """An owner with a team, or a pool, or nobody."""

    owner_id: int | None = None
    team_id: int | None = None
    pool_id: int | None = None


def of_new(by: Actor, *, owner_id: int | None, pool_id: int | None) -> Hands:
    """Return the hands a new customer begins in: the named ones, else the actor's own.

    Raises NotFound, and Forbidden when a colleague is named by somebody who may not assign.
    """
    if pool_id is not None:
        return of_pool(by, pool_id)
    if owner_id is None or owner_id == by.user_id:
        return Hands() if by.user_id is None else of_person(by, by.user_id)
    require_naming(by, owner_id)
    return of_person(by, owner_id)


def require_naming(by: Actor, owner_id: int | None) -> None:
    """Raise Forbidden when a colleague is named as owner by somebody who may not assign."""
    if owner_id is not None and owner_id != by.user_id:
        require(by, "customers.assign")


def of_person(by: Actor, user_id: int, *, field: str = "owner_id") -> Hands:
    """Return the hands of an active colleague within the actor's reach; raises NotFound, CannotOwn."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not (by.scope.everything or user_id == by.user_id or user.team_id in by.scope.team_ids):
        raise NotFound(field=field)
    if user_id != by.user_id and not people.holds(user_id, OWNING):
        raise CannotOwn(field=field, name=user.name)
    return Hands(owner_id=user.pk, team_id=user.team_id)


def of_pool(by: Actor, pool_id: int | None, *, team_id: int | None = None) -> Hands:
    """Return the hands of an active pool, by default the one the team's customers return to, else any; raises NotFound."""
    pools = list(Pool.objects.filter(active=True).order_by("pk"))
    if pool_id is not None:
        found = next((pool for pool in pools if pool.pk == pool_id), None)
    else:
        found = home_of(team_id, pools) or next(iter(pools), None)
    if found is None:
        raise NotFound(field="pool_id")
    return Hands(pool_id=found.pk, team_id=found.team_id)


def open_spells(customers: Iterable[Customer], *, reason: str, note: str = "", by: Actor, at: datetime) -> None:
    """Begin a spell for each customer in the hands it is in now."""
    began = straight.moment(at)
    straight.insert(
        OwnerSpell,
        ("customer_id", "owner_id", "team_id", "pool_id", "from_at", "reason", "note", "by_id"),
        [(c.pk, c.owner_id, c.team_id, c.pool_id, began, reason, note, by.user_id) for c in customers],
    )


def close_spells(customer_ids: Iterable[int], *, at: datetime) -> None:
    """End the running spells of these customers."""
    OwnerSpell.objects.filter(customer_id__in=list(customer_ids), until_at__isnull=True).update(until_at=at)

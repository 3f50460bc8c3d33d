"""The public pools 公海: their terms, and what a person has left to claim."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from minghua.domain.customers.models import Customer, Pool
from minghua.domain.customers.queries import claims
from minghua.domain.customers.rules.pool import Basin, PoolTerms
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.models import Team
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.periods import local_date


@dataclass(frozen=True, slots=True)
class PoolCard:
    """One pool as people see it: its rules in force, how many wait in it, whether this viewer may claim."""

    id: int
    name: str
    active: bool
    team_id: int | None
    team_name: str
    terms: PoolTerms
    own_return_after_days: int | None
    own_claim_limit: int | None
    hidden_fields: tuple[str, ...]
    waiting: int
    open_to_viewer: bool


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many customers a person holds of how many, and how many were claimed today."""

    held: int
    limit: int
    claimed_today: int

    @property
    def free(self) -> int:
        """How many more may be claimed."""
        return max(0, self.limit - self.held)


def pools(viewer: Actor, *, on: date) -> list[PoolCard]:
    """Return every active pool (all of them to whoever manages pools), with counts; needs `pool.view`."""
    require(viewer, "pool.view")
    found = Pool.objects.select_related("team").order_by("pk")
    if not viewer.may("pool.manage"):
        found = found.filter(active=True)
    waiting, defaults = _waiting(), default_terms(on)
    return [_card(pool, viewer, waiting=waiting.get(pool.pk, 0), defaults=defaults) for pool in found]


def capacity(viewer: Actor, *, at: datetime) -> Capacity:
    """Return what this person holds of what the pools open to them allow at most, P02 where none is."""
    require(viewer, "pool.view")
    on = local_date(at)
    limits = [pool.terms.claim_limit for pool in pools(viewer, on=on) if pool.open_to_viewer]
    known = [limit for limit in limits if limit is not None]
    limit = max(known) if known else default_terms(on).claim_limit or 0
    user_id = viewer.user_id or 0
    return Capacity(claims.held(user_id), limit, claims.claimed_on(user_id, at=at))


def pool_row(pool_id: int) -> Pool:
    """Return a pool; raises NotFound."""
    found = Pool.objects.select_related("team").filter(pk=pool_id).first()
    if found is None:
        raise NotFound(field="pool_id")
    return found


def basins(*, on: date) -> list[Basin]:
    """Return the active pools with the rules in force that day, in the order in which customers choose them."""
    defaults = default_terms(on)
    found = Pool.objects.filter(active=True).order_by("pk")
    return [Basin(pool.pk, pool.team_id, terms_of(pool, defaults)) for pool in found]


def default_terms(on: date) -> PoolTerms:
    """Return what a pool without numbers of its own goes by that day (P01, P02)."""
    return PoolTerms(
        return_after_days=parameters.value("pool.return_days", on=on),
        claim_limit=parameters.value("pool.claim_limit", on=on),
    )


def terms_of(pool: Pool, defaults: PoolTerms) -> PoolTerms:
    """Return the rules of a pool; what it leaves empty comes from the defaults, a nought is a nought."""
    days, limit = pool.return_after_days, pool.claim_limit
    return PoolTerms(
        return_after_days=defaults.return_after_days if days is None else days,
        claim_limit=defaults.claim_limit if limit is None else limit,
        daily_limit=pool.daily_limit,
        cooldown_days=pool.cooldown_days,
        hold_days=pool.hold_days,
    )


def is_open_to(pool: Pool, actor: Actor) -> bool:
    """Return whether the actor may claim from this pool: it is active and of no team, or of a team above theirs."""
    if not pool.active or pool.team is None or actor.scope.everything:
        return pool.active
    if actor.team_id is None:
        return False
    own = Team.objects.filter(pk=actor.team_id).values_list("path", flat=True).first()
    return own is not None and own.startswith(pool.team.path)


def _waiting() -> dict[int, int]:
    counted = Customer.objects.filter(pool__isnull=False).values("pool_id").annotate(n=Count("pk"))
    return {row["pool_id"]: row["n"] for row in counted}


def _card(pool: Pool, viewer: Actor, *, waiting: int, defaults: PoolTerms) -> PoolCard:
    return PoolCard(
        id=pool.pk,
        name=pool.name,
        active=pool.active,
        team_id=pool.team_id,
        team_name=pool.team.name if pool.team else "",
        terms=terms_of(pool, defaults),
        own_return_after_days=pool.return_after_days,
        own_claim_limit=pool.claim_limit,
        hidden_fields=tuple(pool.hidden_fields),
        waiting=waiting,
        open_to_viewer=is_open_to(pool, viewer),
    )

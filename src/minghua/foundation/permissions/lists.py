"""The row scope as a list asks it: the same rows as `visible`, found soon also by those who see few of a million.

A list is walked in its own order until a page is full: right for who sees much, ruinous for who sees ten rows of a million.
So few rows are named one by one, some are gathered first, each way of seeing from its own index, and only many are walked.
Shares are named instead of asked for: a planner guesses badly at a subquery.
"""

from dataclasses import dataclass
from functools import reduce
from typing import Any, Final, TypeVar

from django.apps import apps
from django.db.models import Model, QuerySet

from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import CUSTOMER, PRESENT, customer_scope, shares_of_actor, visible

M = TypeVar("M", bound=Model)
FEW: Final = 1_000
SOME: Final = 12_000
MOST_SHARES: Final = 500
_LISTED: Final = {
    CUSTOMER: ("", "pk", True),
    "orders.Order": ("customer__", "customer_id", False),
    "orders.Return": ("customer__", "customer_id", False),
}


@dataclass(frozen=True, slots=True)
class Sight:
    """What a limited person sees: the ways of seeing, each by one index, and the customers shared with them."""

    ways: tuple["QuerySet[Any]", ...]
    shared: tuple[int, ...]

    def ids(self, most: int) -> set[int]:
        """Return ids of customers in sight, at most a few more than asked for."""
        found = set(self.shared)
        for way in self.ways:
            if len(found) <= most:
                found.update(way.values_list("pk", flat=True)[: most + 1])
        return found

    def is_more_than(self, most: int) -> bool:
        """Return whether so many are in sight, counted no further."""
        left = most - len(self.shared)
        for way in self.ways:
            left -= way[: max(left, 0) + 1].count()
        return left < 0


def listed(queryset: "QuerySet[M]", actor: Actor) -> "QuerySet[M]":
    """Return only the rows this actor may see, for a list to filter, order and page."""
    place = _LISTED.get(queryset.model._meta.label)
    if place is None or actor.scope.everything:
        return visible(queryset, actor)
    prefix, key, before_claim = place
    pooled = before_claim and actor.may("pool.view")
    sight = _sight(actor, pooled=pooled)
    if sight is None:
        return visible(queryset, actor)
    if not prefix:
        queryset = queryset.filter(PRESENT)
    few = sight.ids(FEW)
    if len(few) <= FEW:
        return queryset.filter(**{f"{key}__in": sorted(few)})
    if sight.is_more_than(SOME):
        return queryset.filter(customer_scope(actor, prefix, list(sight.shared), pooled=pooled))
    ways = [way.values("pk") for way in sight.ways]
    named = [apps.get_model(CUSTOMER)._default_manager.filter(pk__in=sight.shared).order_by().values("pk")]
    return queryset.filter(
        **{f"{key}__in": reduce(lambda one, other: one.union(other), ways + named * bool(sight.shared))}
    )


def sees_many(actor: Actor) -> bool:
    """Return whether a limited person sees more customers than a list counts; told from the indexes alone."""
    if actor.scope.everything:
        return False
    sight = _sight(actor, pooled=False)
    return sight is not None and sight.is_more_than(SOME)


def _sight(actor: Actor, *, pooled: bool) -> Sight | None:
    """What the actor sees by each way, or None when more was shared with them than can be named."""
    shared = tuple(shares_of_actor(actor)[: MOST_SHARES + 1])
    if len(shared) > MOST_SHARES:
        return None
    customers = apps.get_model(CUSTOMER)._default_manager.order_by()
    ways = [customers.filter(owner_id=actor.user_id)]
    if actor.scope.team_ids:
        ways.append(customers.filter(team_id__in=sorted(actor.scope.team_ids)))
    if pooled:
        ways.append(customers.filter(pool_id__gt=0))
    return Sight(tuple(ways), shared)

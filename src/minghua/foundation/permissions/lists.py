"""The row scope as a list asks it: the same rows as `visible`, found soon also by those who see few of a million.

A list is walked in its own order until a page is full: right for who sees much, ruinous for who sees ten rows of a million.
So few rows are named one by one, some are gathered, each way of seeing from its own index, and only many are walked.
Shares are named instead of asked for: a planner guesses badly at a subquery.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final, TypeVar

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import CUSTOMER, PRESENT, customer_scope, shares_of_actor, visible

M = TypeVar("M", bound=Model)
FEW: Final = 1_000
SOME: Final = 12_000
PARTED: Final = 50_000
WALKED: Final = 4_000  # from so many customers on, the latest of their orders are met sooner than gathered
MOST_SHARES: Final = 500
_LISTED: Final = {
    CUSTOMER: ("", "pk", True),
    "orders.Order": ("customer__", "customer_id", False),
    "orders.Return": ("customer__", "customer_id", False),
}


@dataclass(frozen=True, slots=True)
class Sight:
    """What a limited person sees: the ways of seeing that lead to anybody, each by one index, and how many each shows."""

    ways: tuple[Q, ...]
    sizes: tuple[int, ...]
    shared: tuple[int, ...]
    ids: frozenset[int] | None
    """Everybody in sight, when they are few."""

    @property
    def size(self) -> int:
        """How many are in sight at most: who is seen in two ways counts twice."""
        return sum(self.sizes)

    def apart(self) -> Iterator[Q]:
        """Yield the ways as conditions of which each customer in sight meets one."""
        for place, way in enumerate(self.ways):
            yield reduce(lambda kept, earlier: kept & ~earlier, self.ways[:place], way)


def listed(queryset: "QuerySet[M]", actor: Actor, *, unfiltered: bool = False) -> "QuerySet[M]":
    """Return only the rows this actor may see, for a list to filter, order and page; `unfiltered` when nothing but the scope keeps rows out."""
    label = queryset.model._meta.label
    sight = _sight(actor, label, most=SOME)
    if unfiltered and sight is not None and sight.ids is None and sight.size > WALKED:
        return queryset.filter(_met(actor, label, sight))
    if sight is None or (sight.ids is None and sight.size > SOME):
        return _walked(queryset, actor, sight)
    prefix, key, _ = _LISTED[label]
    if not prefix:
        queryset = queryset.filter(PRESENT)
    if sight.ids is not None:
        return queryset.filter(**{f"{key}__in": sorted(sight.ids)})
    ways = [_customers().filter(way).values("pk") for way in sight.ways]
    return queryset.filter(**{f"{key}__in": reduce(lambda one, other: one.union(other), ways)})


def parted(queryset: "QuerySet[M]", actor: Actor) -> "tuple[QuerySet[M], list[QuerySet[M]]]":
    """Return the customers this actor may see, and the same in parts that share none where a list is quicker to gather so.

    Each part stands in an index of its own, with what lists are ordered by; whoever sees few or many has no parts.
    """
    sight = _sight(actor, queryset.model._meta.label, most=PARTED)
    if sight is None or (sight.ids is None and sight.size > PARTED):
        return _walked(queryset, actor, sight), []
    if sight.ids is not None:
        return queryset.filter(PRESENT, pk__in=sorted(sight.ids)), []
    return visible(queryset, actor), [queryset.filter(PRESENT, way) for way in sight.apart()]


def sees_many(actor: Actor) -> bool:
    """Return whether somebody sees more customers than a list counts; told from the indexes alone."""
    if actor.scope.everything:
        gone = _customers().filter(merged_into__isnull=False).count()  # said as its index says it
        return _customers()[: SOME + gone + 1].count() > SOME + gone
    sight = _sight(actor, CUSTOMER, most=SOME)
    return sight is not None and max(sight.sizes, default=0) > SOME


def _walked(queryset: "QuerySet[M]", actor: Actor, sight: Sight | None) -> "QuerySet[M]":
    """The rows as the list's own order walks past them."""
    if sight is None:
        return visible(queryset, actor)
    prefix, _, before_claim = _LISTED[queryset.model._meta.label]
    pooled = before_claim and actor.may("pool.view")
    scope = customer_scope(actor, prefix, list(sight.shared), pooled=pooled)
    return queryset.filter(scope) if prefix else queryset.filter(PRESENT, scope)


def _met(actor: Actor, label: str, sight: Sight) -> Exists:
    """The scope asked of each row as it is met: a join would tempt a planner to begin with all the customers."""
    _, key, before_claim = _LISTED[label]
    scope = customer_scope(actor, "", list(sight.shared), pooled=before_claim and actor.may("pool.view"))
    return Exists(_customers().filter(scope, pk=OuterRef(key)))


def _customers() -> "QuerySet[Any]":
    return apps.get_model(CUSTOMER)._default_manager.order_by()


def _sight(actor: Actor, label: str, *, most: int) -> Sight | None:
    """What a limited person sees by each way, counted no further than just past `most`; None for all others, and when too much was shared to be named."""
    if label not in _LISTED or actor.scope.everything or actor.scope.customer_id is not None:
        return None
    shared = tuple(shares_of_actor(actor)[: MOST_SHARES + 1])
    if len(shared) > MOST_SHARES:
        return None
    ways = [(Q(pk__in=shared), len(shared), set(shared))] if shared else []
    ways += [(way, *_first(way, most)) for way in _ways(actor, pooled=_LISTED[label][2] and actor.may("pool.view"))]
    led = [(way, size) for way, size, _ in ways if size]
    ids = frozenset[int]().union(*(some for _, _, some in ways))
    few = ids if len(ids) <= FEW else None
    return Sight(tuple(way for way, _ in led), tuple(size for _, size in led), shared, few)


def _ways(actor: Actor, *, pooled: bool) -> Iterator[Q]:
    yield Q(owner_id=actor.user_id)
    if actor.scope.team_ids:
        yield Q(team_id__in=sorted(actor.scope.team_ids))
    if pooled:
        yield Q(pool_id__gt=0)  # any pool: a range walks the index on either engine


def _first(way: Q, most: int) -> tuple[int, set[int]]:
    """How many are seen in one way, and the ids of the first of them."""
    rows = _customers().filter(PRESENT, way)
    ids = set(rows.values_list("pk", flat=True)[: FEW + 1])
    return (len(ids) if len(ids) <= FEW else rows[: most + 1].count()), ids

"""The one way a customer changes hands: conditional update, owner spells, timeline, audit, search."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Q

from minghua.domain.customers.models import Customer, Pool
from minghua.domain.customers.operations import hands
from minghua.domain.customers.queries import rows
from minghua.foundation.audit import operations as audit
from minghua.foundation.people import queries as people
from minghua.foundation.people.types import Actor
from minghua.foundation.search import operations as search
from minghua.foundation.timeline import operations as timeline
from minghua.foundation.timeline.operations import NewEntry
from minghua.kernel.errors import Conflict


def pass_on(
    customers: Sequence[Customer], new: hands.Hands, *, reason: str, note: str = "", by: Actor, at: datetime
) -> None:
    """Put these customers into new hands; raises Conflict if one of them was passed on meanwhile."""
    before = {customer.pk: hands.Hands(customer.owner_id, customer.team_id, customer.pool_id) for customer in customers}
    _update(before, new, at=at)
    for customer in customers:
        customer.owner_id, customer.team_id, customer.pool_id = new.owner_id, new.team_id, new.pool_id
        customer.owned_since, customer.version = at, customer.version + 1
    hands.close_spells(before, at=at)
    hands.open_spells(customers, reason=reason, note=note, by=by, at=at)
    search.rescope_many(list(before), owner_id=new.owner_id, team_id=new.team_id, pool_id=new.pool_id)
    _tell(before, new, reason=reason, note=note, by=by, at=at)


def _update(before: dict[int, hands.Hands], new: hands.Hands, *, at: datetime) -> None:
    """Compare and set: one statement for all that lay in the same hands."""
    by_hands: dict[hands.Hands, list[int]] = defaultdict(list)
    for customer_id, old in before.items():
        by_hands[old].append(customer_id)
    for old, ids in by_hands.items():
        moved = Customer.objects.filter(_in_hands(old), pk__in=ids).update(
            owner_id=new.owner_id,
            team_id=new.team_id,
            pool_id=new.pool_id,
            owned_since=at,
            updated_at=at,
            version=F("version") + 1,
        )
        if moved != len(ids):
            raise Conflict(field="owner_id")


def _in_hands(held: hands.Hands) -> Q:
    """An equality with None is no condition in SQL: nobody and no pool are asked for as such."""
    owner = Q(owner__isnull=True) if held.owner_id is None else Q(owner_id=held.owner_id)
    return owner & (Q(pool__isnull=True) if held.pool_id is None else Q(pool_id=held.pool_id))


def _tell(before: dict[int, hands.Hands], new: hands.Hands, *, reason: str, note: str, by: Actor, at: datetime) -> None:
    ids = {new.owner_id, *(old.owner_id for old in before.values())} - {None}
    names = people.names_of(ids)  # type: ignore[arg-type]
    pools = dict(Pool.objects.values_list("pk", "name"))

    def called(held: hands.Hands) -> str:
        return names.get(held.owner_id or 0, "") or pools.get(held.pool_id or 0, "")

    entries = []
    for customer_id, old in before.items():
        data: dict[str, Any] = {"event": reason, "from": called(old), "to": called(new), "note": note}
        entries.append(NewEntry(customer_id, "owner", at, data))
        told = {
            "reason": reason,
            "owner": [old.owner_id, new.owner_id],
            "pool": [old.pool_id, new.pool_id],
        }
        private = {"note": note}
        audit.record(
            "customer.passed_on", rows.SUBJECT, customer_id, told, private=private, about=customer_id, by=by, at=at
        )
    timeline.post_many(entries, by=by)

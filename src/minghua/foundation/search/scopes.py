"""Scope tokens: whose a document is, indexed with its terms so that the engine looks only where this person may."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q

from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.models import RecordShare
from minghua.foundation.permissions.row_scope import CUSTOMER
from minghua.foundation.search.types import KINDS, Document, Reach

MOST_SHARES = 500  # beyond it the engine looks everywhere and the row scope alone decides


def document_scopes(document: Document) -> frozenset[str]:
    """Return the tokens of one document's kind, owner, team, pool and customer."""
    return frozenset({f"k{document.kind}"}) | owner_scopes(
        document.kind,
        owner_id=document.owner_id,
        team_id=document.team_id,
        pool_id=document.pool_id,
        customer_id=document.customer_id if document.kind != "customer" else document.ref_id,
    )


def owner_scopes(
    kind: str, *, owner_id: int | None, team_id: int | None, pool_id: int | None, customer_id: int | None
) -> frozenset[str]:
    """Return the tokens that say through whom a document may be seen."""
    tokens = [f"o{owner_id}" if owner_id else "", f"t{team_id}" if team_id else ""]
    tokens += [f"h{customer_id}" if customer_id else "", "p" if pool_id and kind == "customer" else ""]
    tokens += ["a" if KINDS[kind].for_everyone else ""]
    return frozenset(filter(None, tokens))


def reach_of(viewer: Actor) -> Reach:
    """Return where the engine may look for this viewer: never less than the row scope, rarely more."""
    shared = _shared_customers(viewer)
    if viewer.scope.everything or len(shared) > MOST_SHARES:
        return Reach()
    scopes = {
        "a",
        f"o{viewer.user_id}",
        *(f"t{team}" for team in viewer.scope.team_ids),
        *(f"h{key}" for key in shared),
    }
    if viewer.may("pool.view"):
        scopes.add("p")
    return Reach(frozenset(scopes))


def within(reach: Reach, kinds: Iterable[str]) -> Reach:
    """Return the part of a reach that holds these kinds."""
    return replace(reach, kinds=frozenset(f"k{kind}" for kind in kinds))


def _shared_customers(viewer: Actor) -> list[int]:
    if viewer.scope.everything:
        return []
    teams = viewer.scope.team_ids | ({viewer.team_id} if viewer.team_id else frozenset())
    holder = Q(user_id=viewer.user_id) | Q(team_id__in=teams)
    shares = RecordShare.objects.filter(holder, subject_type=CUSTOMER)
    return list(shares.values_list("subject_id", flat=True)[: MOST_SHARES + 1])

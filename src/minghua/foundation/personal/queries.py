"""Reads about the law: what is held, what was erased."""

from collections.abc import Iterable

from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.personal.models import Erasure, LegalHold
from minghua.kernel.paging import Page, decode_cursor, encode_cursor


def held_among(customer_ids: Iterable[int]) -> frozenset[int]:
    """Return those whose data the law forbids to erase or purge."""
    found = LegalHold.objects.filter(customer_id__in=list(customer_ids), until=None)
    return frozenset(found.values_list("customer_id", flat=True))


def erasures(viewer: Actor, *, cursor: str = "", limit: int = 50) -> Page[Erasure]:
    """Return the log of erasures, newest first; needs `privacy.erase`."""
    require(viewer, "privacy.erase")
    found = Erasure.objects.select_related("by").order_by("-pk")
    if cursor:
        found = found.filter(pk__lt=decode_cursor(cursor, int)[0])
    rows = list(found[: limit + 1])
    more = encode_cursor((rows[limit - 1].pk,)) if len(rows) > limit else None
    return Page(tuple(rows[:limit]), more)

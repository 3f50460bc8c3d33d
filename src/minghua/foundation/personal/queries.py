"""Reads about the law: what is held, what was erased."""

from collections.abc import Iterable
from typing import Final, TypeVar

from django.apps import apps
from django.db.models import Model, QuerySet

from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.foundation.personal.models import Erasure, LegalHold
from minghua.kernel.paging import Page, decode_cursor, encode_cursor

M = TypeVar("M", bound=Model)
SUBJECT: Final = "customers.Customer"


def held_among(customer_ids: Iterable[int]) -> frozenset[int]:
    """Return those whose data the law forbids to erase or purge."""
    found = LegalHold.objects.filter(customer_id__in=list(customer_ids), until=None)
    return frozenset(found.values_list("customer_id", flat=True))


def holds(
    viewer: Actor, *, customer_id: int | None = None, only_open: bool = False, cursor: str = "", limit: int = 50
) -> Page[LegalHold]:
    """Return the legal holds, newest first, of one customer or only the open ones if asked; needs `privacy.view`."""
    require(viewer, "privacy.view")
    found = LegalHold.objects.select_related("set_by", "ended_by").order_by("-pk")
    if not viewer.scope.everything:
        seen = visible(apps.get_model(SUBJECT)._default_manager.all(), viewer)
        found = found.filter(customer_id__in=seen.values("pk"))
    if customer_id is not None:
        found = found.filter(customer_id=customer_id)
    if only_open:
        found = found.filter(until=None)
    return _paged(found, cursor, limit)


def hold_made(hold_id: int) -> LegalHold:
    """Return the hold that was just set or ended, with the names of who did."""
    return LegalHold.objects.select_related("set_by", "ended_by").get(pk=hold_id)


def number_within_reach(viewer: Actor, customer_id: int) -> str | None:
    """Return our number of a customer the viewer may change, or None; needs `privacy.hold`."""
    require(viewer, "privacy.hold")
    rows = visible(apps.get_model(SUBJECT)._default_manager.filter(pk=customer_id), viewer, editing=True)
    return rows.values_list("number", flat=True).first()


def past_and_open(viewer: Actor, customer_id: int, *, limit: int = 50) -> list[LegalHold]:
    """Return the holds of one customer, newest first; needs `privacy.hold`."""
    require(viewer, "privacy.hold")
    found = LegalHold.objects.select_related("set_by", "ended_by").filter(customer_id=customer_id)
    return list(found.order_by("-pk")[:limit])


def held_count(viewer: Actor) -> int:
    """Return how many customers are under a hold; needs `privacy.view`."""
    require(viewer, "privacy.view")
    return LegalHold.objects.filter(until=None).count()


def open_hold(viewer: Actor, customer_id: int) -> LegalHold | None:
    """Return the open hold of a customer, or None; needs `privacy.view`."""
    return next(iter(holds(viewer, customer_id=customer_id, only_open=True, limit=1).items), None)


def numbers_of(customer_ids: Iterable[int]) -> dict[int, str]:
    """Return customer id → our number, which an erasure leaves."""
    found = apps.get_model(SUBJECT)._default_manager.filter(pk__in=list(customer_ids))
    return dict(found.values_list("pk", "number"))


def erasures(viewer: Actor, *, cursor: str = "", limit: int = 50) -> Page[Erasure]:
    """Return the log of erasures, newest first; needs `privacy.erase`."""
    require(viewer, "privacy.erase")
    return _paged(Erasure.objects.select_related("by").order_by("-pk"), cursor, limit)


def _paged(found: "QuerySet[M]", cursor: str, limit: int) -> Page[M]:
    if cursor:
        found = found.filter(pk__lt=decode_cursor(cursor, int)[0])
    rows = list(found[: limit + 1])
    more = encode_cursor((rows[limit - 1].pk,)) if len(rows) > limit else None
    return Page(tuple(rows[:limit]), more)

"""Reads of contacts."""

from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from minghua.domain.interactions.models import Contact
from minghua.domain.interactions.types import ContactLogged
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.paging import Page, decode_cursor, encode_cursor

_CARD: Final = (
    "id", "customer_id", "channel", "direction", "at", "agent_id", "subject", "body", "outcome", "sentiment",
    "order_id", "minutes", "topic",
)  # fmt: skip


def contacts(viewer: Actor) -> "QuerySet[Contact]":
    """Return the contacts this person may see."""
    require(viewer, "interactions.view")
    return visible(Contact.objects.all(), viewer)


def contact(viewer: Actor, contact_id: int) -> ContactLogged:
    """Return one contact; raises NotFound."""
    found = contacts(viewer).filter(pk=contact_id).values_list(*_CARD).first()
    if found is None:
        raise NotFound(field="contact_id")
    return ContactLogged(*found)


def contacts_of(viewer: Actor, customer_id: int, *, cursor: str = "", limit: int = 30) -> Page[ContactLogged]:
    """Return one customer's contacts, latest first; raises BadCursor."""
    rows = contacts(viewer).filter(customer_id=customer_id)
    if cursor:
        at, pk = decode_cursor(cursor, datetime, int)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))
    found = [ContactLogged(*row) for row in rows.order_by("-at", "-pk").values_list(*_CARD)[: limit + 1]]
    more = encode_cursor((found[limit - 1].at, found[limit - 1].id)) if len(found) > limit else None
    return Page(tuple(found[:limit]), more)

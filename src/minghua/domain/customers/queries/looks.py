"""Reads of reveals: what a person may still see, how often somebody looked, the auditors' list."""

from datetime import datetime, timedelta

from django.db.models import Count, Q

from minghua.domain.customers.models import Reveal
from minghua.domain.customers.queries import cards, rows
from minghua.domain.customers.types.reveals import Looker, Revealed, RevealRow
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.paging import Page, decode_cursor, encode_cursor
from minghua.kernel.periods import local_date, midnight


def open_until(viewer: Actor, customer_id: int, field: str, *, at: datetime) -> datetime | None:
    """Return until when this person still sees the value, None when they do not."""
    found = Reveal.objects.filter(by_id=viewer.user_id, customer_id=customer_id, field=field, until__gt=at)
    return found.order_by("-until").values_list("until", flat=True).first()


def still_revealed(viewer: Actor, customer_id: int, field: str, *, at: datetime) -> Revealed | None:
    """Return a value this person has revealed and may still see, None when the time is over; raises NotFound."""
    customer = rows.one(viewer, customer_id)
    until = open_until(viewer, customer_id, field, at=at) if viewer.may("customers.reveal") else None
    hidden = field.removeprefix("archive.") in cards.hidden_fields(viewer, customer)
    return None if until is None or hidden else Revealed(cards.plain(customer, field), until)


def looked_today(viewer: Actor, *, at: datetime) -> int:
    """Return how often this person has looked on the local day."""
    return Reveal.objects.filter(by_id=viewer.user_id, at__gte=midnight(local_date(at))).count()


def reveals(viewer: Actor, *, by_id: int | None = None, cursor: str = "", limit: int = 50) -> Page[RevealRow]:
    """Return the looks at customers in reach, latest first; needs `audit.view`."""
    require(viewer, "audit.view")
    found = visible(Reveal.objects.all(), viewer)
    if by_id is not None:
        found = found.filter(by_id=by_id)
    if cursor:
        at, pk = decode_cursor(cursor, datetime, int)
        found = found.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))
    columns = ("id", "customer_id", "customer__number", "field", "reason", "text", "by_id", "by__name", "at")
    items = [RevealRow(*row) for row in found.order_by("-at", "-pk").values_list(*columns)[: limit + 1]]
    more = encode_cursor((items[limit - 1].at, items[limit - 1].id)) if len(items) > limit else None
    return Page(tuple(items[:limit]), more)


def lookers(viewer: Actor, *, at: datetime, days: int = 30, limit: int = 20) -> list[Looker]:
    """Return who looked most in the last days; needs `audit.view`."""
    require(viewer, "audit.view")
    found = visible(Reveal.objects.filter(at__gte=at - timedelta(days=days)), viewer)
    counted = found.values("by_id", "by__name").annotate(looks=Count("pk"), people=Count("customer", distinct=True))
    rows_ = counted.order_by("-looks", "by_id").values_list("by_id", "by__name", "looks", "people")
    return [Looker(*row) for row in rows_[:limit]]

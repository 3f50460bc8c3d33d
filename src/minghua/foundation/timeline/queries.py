"""Reads of timelines. The caller has shown that the viewer may see the customer."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from minghua.foundation.timeline.models import TimelineEntry
from minghua.kernel.paging import Page, decode_cursor, encode_cursor


def page(
    customer_id: int,
    *,
    kinds: Collection[str] = (),
    without: Collection[str] = (),
    cursor: str = "",
    limit: int = 30,
) -> Page[TimelineEntry]:
    """Return a customer's entries newest first, of some kinds if named, never of those in `without`."""
    found = TimelineEntry.objects.filter(customer_id=customer_id).exclude(kind__in=without)
    if kinds:
        found = found.filter(kind__in=kinds)
    if cursor:
        at, pk = decode_cursor(cursor, datetime, int)
        found = found.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))
    rows = list(found.order_by("-at", "-pk")[: limit + 1])
    more = encode_cursor((rows[limit - 1].at, rows[limit - 1].pk)) if len(rows) > limit else None
    return Page(tuple(rows[:limit]), more)

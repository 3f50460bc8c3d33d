"""Reads of requests by persons: the desk's list, one request with its deeds, what is due."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from minghua.domain.customers import queries as customer_reads
from minghua.domain.interactions.models import PersonRequest, RequestDeed
from minghua.domain.interactions.rules import rights
from minghua.domain.interactions.types.rights import OPEN, Clock, DeedCard, RequestCard
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.paging import Page, decode_cursor, encode_cursor

_CARD: Final = (
    "id", "customer_id", "told_name", "ask", "standing", "channel", "requester", "told_requester", "text",
    "received_on", "due_on", "provisional", "extended", "closed_at", "received_by__name",
)  # fmt: skip
_DEED: Final = ("id", "deed", "at", "by__name", "note", "how", "ground", "file_id", "due_on")
WHICH: Final = ("open", "overdue", "closed", "all")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many requests are open, how many of them past their day."""

    open: int
    overdue: int


def requests(viewer: Actor) -> "QuerySet[PersonRequest]":
    """Return the requests this person may see."""
    require(viewer, "rights.view")
    return visible(PersonRequest.objects.all(), viewer)


def desk(
    viewer: Actor, *, which: str = "open", customer_id: int | None = None, on: date, cursor: str = "", limit: int = 50
) -> Page[RequestCard]:
    """Return requests, the most urgent first (closed ones by their day); raises BadCursor."""
    rows = requests(viewer).filter(_kept(which, on))
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    if cursor:
        due_on, pk = decode_cursor(cursor, date, int)
        rows = rows.filter(Q(due_on__gt=due_on) | Q(due_on=due_on, pk__gt=pk))
    found = [RequestCard(*row) for row in _told(rows, viewer).order_by("due_on", "pk").values_list(*_CARD)[: limit + 1]]
    more = encode_cursor((found[limit - 1].due_on, found[limit - 1].id)) if len(found) > limit else None
    return Page(tuple(found[:limit]), more)


def request(viewer: Actor, request_id: int) -> RequestCard:
    """Return one request; raises NotFound."""
    found = _told(requests(viewer), viewer).filter(pk=request_id).values_list(*_CARD).first()
    if found is None:
        raise NotFound(field="request_id")
    return RequestCard(*found)


def deeds(viewer: Actor, request_id: int) -> list[DeedCard]:
    """Return what was done about a request, the first first."""
    require(viewer, "rights.view")
    rows = visible(RequestDeed.objects.all(), viewer).filter(request_id=request_id)
    return [DeedCard(*row) for row in rows.order_by("at", "pk").values_list(*_DEED)]


def counts(viewer: Actor, *, on: date) -> Counts:
    """Return how many are open and overdue, each counted to 1,000."""
    rows = requests(viewer).order_by()
    return Counts(rows.filter(_kept("open", on))[:1_000].count(), rows.filter(_kept("overdue", on))[:1_000].count())


def clock(*, on: date) -> Clock:
    """Return the deadline in force on that day."""
    return Clock(
        parameters.value("rights.working_days", on=on),
        parameters.value("rights.calendar_days", on=on),
        parameters.value("rights.by_calendar_days", on=on),
    )


def urgency(card: RequestCard, *, on: date, warn_days: int) -> str:
    """Return how a request stands against its day: done, running, soon or overdue."""
    return rights.urgency(due_on=card.due_on, closed=card.closed_at is not None, on=on, warn_days=warn_days)


def _told(rows: "QuerySet[PersonRequest]", viewer: Actor) -> "QuerySet[PersonRequest]":
    return rows.annotate(
        **customer_reads.told_names(viewer, told_name="customer__name", told_requester="requester_name")
    )


def _kept(which: str, on: date) -> Q:
    if which == "overdue":
        return Q(closed_at=None, due_on__lt=on)
    return {"open": Q(standing__in=OPEN), "closed": Q(closed_at__isnull=False)}.get(which, Q())

"""Reads of routing: the table of a day, one's own items, and what became of each type."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet

from minghua.foundation.notices.names import cover, kept_names
from minghua.foundation.notices.sight import HIDDEN
from minghua.foundation.notices.types import NoticeMode
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import ROW_SCOPES, visible
from minghua.foundation.permissions.table import require
from minghua.foundation.routing.models import RoutedItem, RoutedTo, RoutingTable
from minghua.foundation.routing.types import DEFAULT_ROUTES, TYPES, ItemRow, ItemState, ReportRow, Route, Table
from minghua.kernel.errors import NotFound
from minghua.kernel.paging import Page, decode_cursor, encode_cursor
from minghua.kernel.words import NO_TEXT, Text

CUSTOMER = "customers.Customer"


def table_on(on: date) -> Table:
    """Return the table in force that day; the specification's own is version 0."""
    found = RoutingTable.objects.filter(valid_from__lte=on).select_related("set_by").order_by("-valid_from", "-version")
    row = found.first()
    return Table(0, None, DEFAULT_ROUTES) if row is None else _table(row)


def is_sent(info_type: str, *, on: date) -> bool:
    """Return whether any route of that day's table sends this type to people rather than into the archive."""
    return any(route.info_type == info_type and route.mode != NoticeMode.ARCHIVE for route in table_on(on).routes)


def versions(viewer: Actor) -> list[Table]:
    """Return the published tables, newest first; needs `routing.manage`."""
    require(viewer, "routing.manage")
    return [_table(row) for row in RoutingTable.objects.select_related("set_by").order_by("-version")[:50]]


def my_items(viewer: Actor, *, waiting: bool = True, cursor: str | None = None, limit: int = 50) -> Page[ItemRow]:
    """Return the items that came to this person, newest first: those waiting to be handled, or all."""
    require(viewer, "signed_in")
    found = _mine(viewer)
    if waiting:
        found = found.filter(state__in=[ItemState.OPEN, ItemState.SEEN])
    if cursor:
        (before,) = decode_cursor(cursor, int)
        found = found.filter(pk__lt=before)
    items = list(found.select_related("seen_by", "handled_by").order_by("-pk")[: limit + 1])
    following = encode_cursor((items[limit - 1].pk,)) if len(items) > limit else None
    return Page(tuple(_rows(viewer, items[:limit])), following)


def waiting_count(viewer: Actor) -> int:
    """Return how many items wait for this person, counted up to a hundred."""
    require(viewer, "signed_in")
    return _mine(viewer).filter(state__in=[ItemState.OPEN, ItemState.SEEN])[:100].count()


def item(viewer: Actor, item_id: int) -> ItemRow:
    """Return one item that came to this person, or any to whoever manages routing; raises NotFound."""
    require(viewer, "signed_in")
    found = visible(RoutedItem.objects.filter(pk=item_id), viewer).select_related("seen_by", "handled_by").first()
    if found is None:
        raise NotFound(field="item_id")
    return next(iter(_rows(viewer, [found])))


def report(viewer: Actor, *, since: datetime, at: datetime) -> list[ReportRow]:
    """Return for each type what was sent since then: handled in time, late, missed so far, open; needs `routing.manage`."""
    require(viewer, "routing.manage")
    waiting, handled = Q(state__in=[ItemState.OPEN, ItemState.SEEN]), Q(state=ItemState.HANDLED)
    timely = Q(deadline_at=None) | Q(handled_at__lte=F("deadline_at"))
    figures = {
        "sent": Count("pk"),
        "in_time": Count("pk", filter=handled & timely),
        "late": Count("pk", filter=handled & ~timely),
        "missed": Count("pk", filter=waiting & Q(deadline_at__lte=at)),
        "open": Count("pk", filter=waiting),
    }
    found = visible(RoutedItem.objects.filter(created_at__gte=since), viewer)
    lines = {line["info_type"]: line for line in found.order_by().values("info_type").annotate(**figures)}
    return [ReportRow(**lines.get(code, dict.fromkeys(figures, 0) | {"info_type": code})) for code in TYPES]


def _mine(viewer: Actor) -> "QuerySet[RoutedItem]":
    ids = RoutedTo.objects.filter(user_id=viewer.user_id or 0).values("item_id")
    return RoutedItem.objects.filter(pk__in=ids)


def _rows(viewer: Actor, items: list[RoutedItem]) -> Iterable[ItemRow]:
    names: dict[int, list[str]] = {}
    for tie in RoutedTo.objects.filter(item__in=[one.pk for one in items]).select_related("user").order_by("pk"):
        names.setdefault(tie.item_id, []).append(tie.user.name)
    seen = _seen(viewer, {one.customer_id for one in items})
    kept = kept_names(viewer, seen)
    for one in items:
        cover(one, kept.get(one.customer_id, ()))
        yield _row(one, tuple(names.get(one.pk, ())), hidden=one.customer_id not in seen)


def _seen(viewer: Actor, customer_ids: set[int]) -> set[int]:
    from django.apps import apps

    if CUSTOMER not in ROW_SCOPES or not customer_ids:
        return customer_ids
    rows = apps.get_model(CUSTOMER)._default_manager.filter(pk__in=customer_ids)
    return set(visible(rows, viewer).values_list("pk", flat=True))


def _row(one: RoutedItem, names: tuple[str, ...], *, hidden: bool) -> ItemRow:
    return ItemRow(
        id=one.pk,
        info_type=one.info_type,
        importance=one.importance,
        customer_id=one.customer_id,
        title=HIDDEN if hidden else Text(one.title_zh, one.title_en),
        body=NO_TEXT if hidden else Text(one.body_zh, one.body_en),
        link="" if hidden else one.link,
        mode=NoticeMode(one.mode),
        state=ItemState(one.state),
        action=Text(one.action_zh, one.action_en),
        deadline_at=one.deadline_at,
        created_at=one.created_at,
        seen_at=one.seen_at,
        seen_by=one.seen_by.name if one.seen_by else "",
        handled_at=one.handled_at,
        handled_by=one.handled_by.name if one.handled_by else "",
        outcome="" if hidden else one.outcome,
        escalated_at=one.escalated_at,
        recipients=names,
        hidden=hidden,
    )


def _table(row: RoutingTable) -> Table:
    routes = tuple(Route.from_json(line) for line in row.routes)
    return Table(row.version, row.valid_from, routes, row.set_by.name if row.set_by else "", row.reason)

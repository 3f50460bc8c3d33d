"""Reads of webhooks: the receivers, and what is on its way to them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.foundation.webhooks.models import Delivery, Subscription
from minghua.foundation.webhooks.types import DeliveryRow, SubscriptionCard
from minghua.kernel.errors import NotFound
from minghua.kernel.paging import Page, decode_cursor, encode_cursor

MANAGE = "webhooks.manage"


def subscriptions(viewer: Actor) -> list[SubscriptionCard]:
    """Return every receiver, the newest first, with how many messages wait and how many were given up."""
    require(viewer, MANAGE)
    rows = list(visible(Subscription.objects.select_related("owner"), viewer).order_by("-pk"))
    return _cards(rows)


def subscription(viewer: Actor, subscription_id: int) -> SubscriptionCard:
    """Return one receiver; raises NotFound."""
    require(viewer, MANAGE)
    rows = list(visible(Subscription.objects.select_related("owner"), viewer).filter(pk=subscription_id))
    if not rows:
        raise NotFound(field="subscription_id")
    return _cards(rows)[0]


def deliveries(
    viewer: Actor, subscription_id: int, *, state: str = "", cursor: str = "", limit: int = 50
) -> Page[DeliveryRow]:
    """Return messages of one receiver, the newest first."""
    subscription(viewer, subscription_id)
    found = Delivery.objects.filter(subscription_id=subscription_id)
    if state:
        found = found.filter(state=state)
    if cursor:
        found = found.filter(pk__lt=decode_cursor(cursor, int)[0])
    rows = [_row(each) for each in found.select_related("event").order_by("-pk")[: limit + 1]]
    following = encode_cursor((rows[limit - 1].id,)) if len(rows) > limit else None
    return Page(tuple(rows[:limit]), following)


def due(*, at: datetime) -> list[int]:
    """Return the receivers for whom something is due, for the worker."""
    waiting = Delivery.objects.filter(state="waiting", due_at__lte=at, subscription__enabled=True)
    return sorted(waiting.order_by().values_list("subscription_id", flat=True).distinct())


def _cards(rows: Iterable[Subscription]) -> list[SubscriptionCard]:
    rows = list(rows)
    counted = Delivery.objects.filter(subscription__in=rows).order_by().values("subscription_id")
    counts: dict[int, Any] = {
        each["subscription_id"]: each
        for each in counted.annotate(
            waiting=Count("pk", filter=Q(state="waiting")), dead=Count("pk", filter=Q(state="dead"))
        )
    }
    return [
        SubscriptionCard(
            id=row.pk,
            name=row.name,
            url=row.url,
            kinds=tuple(row.kinds),
            fields=tuple(row.fields),
            owner_id=row.owner_id,
            owner_name=row.owner.name,
            enabled=row.enabled,
            disabled_why=row.disabled_why,
            created_at=row.created_at,
            waiting=counts.get(row.pk, {}).get("waiting", 0),
            dead=counts.get(row.pk, {}).get("dead", 0),
        )
        for row in rows
    ]


def _row(row: Delivery) -> DeliveryRow:
    return DeliveryRow(
        id=row.pk,
        message_id=row.event.message_id,
        kind=row.event.kind,
        at=row.event.at,
        data=row.event.data,
        state=row.state,
        attempts=row.attempts,
        due_at=row.due_at,
        last_status=row.last_status,
        last_problem=row.last_problem,
        finished_at=row.finished_at,
    )

"""How long messages to other systems are kept."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from minghua.foundation.personal.holding import unheld
from minghua.foundation.personal.retention import Fate, Kind
from minghua.foundation.personal.told import rows_part
from minghua.foundation.webhooks.models import Delivery, Event
from minghua.kernel.words import Text


def due(before: datetime) -> "QuerySet[Any]":
    """Return the events from before then that nobody waits for any more and that tell of nobody under a hold."""
    waiting = Delivery.objects.filter(state="waiting").values("event_id")
    return Event.objects.filter(unheld(("customer_id",)), at__lt=before).exclude(pk__in=waiting)


KINDS = (
    Kind(
        "webhooks",
        Text("对外通知及其投递", "Webhook messages and their deliveries"),
        "contract",
        Fate.PURGE,
        "retention.webhook_days",
        (rows_part("webhooks.Event", due),),
        note=Text("还在等待投递的不清理。", "What still waits to be delivered stays."),
    ),
)

"""From acts to messages: what a unit of work recorded becomes events and deliveries in the same transaction (the outbox)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps

from minghua.foundation.jobs import operations as jobs
from minghua.foundation.webhooks.kinds import ABOUT_MANY, MADE_OF, Making
from minghua.foundation.webhooks.models import Delivery, Event, Subscription
from minghua.kernel.ids import hex_id

JOB = "webhooks.deliver"
DELIVERY = "care.Delivery"


def publish(acts: Sequence[Mapping[str, Any]]) -> None:
    """Write events for those acts that somebody wants to hear of; one query when nobody does, none when nothing fits."""
    tellable = [(act, MADE_OF[act["verb"]]) for act in acts if act["verb"] in MADE_OF]
    if not tellable:
        return
    wanted = {
        pk: frozenset(kinds) for pk, kinds in Subscription.objects.filter(enabled=True).values_list("pk", "kinds")
    }
    heard = [(act, making) for act, making in tellable if any(making.kind in kinds for kinds in wanted.values())]
    if heard:
        _write(heard, wanted)


def _write(heard: Sequence[tuple[Mapping[str, Any], Making]], wanted: Mapping[int, frozenset[str]]) -> None:
    events = [_event(act, making) for act, making in heard]
    Event.objects.bulk_create(events, batch_size=500)
    deliveries = [
        Delivery(event=event, subscription_id=pk, due_at=event.at)
        for event in events
        for pk, kinds in wanted.items()
        if event.kind in kinds
    ]
    Delivery.objects.bulk_create(deliveries, batch_size=500)
    ask(sorted({delivery.subscription_id for delivery in deliveries}), at=events[0].at)


def ask(subscription_ids: Sequence[int], *, at: datetime) -> None:
    """Ask the worker to carry what waits for these receivers."""
    for subscription_id in subscription_ids:
        jobs.enqueue(JOB, {"subscription_id": subscription_id}, at=at)


def _event(act: Mapping[str, Any], making: Making) -> Event:
    subject, data = act["subject_id"], act["data"]
    told = making.told(data)
    if subject != ABOUT_MANY and subject.isdigit() and not making.subject.endswith("s"):
        told = {f"{making.subject}_id": int(subject)} | told
    customer_id = _customer_of(making, subject, data)
    if customer_id is not None:
        told = {"customer_id": customer_id} | told
    return Event(message_id=f"msg_{hex_id()}", kind=making.kind, at=act["at"], customer_id=customer_id, data=told)


def _customer_of(making: Making, subject: str, data: Mapping[str, Any]) -> int | None:
    if making.subject == "customer" and subject.isdigit():
        return int(subject)
    if making.subject == "delivery" and subject.isdigit():
        found = apps.get_model(DELIVERY)._default_manager.filter(pk=int(subject))
        return found.values_list("jar__customer_id", flat=True).first()
    given = data.get("customer", data.get("customer_id"))
    return given if isinstance(given, int) else None

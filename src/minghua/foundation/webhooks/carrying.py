"""Carries what waits for one receiver: claimed, read afresh as its owner sees it, signed, sent, and its end recorded."""

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import F

from minghua.foundation.audit import operations as audit
from minghua.foundation.outgoing import client
from minghua.foundation.outgoing.client import Answer, NotSent
from minghua.foundation.outgoing.targets import AddressRefused
from minghua.foundation.people import queries as people
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.vault import master
from minghua.foundation.webhooks import register, rules
from minghua.foundation.webhooks.kinds import PING, needed
from minghua.foundation.webhooks.models import Delivery, Event, Secret, Subscription
from minghua.foundation.webhooks.operations import MANAGE, SUBJECT, place_of
from minghua.foundation.webhooks.rules import Outcome

BATCH: Final = 100
CLAIMED_FOR: Final = timedelta(minutes=2)
Send = Callable[[str, bytes, Mapping[str, str]], Answer]


@dataclass(frozen=True)
class Carrier:
    """One worker's way to a receiver: the clock, the chance, the sign of life and the line it was given."""

    clock: Callable[[], datetime]
    beat: Callable[[], None]
    send: Send = client.post
    chance: Callable[[], float] = field(default_factory=lambda: random.SystemRandom().random)

    def carry(self, subscription_id: int) -> int:
        """Carry what is due to this receiver and return how much was tried.

        A receiver that does not answer is left alone until the next round, so that nobody else waits for it.
        """
        tried = 0
        for delivery_id in _due(subscription_id, at=self.clock()):
            self.beat()
            delivery = self._claimed(delivery_id)
            if delivery is None:
                continue
            tried += 1
            if not self._attempt(delivery):
                break
        return tried

    def _claimed(self, delivery_id: int) -> Delivery | None:
        """Compare and set: of two workers one carries it; after a kill it is due again when the claim lapses."""
        at = self.clock()
        row = Delivery.objects.select_related("event", "subscription").filter(pk=delivery_id).first()
        if row is None or row.state != "waiting" or row.due_at > at or not row.subscription.enabled:
            return None
        with unit_of_work(SYSTEM, at=at):
            mine = Delivery.objects.filter(pk=row.pk, fence=row.fence, state="waiting")
            taken = mine.update(fence=row.fence + 1, attempts=row.attempts + 1, due_at=at + CLAIMED_FOR)
        row.fence, row.attempts = row.fence + 1, row.attempts + 1
        return row if taken else None

    def _attempt(self, row: Delivery) -> bool:
        """Try once; return whether the receiver answers at all."""
        at = self.clock()
        told = _payload(row.event, row.subscription)
        if told is None:
            self._end(row, "withheld", problem="not_visible")
            return True
        body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        try:
            headers = rules.headers(
                _secrets(row.subscription_id, at=at), message_id=row.event.message_id, at=at, body=body
            )
            answer = self.send(row.subscription.url, body, headers)
        except NotSent as fault:
            self._again(row, None, fault.reason)
            return False
        except AddressRefused:
            self._again(row, None, "address_refused")
            return False
        except master.MasterKeyLost:
            self._again(row, None, "secret_lost")
            return False
        self._answered(row, answer)
        return True

    def _answered(self, row: Delivery, answer: Answer) -> None:
        outcome = rules.judged(answer.status, attempts=row.attempts)
        if outcome is Outcome.DELIVERED:
            self._end(row, "delivered", status=answer.status)
        elif outcome is Outcome.GONE:
            self._end(row, "dead", status=answer.status)
            self._disable(row.subscription)
        else:
            self._again(row, answer.status, "", retry_after=answer.retry_after)

    def _again(self, row: Delivery, status: int | None, problem: str, *, retry_after: str = "") -> None:
        if rules.judged(status, attempts=row.attempts) is Outcome.DEAD:
            self._end(row, "dead", status=status, problem=problem)
            return
        at = self.clock()
        due = rules.next_attempt(attempts=row.attempts, at=at, chance=self.chance(), retry_after=retry_after)
        self._store(row, at=at, due_at=due, last_status=status, last_problem=problem)

    def _end(self, row: Delivery, state: str, *, status: int | None = None, problem: str = "") -> None:
        at = self.clock()
        self._store(row, at=at, state=state, finished_at=at, last_status=status, last_problem=problem)

    def _store(self, row: Delivery, *, at: datetime, **values: Any) -> None:
        with unit_of_work(SYSTEM, at=at):
            Delivery.objects.filter(pk=row.pk, fence=row.fence).update(fence=F("fence") + 1, **values)

    def _disable(self, subscription: Subscription) -> None:
        """410: the receiver wants no more of it; its owner sees why on the page."""
        at = self.clock()
        with unit_of_work(SYSTEM, at=at):
            Subscription.objects.filter(pk=subscription.pk).update(enabled=False, disabled_why="gone")
            audit.record("webhook.disabled", SUBJECT, subscription.pk, {"why": "gone"}, by=SYSTEM, at=at)


def _due(subscription_id: int, *, at: datetime) -> list[int]:
    due = Delivery.objects.filter(subscription_id=subscription_id, state="waiting", due_at__lte=at)
    return list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:BATCH])


def _secrets(subscription_id: int, *, at: datetime) -> list[bytes]:
    """The secrets that sign now, the newest first."""
    rows = Secret.objects.filter(subscription_id=subscription_id).order_by("-pk")
    valid = [row.wrapped for row in rows if row.lapses_at is None or row.lapses_at > at]
    return [master.unwrap(wrapped, place=place_of(subscription_id)) for wrapped in valid]


def _payload(event: Event, subscription: Subscription) -> dict[str, Any] | None:
    """What is told: ids and names of fields, and the chosen values as the owner sees them; None: not at all."""
    owner = people.actor_of_user(subscription.owner_id, channel="webhook")
    if owner is None or not owner.may(MANAGE) or not owner.may(needed(event.kind)):
        return None
    data = dict(event.data)
    if event.kind != PING:
        values = _values(event, subscription, owner)
        if values is None:
            return None
        if subscription.fields and event.customer_id is not None:
            data["values"] = values
    return {"type": event.kind, "timestamp": event.at.isoformat(), "data": data}


def _values(event: Event, subscription: Subscription, owner: Actor) -> Mapping[str, Any] | None:
    """The chosen values; {} for what is nobody's and for who sees everything, None for what this owner may not know of."""
    found = None
    if event.customer_id is not None:
        found = register.values(owner, event.customer_id, subscription.fields)
    if found is None and owner.scope.everything:
        return {}
    return found

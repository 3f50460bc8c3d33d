"""Writes of webhooks: subscribe, rotate the secret, switch on and off, test, send again, forget."""

import secrets as chance
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from minghua.foundation.audit import operations as audit
from minghua.foundation.outgoing import targets
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.foundation.vault import master
from minghua.foundation.webhooks import publishing, register, rules
from minghua.foundation.webhooks.kinds import KINDS, PING, needed
from minghua.foundation.webhooks.models import Delivery, Event, Secret, Subscription
from minghua.foundation.webhooks.types import MOST, Issued, NewSubscription, NothingToReplay, TooManyReceivers
from minghua.kernel.errors import Invalid, NotFound
from minghua.kernel.ids import hex_id

SUBJECT: Final = "webhooks.Subscription"
MANAGE: Final = "webhooks.manage"
NAME_LENGTH: Final = 80
FINISHED: Final = ("delivered", "dead", "withheld")
REPLAYED_AT_ONCE: Final = 10_000


def place_of(subscription_id: int) -> str:
    """Return the place a secret is wrapped for: moved to another receiver it cannot be read."""
    return f"webhook:{subscription_id}"


def subscribe(new: NewSubscription, *, by: Actor, at: datetime) -> Issued:
    """Make a receiver, owned by who makes it, and return its secret, shown this once; raises Invalid, AddressRefused."""
    require(by, MANAGE)
    name = " ".join(new.name.split())
    if not 0 < len(name) <= NAME_LENGTH:
        raise Invalid("请填写名称（80 字以内）。", "Give a name of at most 80 characters.", field="name")
    targets.require_wellformed(new.url)
    if Subscription.objects.count() >= MOST:
        raise TooManyReceivers(most=MOST)
    made = Subscription(
        url=new.url,
        name=name,
        kinds=sorted(set(new.kinds)),
        fields=sorted(set(new.fields)),
        owner_id=_owner(new, by),
        created_at=at,
    )
    made.save(force_insert=True)
    told = {"name": name, "kinds": made.kinds, "fields": made.fields}
    audit.record("webhook.created", SUBJECT, made.pk, told, by=by, at=at)
    return Issued(made.pk, _fresh_secret(made.pk, at=at))


def _owner(new: NewSubscription, by: Actor) -> int:
    """Who will own it: who asks, allowed to hear of every kind; raises Invalid, Forbidden."""
    if by.user_id is None:
        raise Invalid("接收方要有所有者。", "A receiver needs an owner.", field="owner")
    if not new.kinds or set(new.kinds) - KINDS.keys():
        raise Invalid("请选择要告知的事。", "Choose what to be told of.", field="kinds")
    for kind in new.kinds:
        require(by, needed(kind))
    if set(new.fields) - register.fields().keys():
        raise Invalid("没有这个字段。", "There is no such field.", field="fields")
    return by.user_id


def rotate(subscription_id: int, *, by: Actor, at: datetime) -> Issued:
    """Give a receiver a new secret, shown this once; the old one signs beside it for a day."""
    require(by, MANAGE)
    row = _held(subscription_id, by)
    Secret.objects.filter(subscription=row, lapses_at__isnull=True).update(lapses_at=at + rules.OVERLAP)
    Secret.objects.filter(subscription=row, lapses_at__lte=at).delete()
    audit.record("webhook.rotated", SUBJECT, row.pk, {}, by=by, at=at)
    return Issued(row.pk, _fresh_secret(row.pk, at=at))


def set_enabled(subscription_id: int, enabled: bool, *, by: Actor, at: datetime) -> None:
    """Switch a receiver on or off; what waits is carried when it is on again, what happens meanwhile is not told."""
    require(by, MANAGE)
    row = _held(subscription_id, by)
    Subscription.objects.filter(pk=row.pk).update(enabled=enabled, disabled_why="" if enabled else "by_hand")
    audit.record("webhook.enabled" if enabled else "webhook.disabled", SUBJECT, row.pk, {}, by=by, at=at)
    if enabled:
        publishing.ask([row.pk], at=at)


def remove(subscription_id: int, *, by: Actor, at: datetime) -> None:
    """Forget a receiver with its secrets and deliveries."""
    require(by, MANAGE)
    row = _held(subscription_id, by)
    audit.record("webhook.removed", SUBJECT, row.pk, {"name": row.name}, by=by, at=at)
    row.delete()


def ping(subscription_id: int, *, by: Actor, at: datetime) -> int:
    """Send a test message and return its delivery's id."""
    require(by, MANAGE)
    row = _held(subscription_id, by)
    event = Event.objects.create(message_id=f"msg_{hex_id()}", kind=PING, at=at, data={"test": True})
    delivery = Delivery.objects.create(event=event, subscription=row, due_at=at)
    publishing.ask([row.pk], at=at)
    return delivery.pk


def replay(
    subscription_id: int,
    *,
    delivery_ids: Sequence[int] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    only_dead: bool = False,
    by: Actor,
    at: datetime,
) -> int:
    """Send finished messages again, named ones or those of events in [since, until), under their old ids.

    Returns how many, ten thousand at most; raises NothingToReplay. What they say is read afresh, as their owner sees it now.
    """
    require(by, MANAGE)
    row = _held(subscription_id, by)
    found = _finished(row, delivery_ids, since, until, only_dead)
    ids = list(found.order_by("pk").values_list("pk", flat=True)[:REPLAYED_AT_ONCE])
    if not ids:
        raise NothingToReplay()
    for start in range(0, len(ids), 500):
        some = Delivery.objects.filter(pk__in=ids[start : start + 500])
        some.update(state="waiting", attempts=0, due_at=at, finished_at=None, last_problem="", last_status=None)
    audit.record("webhook.replayed", SUBJECT, row.pk, {"n": len(ids)}, by=by, at=at)
    publishing.ask([row.pk], at=at)
    return len(ids)


def _finished(
    row: Subscription, delivery_ids: Sequence[int], since: datetime | None, until: datetime | None, only_dead: bool
) -> "QuerySet[Delivery]":
    if not delivery_ids and since is None:
        raise Invalid("请选择消息或起始时间。", "Choose messages or a beginning.", field="since")
    found = Delivery.objects.filter(subscription=row, state__in=("dead",) if only_dead else FINISHED)
    if delivery_ids:
        return found.filter(pk__in=list(delivery_ids))
    found = found.filter(event__at__gte=since)
    return found if until is None else found.filter(event__at__lt=until)


def rewrap() -> int:
    """Wrap every secret by the newest master key and return how many; after the vault has turned its key."""
    unwrapper, done = master.Unwrapper(), 0
    for secret in Secret.objects.order_by("pk"):
        if not unwrapper.is_current(secret.wrapped):
            place = place_of(secret.subscription_id)
            secret.wrapped = unwrapper.wrap(unwrapper.open(secret.wrapped, place=place), place=place)
            secret.save(update_fields=["wrapped"])
            done += 1
    return done


def _fresh_secret(subscription_id: int, *, at: datetime) -> str:
    secret = chance.token_bytes(rules.SECRET_BYTES)
    wrapped = master.wrap(secret, place=place_of(subscription_id))
    Secret.objects.create(subscription_id=subscription_id, wrapped=wrapped, created_at=at)
    return rules.secret_text(secret)


def _held(subscription_id: int, by: Actor) -> Subscription:
    row = visible(Subscription.objects.select_for_update(), by, editing=True).filter(pk=subscription_id).first()
    if row is None:
        raise NotFound(field="subscription_id")
    return row

"""Webhooks: receivers, their messages, test and replay. Payload and signature follow Standard Webhooks."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from pydantic import Field

from minghua.foundation.webhooks import operations as webhooks
from minghua.foundation.webhooks import queries as webhook_reads
from minghua.foundation.webhooks import register
from minghua.foundation.webhooks.kinds import KINDS
from minghua.foundation.webhooks.types import NewSubscription
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Body, Code, Cursor, Id, Instant, Limit, ListOut, NonEmptyLine, Out, PageOut

router = Door(tags=["webhooks"])
Url = Annotated[str, Field(min_length=8, max_length=2000, pattern=r"^[\x21-\x7e]+$", description="https, public host")]
MessageState = Literal["waiting", "delivered", "dead", "withheld"]


class WebhookIn(Body):
    """A receiver: what it is told of, and which fields of the customer besides ids."""

    url: Url
    name: Annotated[NonEmptyLine, Field(max_length=80)]
    kinds: Annotated[list[Code], Field(min_length=1, max_length=50)]
    fields: Annotated[list[Code], Field(max_length=100)] = []


class WebhookOut(Out):
    """A receiver without its secret; what it is told follows its owner's sight."""

    id: int
    name: str
    url: str
    kinds: list[str]
    fields: list[str]
    owner_id: int
    owner_name: str
    enabled: bool
    disabled_why: str
    created_at: Instant
    waiting: int
    dead: int


class IssuedSecretOut(Out):
    """The secret is shown this once and is empty when the answer is replayed."""

    subscription_id: int
    secret: str


class WebhookActivationIn(Body):
    """On or off."""

    enabled: bool


class WebhookMessageOut(Out):
    """One message on its way; `message_id` is the header webhook-id."""

    id: int
    message_id: str
    kind: str
    at: Instant
    data: dict[str, Any]
    state: MessageState
    attempts: int
    due_at: Instant
    last_status: int | None
    last_problem: str
    finished_at: Instant | None


class WebhookPingOut(Out):
    """The message that was put on its way."""

    delivery_id: int


class WebhookReplayIn(Body):
    """Messages by id, or those of a stretch of time [since, until)."""

    delivery_ids: Annotated[list[Id], Field(max_length=1000)] = []
    since: Instant | None = None
    until: Instant | None = None
    only_dead: bool = False


class WebhookReplayedOut(Out):
    """How many go out again."""

    count: int


class WebhookOfferOut(Out):
    """What can be told of, and which fields can be asked for."""

    kinds: dict[str, str]
    fields: dict[str, str]


@router.read("/webhooks", permission="webhooks.manage", answers=ListOut[WebhookOut])
def list_receivers(request: HttpRequest) -> Any:
    """Every receiver, the newest first."""
    return {"items": webhook_reads.subscriptions(of(request).actor)}


@router.read("/webhooks/offer", permission="webhooks.manage", answers=WebhookOfferOut)
def offer(request: HttpRequest) -> Any:
    """The kinds of events and the fields on offer, in the caller's language."""
    language = of(request).actor.language
    kinds = {code: name.say(language) for code, name in KINDS.items()}
    return {"kinds": kinds, "fields": {code: name.say(language) for code, name in register.fields().items()}}


@router.read("/webhooks/{subscription_id}", permission="webhooks.manage", answers=WebhookOut)
def get_receiver(request: HttpRequest, subscription_id: Id) -> Any:
    """One receiver."""
    return webhook_reads.subscription(of(request).actor, subscription_id)


@router.write("POST", "/webhooks", permission="webhooks.manage", answers=IssuedSecretOut, status=201, blank=("secret",))
def add_receiver(request: HttpRequest, body: WebhookIn) -> Any:
    """Make a receiver; 422 for an address that leads inside."""
    caller = of(request)
    new = NewSubscription(url=body.url, name=body.name, kinds=tuple(body.kinds), fields=tuple(body.fields))
    return webhooks.subscribe(new, by=caller.actor, at=caller.at)


@router.write("DELETE", "/webhooks/{subscription_id}", permission="webhooks.manage")
def remove_receiver(request: HttpRequest, subscription_id: Id) -> None:
    """Forget a receiver and its messages."""
    caller = of(request)
    webhooks.remove(subscription_id, by=caller.actor, at=caller.at)


@router.write("PUT", "/webhooks/{subscription_id}/activation", permission="webhooks.manage")
def activate_receiver(request: HttpRequest, subscription_id: Id, body: WebhookActivationIn) -> None:
    """Switch a receiver on or off."""
    caller = of(request)
    webhooks.set_enabled(subscription_id, body.enabled, by=caller.actor, at=caller.at)


@router.write(
    "POST",
    "/webhooks/{subscription_id}/secrets",
    permission="webhooks.manage",
    answers=IssuedSecretOut,
    status=201,
    blank=("secret",),
)
def rotate_secret(request: HttpRequest, subscription_id: Id) -> Any:
    """A new secret; the old one signs beside it for a day."""
    caller = of(request)
    return webhooks.rotate(subscription_id, by=caller.actor, at=caller.at)


@router.write(
    "POST", "/webhooks/{subscription_id}/ping", permission="webhooks.manage", answers=WebhookPingOut, status=202
)
def ping_receiver(request: HttpRequest, subscription_id: Id) -> Any:
    """Send a test message."""
    caller = of(request)
    return WebhookPingOut(delivery_id=webhooks.ping(subscription_id, by=caller.actor, at=caller.at))


@router.read("/webhooks/{subscription_id}/messages", permission="webhooks.manage", answers=PageOut[WebhookMessageOut])
def list_messages(
    request: HttpRequest,
    subscription_id: Id,
    state: MessageState | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Messages of a receiver, the newest first; `state=dead` are the dead letters."""
    actor = of(request).actor
    return webhook_reads.deliveries(actor, subscription_id, state=state or "", cursor=cursor, limit=limit)


@router.write(
    "POST", "/webhooks/{subscription_id}/replays", permission="webhooks.manage", answers=WebhookReplayedOut, status=202
)
def replay(request: HttpRequest, subscription_id: Id, body: WebhookReplayIn) -> Any:
    """Send finished messages again under their old ids; 409 when none fits."""
    caller = of(request)
    count = webhooks.replay(
        subscription_id,
        delivery_ids=body.delivery_ids,
        since=body.since,
        until=body.until,
        only_dead=body.only_dead,
        by=caller.actor,
        at=caller.at,
    )
    return WebhookReplayedOut(count=count)

"""Settings: webhooks: who is told what, the messages on their way, test and replay."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.foundation.webhooks import operations as webhooks
from minghua.foundation.webhooks import queries as webhook_reads
from minghua.foundation.webhooks import register
from minghua.foundation.webhooks.kinds import KINDS, PING, needed
from minghua.foundation.webhooks.types import PROBLEMS, STATES, Issued, NewSubscription
from minghua.interfaces.web.answers import told
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done, show
from minghua.kernel.errors import Invalid, Refusal
from minghua.kernel.words import Text

TONES = {"waiting": "info", "delivered": "ok", "dead": "danger", "withheld": "muted"}
NAMES = KINDS | {PING: Text("测试消息", "Test message")}


@page("webhooks.manage", methods=("GET", "HEAD", "POST"))
def receivers(request: Any) -> HttpResponse:
    """Show the receivers, or make one and show its secret once."""
    if request.method != "POST":
        return _list(request)
    made: list[Issued] = []
    refusal = attempt(request, lambda: made.append(webhooks.subscribe(_new(request), by=request.actor, at=request.at)))
    if refusal:
        return _list(request, refusal)
    return _one(request, made[0].subscription_id, issued=made[0])


@page("webhooks.manage")
def receiver(request: Any, subscription_id: int) -> HttpResponse:
    """Show one receiver and its messages; htmx asks for further rows."""
    return _one(request, subscription_id)


@page("webhooks.manage", methods=("POST",))
def secret(request: Any, subscription_id: int) -> HttpResponse:
    """Change the secret and show the new one once."""
    made: list[Issued] = []
    refusal = attempt(request, lambda: made.append(webhooks.rotate(subscription_id, by=request.actor, at=request.at)))
    return _one(request, subscription_id, refusal=refusal, issued=made[0] if made else None)


@page("webhooks.manage", methods=("POST",))
def activation(request: Any, subscription_id: int) -> HttpResponse:
    """Switch on or off."""
    on = request.POST.get("enabled") == "1"
    said = _("已启用。") if on else _("已停用。")
    return _do(
        request,
        subscription_id,
        lambda: webhooks.set_enabled(subscription_id, on, by=request.actor, at=request.at),
        said,
    )


@page("webhooks.manage", methods=("POST",))
def ping(request: Any, subscription_id: int) -> HttpResponse:
    """Send a test message."""
    said = _("测试消息已排队，稍后刷新查看结果。")
    return _do(request, subscription_id, lambda: webhooks.ping(subscription_id, by=request.actor, at=request.at), said)


@page("webhooks.manage", methods=("POST",))
def replay(request: Any, subscription_id: int) -> HttpResponse:
    """Send one message, or those of some days, again."""
    said = _("已排队，将以原编号重新发送。")
    return _do(request, subscription_id, lambda: _replay(request, subscription_id), said)


@page("webhooks.manage", methods=("POST",))
def removal(request: Any, subscription_id: int) -> HttpResponse:
    """Forget a receiver."""
    refusal = attempt(request, lambda: webhooks.remove(subscription_id, by=request.actor, at=request.at))
    return (
        _one(request, subscription_id, refusal=refusal)
        if refusal
        else done(request, _("已删除。"), "/settings/webhooks")
    )


def _do(request: Any, subscription_id: int, act: Callable[[], Any], said: str) -> HttpResponse:
    refusal = attempt(request, act)
    if refusal:
        return _one(request, subscription_id, refusal=refusal)
    return done(request, said, f"/settings/webhooks/{subscription_id}")


def _new(request: Any) -> NewSubscription:
    form = request.POST
    return NewSubscription(
        url=form.get("url", "").strip(),
        name=form.get("name", "").replace("\x00", ""),
        kinds=tuple(form.getlist("kinds")),
        fields=tuple(form.getlist("fields")),
    )


def _replay(request: Any, subscription_id: int) -> None:
    chosen = [int(text) for text in request.POST.getlist("message") if text.isascii() and text.isdigit()]
    webhooks.replay(
        subscription_id,
        delivery_ids=chosen,
        since=None if chosen else _midnight(request.POST.get("since", ""), 0),
        until=None if chosen else _midnight(request.POST.get("until", ""), 1),
        only_dead=request.POST.get("only_dead") == "1",
        by=request.actor,
        at=request.at,
    )


def _midnight(text: str, days_after: int) -> datetime | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text) + timedelta(days=days_after)
    except (ValueError, OverflowError):
        raise Invalid("请填写日期。", "Enter a date.", field="since") from None
    return datetime.combine(day, time.min, ZoneInfo(settings.TIME_ZONE))


def _list(request: Any, refusal: Refusal | None = None) -> HttpResponse:
    actor, form = request.actor, request.POST
    error = told(refusal) if refusal else ""
    context = {
        "receivers": webhook_reads.subscriptions(actor),
        "kinds": [(code, name) for code, name in KINDS.items() if actor.may(needed(code))],
        "offered": register.fields(),
        "names": NAMES,
        "given": form if refusal else {},
        "chosen": set(form.getlist("kinds")) | set(form.getlist("fields")) if refusal else set(),
        "errors": {refusal.field: error} if refusal and refusal.field else {},
        "general": error if refusal and not refusal.field else "",
    }
    return show(request, "webhooks", "webhooks", context, status=refusal.status if refusal else 200)


def _one(
    request: Any, subscription_id: int, *, refusal: Refusal | None = None, issued: Issued | None = None
) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    card = webhook_reads.subscription(request.actor, subscription_id)
    messages = webhook_reads.deliveries(
        request.actor, subscription_id, state=state, cursor=request.GET.get("cursor", ""), limit=50
    )
    context = {
        "receiver": card,
        "page": messages,
        "state": state,
        "states": STATES,
        "tones": TONES,
        "problems": PROBLEMS,
        "names": NAMES,
        "offered": register.fields(),
        "issued": issued,
        "error": told(refusal) if refusal else "",
    }
    if request.headers.get("HX-Request") and request.GET.get("cursor"):
        return render(request, "settings/webhook_rows.html", context, using="jinja")
    return show(request, "webhooks", "webhook", context, status=refusal.status if refusal else 200)


urls = [
    path("settings/webhooks", receivers, name="settings_webhooks"),
    path("settings/webhooks/<int:subscription_id>", receiver, name="settings_webhook"),
    path("settings/webhooks/<int:subscription_id>/secret", secret, name="settings_webhook_secret"),
    path("settings/webhooks/<int:subscription_id>/activation", activation, name="settings_webhook_activation"),
    path("settings/webhooks/<int:subscription_id>/ping", ping, name="settings_webhook_ping"),
    path("settings/webhooks/<int:subscription_id>/replay", replay, name="settings_webhook_replay"),
    path("settings/webhooks/<int:subscription_id>/removal", removal, name="settings_webhook_removal"),
]

"""Settings: API tokens, made with scopes and a cap, shown once, ended at once."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from minghua.foundation.tokens import operations as tokens
from minghua.foundation.tokens import queries as token_reads
from minghua.foundation.tokens.types import DEFAULT_ROW_CAP, NEVER_A_SCOPE, IssuedToken, NewToken
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done, show
from minghua.interfaces.web.pages.settings_roles import areas
from minghua.kernel.errors import Invalid, Refusal


@page("tokens.own", methods=("GET", "HEAD", "POST"))
def token_list(request: Any) -> HttpResponse:
    """Show one's tokens (everybody's to those who look after them), or make one and show its text once."""
    if request.method != "POST":
        return _page(request)
    made: list[IssuedToken] = []
    refusal = attempt(
        request,
        lambda: made.append(tokens.create(_new(request), by=request.actor, at=request.at)),
        confirmed=True,
    )
    return _page(request, refusal=refusal, issued=made[0] if made and refusal is None else None)


@page("tokens.own", methods=("POST",))
def revocation(request: Any, token_id: int) -> HttpResponse:
    """End a token at once."""
    refusal = attempt(request, lambda: tokens.revoke(token_id, by=request.actor, at=request.at))
    return _page(request, refusal=refusal) if refusal else done(request, _("令牌已吊销。"), "/settings/tokens")


def _new(request: Any) -> NewToken:
    form = request.POST
    name = form.get("name", "").replace("\x00", "").strip()
    if not 1 <= len(name) <= 60:
        raise Invalid("请填写名称（60 字以内）。", "Enter a name of at most 60 characters.", field="name")
    return NewToken(
        name=name,
        scopes=tuple(form.getlist("scopes")),
        row_cap=_cap(form.get("row_cap", "")),
        expires_at=_end_of(form.get("expires_on", "")),
    )


def _cap(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:12]) <= 10_000_000):
        raise Invalid(
            "请填写 1 到 10000000 之间的行数。", "Enter a number of rows from 1 to 10,000,000.", field="row_cap"
        )
    return int(text)


def _end_of(text: str) -> datetime | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text) + timedelta(days=1)
    except (ValueError, OverflowError):
        raise Invalid("请填写日期。", "Enter a date.", field="expires_on") from None
    return datetime.combine(day, time.min, ZoneInfo(settings.TIME_ZONE))


def _page(request: Any, *, refusal: Refusal | None = None, issued: IssuedToken | None = None) -> HttpResponse:
    actor = request.actor
    everyone = actor.may("tokens.manage")
    scopes = [
        (area, [(code, name) for code, name in pairs if actor.may(code) and not code.startswith(NEVER_A_SCOPE)])
        for area, pairs in areas()
    ]
    error = refusal.message(actor.language) if refusal else ""
    context = {
        "tokens": token_reads.all_tokens(actor) if everyone else token_reads.own_tokens(actor),
        "everyone": everyone,
        "scopes": [(area, pairs) for area, pairs in scopes if pairs],
        "issued": issued,
        "given": request.POST if refusal else {},
        "chosen": set(request.POST.getlist("scopes")) if refusal else set(),
        "errors": {refusal.field: error} if refusal and refusal.field else {},
        "general": error if refusal and not refusal.field else "",
        "row_cap": DEFAULT_ROW_CAP,
        "now": request.at,
    }
    return show(request, "tokens", "tokens", context, status=refusal.status if refusal else 200)


urls = [
    path("settings/tokens", token_list, name="settings_tokens"),
    path("settings/tokens/<int:token_id>/revocation", revocation, name="settings_token_revocation"),
]

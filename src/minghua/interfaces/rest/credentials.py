"""Who stands at the REST door: the bearer of a token, or the browser's own session."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from ninja.security.base import AuthBase

from minghua.foundation.people import freshness
from minghua.foundation.people import queries as people
from minghua.foundation.people.models import User
from minghua.foundation.people.second_step import SecondStepRequired
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import PERMISSIONS, require
from minghua.foundation.tokens import operations as tokens
from minghua.foundation.tokens import queries as token_reads
from minghua.foundation.tokens.types import Bearer
from minghua.interfaces.rest.problems import ForeignOrigin
from minghua.kernel import clock

CHANNEL = "rest"


class Credentials(AuthBase):
    """Lets in who holds the permission: nobody → 401, without it → 403, both before the body is read.

    Puts `request.actor`, `request.at` and `request.bearer` on the request.
    """

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "An API token `mh_…`; browsers on the same origin may use their session with X-CSRFToken."

    def __init__(self, permission: str, *, fresh: bool = False) -> None:
        if permission not in PERMISSIONS:
            raise KeyError(permission)
        self.permission = permission
        self.fresh = fresh
        super().__init__()

    def __call__(self, request: HttpRequest) -> Actor | None:
        """Return the actor behind the request, or None; raises Forbidden."""
        seen: Any = request
        seen.at = clock.now()
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        if scheme:
            seen.bearer = token_reads.bearer(text.strip(), at=seen.at) if scheme.lower() == "bearer" else None
            seen.actor = _by_token(seen)
        else:
            seen.bearer = None
            seen.actor = _by_session(request)
        if seen.actor is not None:
            require(seen.actor, self.permission)
            if seen.actor.enrol_by is not None and seen.actor.enrol_by <= seen.at:
                raise SecondStepRequired
            if self.fresh and seen.bearer is None:
                freshness.require_fresh(request, at=seen.at)
        return seen.actor


def _by_token(request: Any) -> Actor | None:
    bearer: Bearer | None = request.bearer
    if bearer is None:
        return None
    tokens.note_use(bearer.token_id, at=request.at)
    return narrowed(_actor(request, User.objects.select_related("team").get(pk=bearer.user_id)), bearer)


def narrowed(actor: Actor, bearer: Bearer) -> Actor:
    """Return the actor with no more than the token's scopes; a wildcard role still yields only the scopes."""
    held = frozenset(scope for scope in bearer.scopes if actor.may(scope))
    return replace(actor, permissions=held, row_cap=bearer.row_cap)


def _by_session(request: HttpRequest) -> Actor | None:
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not user.is_active:
        return None
    _SameOrigin(_never).process_view(request, _never, (), {})
    known: Actor | None = getattr(request, "actor", None)
    return replace(known, channel=CHANNEL) if known is not None else _actor(request, user)


class _SameOrigin(CsrfViewMiddleware):
    """Django's own check, answered by a refusal instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        raise ForeignOrigin()


def _never(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _actor(request: HttpRequest, user: User) -> Actor:
    return people.actor_for(user, channel=CHANNEL, request_id=getattr(request, "request_id", ""))

"""What every request carries: its instant, its id, and the person who makes it."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

import structlog
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from minghua.foundation.people import queries as people
from minghua.interfaces.web import turned_away
from minghua.kernel import clock
from minghua.kernel.ids import hex_id

_ENROLLING = (
    "/account/2fa/",
    "/account/reauthenticate/",
    "/account/logout/",
    "/static/",
    "/api/",
    "/i18n/",
    "/health",
    "/m/",
)
SEEN_EVERY = 300  # seconds between two notes of when a device was last seen
_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{1,40}")
_OPEN = ("/account/", "/static/", "/api/", "/i18n/", "/health", "/m/")  # members have a door and a guard of their own
Next = Callable[[HttpRequest], HttpResponse]


class RequestContext:
    """Read the clock once, name the request, and bind the name to the log."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        request.request_id = given if _GIVEN_ID.fullmatch(given) else hex_id()  # type: ignore[attr-defined]
        request.at = clock.now()  # type: ignore[attr-defined]
        structlog.contextvars.bind_contextvars(request_id=request.request_id)  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
        finally:
            structlog.contextvars.clear_contextvars()
        response.headers["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if request.path == "/account/logout/" and request.method == "POST":
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


class SignedIn:
    """Give the request its actor; whoever is not signed in is led to the login page and back; refusals are noted."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            request.actor = people.actor_for(  # type: ignore[attr-defined]
                request.user,
                channel="web",
                request_id=request.request_id,  # type: ignore[attr-defined]
                language=translation.get_language() or "",
            )
            _seen(request)
        response = self.get_response(request)
        turned_away.note(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Stop anonymous visitors before any page that is not public."""
        if request.user.is_authenticated and not request.path.startswith(_ENROLLING):
            return _to_enrolment(request)
        if request.user.is_authenticated or request.path.startswith(_OPEN):
            return None
        return None if getattr(view, "permission", "") == "public" else _to_login(request)


def _to_login(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        here = request.headers.get("HX-Current-URL", "")
        path = "/" + here.split("/", 3)[3] if here.count("/") >= 3 else "/"
        return HttpResponse(status=401, headers={"HX-Redirect": f"{settings.LOGIN_URL}?next={quote(path)}"})
    return redirect(f"{settings.LOGIN_URL}?next={quote(request.get_full_path())}")


def _to_enrolment(request: HttpRequest) -> HttpResponse | None:
    """Lead whoever must set up a second step there, and nowhere else."""
    by: datetime | None = request.actor.enrol_by  # type: ignore[attr-defined]
    if by is None or by > request.at:  # type: ignore[attr-defined]
        return None
    messages.warning(request, translation.gettext("您的角色要求两步验证：请先设置验证器或通行密钥，再继续使用。"))
    if request.headers.get("HX-Request"):
        return HttpResponse(status=403, headers={"HX-Redirect": "/account/2fa/"})
    return redirect("/account/2fa/")


def _seen(request: HttpRequest) -> None:
    """Note when this device was last seen, at most every five minutes."""
    key = request.session.session_key
    if key and cache.add(f"seen:{key}", 1, timeout=SEEN_EVERY):
        UserSession.objects.filter(session_key=key).update(last_seen_at=request.at)  # type: ignore[attr-defined]

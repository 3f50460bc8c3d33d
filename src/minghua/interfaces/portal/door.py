"""The guard of the member centre: whose session the cookie opens, and how a refusal is answered."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import patch_cache_control

from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.portal import words
from minghua.kernel.errors import FormExpired, NoSuchPage, NotFound, Refusal

View = Callable[..., HttpResponse]
WEEKS: Final = 60 * 24 * 3600


def cookie(name: str) -> str:
    """Return the name of a cookie of the member centre; over TLS no neighbouring host can set it."""
    return f"__Host-minghua_{name}" if settings.BEHIND_TLS else f"minghua_{name}"


def member(*methods: str, public: bool = False) -> Callable[[View], View]:
    """Guard a page of the member centre: a member's own session unless it is public; a staff session opens nothing."""
    taken = methods or ("GET", "HEAD")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if not settings.MEMBER_CHANNEL:
                raise Http404
            if request.method not in taken:
                return HttpResponseNotAllowed(taken)
            response = _answered(request, view, public, args, kwargs)
            patch_cache_control(response, no_store=True, private=True)
            return response

        guarded.permission = "public" if public else "member"  # type: ignore[attr-defined]
        guarded.methods = taken  # type: ignore[attr-defined]
        return guarded

    return decorate


def _answered(request: Any, view: View, public: bool, args: Any, kwargs: Any) -> HttpResponse:
    token = request.COOKIES.get(cookie("member"), "")
    spoken = translation.get_language() or "zh-hans"
    request.member = interaction_reads.member_of(token, language=spoken, request_id=request.request_id, at=request.at)
    if request.member is None and not public:
        return redirect("member_login")
    try:
        if request.member is not None:
            with unit_of_work(SYSTEM, at=request.at):
                interactions.keep_open(token, at=request.at)
        return view(request, *args, **kwargs)
    except Refusal as refusal:
        return refused(request, refusal)


def refused(request: Any, refusal: Refusal) -> HttpResponse:
    """Answer a refusal as a small page: what happened, and what to do."""
    if isinstance(refusal, NotFound):
        refusal = NoSuchPage()  # a member has no administrator to ask for access
    told = {"message": refusal.message(words.language()), "advice": refusal.advice(words.language())}
    told["back"] = "play" if request.member and "/play" in request.path else "home"
    return page(request, "refused", told, status=refusal.status)


def csrf_failure(request: Any, reason: str = "") -> HttpResponse:
    """Answer a form that was open too long or came from elsewhere, within the member centre."""
    return _outside(request, FormExpired())


def not_found(request: Any, exception: Exception | None = None) -> HttpResponse:
    """Answer an address of the member centre that leads nowhere."""
    return _outside(request, NoSuchPage())


def _outside(request: Any, refusal: Refusal) -> HttpResponse:
    request.member = None  # the guard was not reached
    return refused(request, refusal)


def page(request: Any, name: str, context: dict[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
    """Render a page of the member centre."""
    told = {"member": request.member, "place": name} | (context or {})
    return render(request, f"portal/{name}.html", told, status=status, using="portal")


def me(request: Any) -> int:
    """Return the customer who this member is."""
    return int(request.member.scope.customer_id)

"""Coming in and going out: a contact, a code, a session; and the language."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect

from minghua.domain.interactions import operations as interactions
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.portal import door, sending, words
from minghua.interfaces.portal.jinja import asset


@door.member("GET", "HEAD", "POST", public=True)
def login(request: Any) -> HttpResponse:
    """Ask for a contact; whoever types one is led on to the code, known or not."""
    if request.method != "POST":
        return redirect("member_home") if request.member else door.page(request, "login")
    with unit_of_work(SYSTEM, at=request.at):
        asked = interactions.ask_code(request.POST.get("contact", ""), place=_place(request), at=request.at)
    sending.send(asked, language=words.language())
    response = redirect("member_code")
    _keep(response, "asked", asked.ref, seconds=600)
    return response


@door.member("GET", "HEAD", "POST", public=True)
def code(request: Any) -> HttpResponse:
    """Take the code; a right one opens a session under a new token."""
    if request.method != "POST":
        return door.page(request, "code", {"wrong": ""})
    ref = request.COOKIES.get(door.cookie("asked"), "")
    with unit_of_work(SYSTEM, at=request.at):
        token = interactions.enter(ref, request.POST.get("code", ""), at=request.at)
    if token is None:
        wrong = interactions.WrongCode(field="code")
        said = f"{wrong.message(words.language())} {wrong.advice(words.language())}"
        return door.page(request, "code", {"wrong": said}, status=422)
    response = redirect("member_home")
    _keep(response, "member", token, seconds=door.WEEKS)
    response.delete_cookie(door.cookie("asked"))
    return response


@door.member("POST", public=True)
def logout(request: Any) -> HttpResponse:
    """End this session, or every session of the member."""
    with unit_of_work(SYSTEM, at=request.at):
        if request.member and request.POST.get("everywhere"):
            interactions.end_sessions(door.me(request), at=request.at)
        interactions.end_session(request.COOKIES.get(door.cookie("member"), ""), at=request.at)
    response = redirect("member_login")
    response.delete_cookie(door.cookie("member"))
    return response


@door.member("POST", public=True)
def speak(request: Any) -> HttpResponse:
    """Choose the language of this telephone."""
    chosen = request.POST.get("language", "")
    response = redirect("member_home" if request.member else "member_login")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=31_536_000,
            secure=settings.BEHIND_TLS,
            httponly=True,
            samesite="Lax",
        )
    return response


@door.member(public=True)
def manifest(request: Any) -> HttpResponse:
    """Tell the telephone how to keep the member centre on its home screen."""
    icon = {"src": asset("icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any maskable"}
    told = {
        "name": "明华会员中心" if words.language() != "en" else "Minghua members",
        "short_name": "明华会员" if words.language() != "en" else "Minghua",
        "start_url": "/m/",
        "scope": "/m/",
        "display": "standalone",
        "background_color": "#f7f5f0",
        "theme_color": "#0c6b62",
        "icons": [icon],
    }
    return JsonResponse(told, content_type="application/manifest+json")


def _place(request: Any) -> str:
    """Where a code is asked from: the address that the trusted proxies name, as for the staff's sign-in."""
    return str(get_adapter(request).get_client_ip(request))


def _keep(response: HttpResponse, name: str, value: str, *, seconds: int) -> None:
    response.set_cookie(
        door.cookie(name), value, max_age=seconds, secure=settings.BEHIND_TLS, httponly=True, samesite="Lax"
    )

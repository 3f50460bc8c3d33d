"""The page behind a withdrawal link: anybody may open it, only its button acts, and it answers everybody the same."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from minghua.domain.interactions import operations as interactions
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web.guard import page

ONE_CLICK = "One-Click"


@csrf_exempt  # the link itself is the right to act: whoever posts needs its 128 bits, and no session is used
@page("public", methods=("GET", "HEAD", "POST"))
def withdrawal(request: Any, token: str) -> HttpResponse:
    """Ask (GET), or withdraw (POST by the button, or by the one-click of RFC 8058); opening changes nothing."""
    meant = request.POST.get("confirm") == "1" or request.POST.get("List-Unsubscribe") == ONE_CLICK
    if request.method == "POST" and meant:
        with unit_of_work(SYSTEM, at=request.at):
            interactions.withdraw_by_link(token, at=request.at)
        return _shown(request, done=True)
    return _shown(request, done=False)


def _shown(request: Any, *, done: bool) -> HttpResponse:
    response = render(request, "withdrawal.html", {"done": done}, using="jinja")
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


urls = [path("w/<str:token>", withdrawal, name="withdrawal")]

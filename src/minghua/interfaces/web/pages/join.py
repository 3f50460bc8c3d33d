"""The page behind the link of an invitation: somebody new, or who forgot, chooses the password only they know."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from minghua.foundation.people import invitations, passwords
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import display
from minghua.interfaces.web.guard import page
from minghua.kernel.errors import Invalid, Refusal


@page("public", methods=("GET", "HEAD", "POST"))
def join(request: Any, token: str) -> HttpResponse:
    """Ask for a password (opening changes nothing), or keep it and lead to the login."""
    try:
        username = invitations.invited(token, at=request.at)
        if request.method == "POST":
            _keep(request, token)
            return _shown(request, "done", username)
    except invitations.InvitationOver as over:
        return _shown(request, "over", said=over)
    except Refusal as weak:
        return _shown(request, "asked", username, said=weak)
    return _shown(request, "asked", username)


def _keep(request: Any, token: str) -> None:
    password = passwords.strong(request.POST.get("password", ""))
    if request.POST.get("again", "") != password:
        raise Invalid("两次输入不一致。", "The two do not agree.", field="again")
    with unit_of_work(SYSTEM, at=request.at):
        invitations.accept(token, password, at=request.at)


def _shown(request: Any, state: str, username: str = "", said: Refusal | None = None) -> HttpResponse:
    error = said.message(display.language()) if said else ""
    field = said.field if said else ""
    context = {"state": state, "username": username, "error": error, "field": field}
    response = render(request, "join.html", context, status=said.status if said else 200, using="jinja")
    # The house's referrer policy stays: under a stricter one the browser would not say where the form comes from (CSRF).
    response.headers["X-Robots-Tag"] = "noindex"
    return response


urls = [path("join/<str:token>", join, name="join")]

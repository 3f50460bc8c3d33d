"""Devices 登录设备: where one is signed in, and where others are for those who look after them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.foundation.people import devices, directory
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.kernel.errors import Forbidden


@page("signed_in")
def mine(request: Any) -> HttpResponse:
    """Show where one is signed in."""
    return _page(request, request.actor.user_id, "")


@page("people.manage")
def of_person(request: Any, user_id: int) -> HttpResponse:
    """Show where somebody is signed in."""
    return _page(request, user_id, directory.person(request.actor, user_id).name)


@page("signed_in", methods=("POST",))
def sign_out(request: Any, device_id: int) -> HttpResponse:
    """End one session."""
    ended: list[int] = []
    refusal = attempt(request, lambda: ended.append(devices.sign_out(device_id, by=request.actor, at=request.at)))
    if refusal is not None:
        raise refusal
    own = ended[0] == request.actor.user_id
    return done(request, _("这台设备已退出登录。"), "/devices" if own else f"/settings/people/{ended[0]}/devices")


@page("signed_in", methods=("POST",))
def sign_out_everywhere(request: Any) -> HttpResponse:
    """End all of one's own sessions and tokens, this one too."""
    return _everywhere(request, request.actor.user_id)


@page("people.manage", methods=("POST",))
def sign_out_person(request: Any, user_id: int) -> HttpResponse:
    """End all sessions and tokens of somebody."""
    return _everywhere(request, user_id)


def _everywhere(request: Any, user_id: int | None) -> HttpResponse:
    if user_id is None:
        raise Forbidden(permission="signed_in")
    refusal = attempt(request, lambda: devices.sign_out_everywhere(user_id, by=request.actor, at=request.at))
    if refusal is not None:
        raise refusal
    if user_id == request.actor.user_id:
        return redirect("/account/login/")
    return done(request, _("已退出全部设备，接口令牌已吊销。"), f"/settings/people/{user_id}/devices")


def _page(request: Any, user_id: int, name: str) -> HttpResponse:
    found = devices.devices(request.actor, user_id, session_key=request.session.session_key or "")
    context = {"devices": found, "name": name, "user_id": user_id, "now": request.at}
    return render(request, "settings/devices.html", context, using="jinja")


urls = [
    path("devices", mine, name="devices"),
    path("devices/<int:device_id>/end", sign_out, name="device_end"),
    path("devices/end", sign_out_everywhere, name="devices_end"),
    path("settings/people/<int:user_id>/devices", of_person, name="settings_person_devices"),
    path("settings/people/<int:user_id>/devices/end", sign_out_person, name="settings_person_devices_end"),
]

"""Notices 通知: the inbox behind the bell, and how one wants to be mailed."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.foundation.notices import operations as notices
from minghua.foundation.notices import queries as notice_reads
from minghua.foundation.notices.types import WISHES
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import answers
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done

HOURS = range(24)


@page("signed_in")
def inbox(request: Any) -> HttpResponse:
    """Show one's notices, newest first; htmx asks for further rows."""
    unread = request.GET.get("unread") == "1"
    found = notice_reads.inbox(request.actor, unread=unread, cursor=request.GET.get("cursor"))
    context = {"page": found, "unread": unread, "now": request.at}
    if request.headers.get("HX-Request") and request.GET.get("cursor"):
        return render(request, "notices/rows.html", context, using="jinja")
    context["waiting"] = notice_reads.unread_count(request.actor)
    return render(request, "notices/list.html", context, using="jinja")


@page("signed_in")
def badge(request: Any) -> HttpResponse:
    """Answer the bell with how many notices are unread."""
    waiting = notice_reads.unread_count(request.actor)
    return render(request, "notices/badge.html", {"waiting": waiting}, using="jinja")


@page("signed_in", methods=("POST",))
def opening(request: Any, notice_id: int) -> HttpResponse:
    """Mark a notice as read and lead to what it is about."""
    with unit_of_work(request.actor, at=request.at):
        link = notices.mark_read(notice_id, by=request.actor, at=request.at)
    return answers.go(request, link or "/notices")


@page("signed_in", methods=("POST",))
def reading(request: Any, notice_id: int) -> HttpResponse:
    """Mark a notice as read, or with `unread` put it back."""
    with unit_of_work(request.actor, at=request.at):
        if request.POST.get("unread"):
            notices.mark_unread(notice_id, by=request.actor)
        else:
            notices.mark_read(notice_id, by=request.actor, at=request.at)
    return answers.go(request, "/notices")


@page("signed_in", methods=("POST",))
def reading_of_all(request: Any) -> HttpResponse:
    """Mark every notice as read."""
    with unit_of_work(request.actor, at=request.at):
        notices.mark_all_read(by=request.actor, at=request.at)
    return done(request, _("已全部标为已读。"), "/notices")


@page("signed_in", methods=("GET", "HEAD", "POST"))
def preferences(request: Any) -> HttpResponse:
    """Show how one is mailed, or store it."""
    if request.method == "POST":
        refusal = attempt(request, lambda: _store(request))
        if refusal is None:
            return done(request, _("已保存。"), "/notices/preferences")
        return _preferences(request, error=answers.told(refusal), status=refusal.status)
    return _preferences(request)


def _store(request: Any) -> None:
    current = notice_reads.wishes(request.actor)
    chosen = {kind.code: request.POST.get(kind.code, str(wish)) for kind, wish in current.kinds}
    hour = answers.optional_number(request.POST.get("digest_hour"), field="digest_hour")
    notices.set_wishes(chosen, digest_hour=current.digest_hour if hour is None else hour, by=request.actor)


def _preferences(request: Any, *, error: str = "", status: int = 200) -> HttpResponse:
    context = {"wishes": notice_reads.wishes(request.actor), "words": WISHES, "hours": HOURS, "error": error}
    return render(request, "notices/preferences.html", context, status=status, using="jinja")


urls = [
    path("notices", inbox, name="notices"),
    path("notices/badge", badge, name="notices_badge"),
    path("notices/reading", reading_of_all, name="notices_reading_of_all"),
    path("notices/preferences", preferences, name="notices_preferences"),
    path("notices/<int:notice_id>/opening", opening, name="notices_opening"),
    path("notices/<int:notice_id>/reading", reading, name="notices_reading"),
]

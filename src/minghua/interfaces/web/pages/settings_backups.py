"""Settings: the backups made, how old the newest is, and how one comes back."""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from minghua.foundation.backups import operations as backups
from minghua.foundation.backups import queries as backup_reads
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done, show
from minghua.kernel.errors import Refusal


@page("system.view")
def backup_list(request: Any) -> HttpResponse:
    """Show the backups, the newest first."""
    return _page(request)


@page("system.verify", methods=("POST",))
def making(request: Any) -> HttpResponse:
    """Ask the worker for a backup now."""
    refusal = attempt(request, lambda: backups.request(by=request.actor, at=request.at))
    said = _("已开始备份，完成后在此显示。")
    return _page(request, refusal) if refusal else done(request, said, "/settings/backups")


def _page(request: Any, refusal: Refusal | None = None) -> HttpResponse:
    actor = request.actor
    found = backup_reads.backups(actor)
    newest = next((each for each in found if each.finished_at and not each.forgotten_at), None)
    context = {
        "backups": found,
        "newest": newest,
        "late": newest is None or (request.at - newest.started_at).total_seconds() > backup_reads.LATE_SECONDS,
        "keep": backup_reads.kept(request.at),
        "folder": backup_reads.folder(),
        "command": f"minghua restore {newest.name if newest else '….mhb'}",
        "now": request.at,
        "may_make": actor.may("system.verify"),
        "error": refusal.message(actor.language) if refusal else "",
    }
    return show(request, "backups", "backups", context, status=refusal.status if refusal else 200)


urls = [
    path("settings/backups", backup_list, name="settings_backups"),
    path("settings/backups/making", making, name="settings_backups_making"),
]

"""Settings: the tree of teams."""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from minghua.foundation.people import directory, org_chart
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done, show
from minghua.kernel.errors import Refusal


@page("people.view")
def teams(request: Any) -> HttpResponse:
    """Show the tree."""
    return _tree(request)


@page("people.manage", methods=("POST",))
def founding(request: Any) -> HttpResponse:
    """Add a team."""
    name, parent_id = _given(request)
    refusal = attempt(request, lambda: org_chart.found_team(name, parent_id=parent_id, by=request.actor, at=request.at))
    return _answer(request, refusal, _("已添加部门「%(name)s」。") % {"name": name})


@page("people.manage", methods=("POST",))
def team(request: Any, team_id: int) -> HttpResponse:
    """Rename a team or hang it elsewhere."""
    name, parent_id = _given(request)
    refusal = attempt(
        request,
        lambda: org_chart.reshape_team(team_id, name=name, parent_id=parent_id, by=request.actor, at=request.at),
    )
    return _answer(request, refusal, _("部门已更新。"), team_id)


@page("people.manage", methods=("POST",))
def closing(request: Any, team_id: int) -> HttpResponse:
    """Close a team nobody is in."""
    return _turned(request, team_id, active=False, said=_("部门已停用。"))


@page("people.manage", methods=("POST",))
def reopening(request: Any, team_id: int) -> HttpResponse:
    """Reopen a team."""
    return _turned(request, team_id, active=True, said=_("部门已恢复。"))


def _turned(request: Any, team_id: int, *, active: bool, said: str) -> HttpResponse:
    refusal = attempt(
        request, lambda: org_chart.set_team_active(team_id, active=active, by=request.actor, at=request.at)
    )
    return _answer(request, refusal, said, team_id)


def _given(request: Any) -> tuple[str, int | None]:
    parent = request.POST.get("parent_id", "")
    return request.POST.get("name", "").replace("\x00", ""), int(parent) if parent.isdecimal() and len(
        parent
    ) < 19 else None


def _answer(request: Any, refusal: Refusal | None, said: str, team_id: int | None = None) -> HttpResponse:
    return done(request, said, "/settings/teams") if refusal is None else _tree(request, refusal, team_id)


def _tree(request: Any, refusal: Refusal | None = None, team_id: int | None = None) -> HttpResponse:
    tree = directory.team_tree(request.actor)
    context = {
        "tree": tree,
        "error": f"{refusal.message(request.actor.language)} {refusal.advice(request.actor.language)}"
        if refusal
        else "",
        "failed_id": team_id,
        "may_manage": request.actor.may("people.manage"),
        "parents": [(each.id, "　" * each.depth + each.name) for each in tree if each.active],
    }
    return show(request, "teams", "teams", context, status=refusal.status if refusal else 200)


urls = [
    path("settings/teams", teams, name="settings_teams"),
    path("settings/teams/new", founding, name="settings_team_new"),
    path("settings/teams/<int:team_id>", team, name="settings_team"),
    path("settings/teams/<int:team_id>/closing", closing, name="settings_team_closing"),
    path("settings/teams/<int:team_id>/reopening", reopening, name="settings_team_reopening"),
]

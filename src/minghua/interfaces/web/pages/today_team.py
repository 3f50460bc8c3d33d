"""The team's day 部门的一天: who has what to do, and one step handed from one colleague to another."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.foundation.people import queries as people
from minghua.foundation.people.types import Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import answers, display
from minghua.interfaces.web.guard import page
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import local_date


def has_team(actor: Actor) -> bool:
    """Return whether this person sees more than their own customers' steps."""
    return actor.may("interactions.view") and (actor.scope.everything or bool(actor.scope.team_ids))


@page("interactions.view")
def team(request: Any) -> HttpResponse:
    """Show the team's due steps by person."""
    return render(request, "today/team.html", _context(request), using="jinja")


def _context(request: Any) -> dict[str, Any]:
    days = interaction_reads.team_days(request.actor, at=request.at)
    return {
        "now": request.at,
        "on": local_date(request.at),
        "may": request.actor.may,
        "busy": [one for one in days if one.steps],
        "free": [one for one in days if not one.steps],
        "standing": lambda step: interaction_reads.standing(step, at=request.at),
        "totals": [sum(getattr(one, part) for one in days) for part in ("overdue", "today", "later")],
    }


@page("interactions.log", methods=("GET", "HEAD", "POST"))
def assignee(request: Any, step_id: int) -> HttpResponse:
    """Answer the small form that hands a step on, or hand it on; a refusal keeps the form."""
    if request.method != "POST":
        return _form(request, step_id)
    before = interaction_reads.next_step(request.actor, step_id)
    to = answers.number(request.POST.get("assignee_id"), field="assignee_id")
    try:
        with unit_of_work(request.actor, at=request.at):
            step = interactions.assign_next_step(step_id, assignee_id=to, by=request.actor, at=request.at)
    except Refusal as refusal:
        if request.POST.get("back") or refusal.status != 422:
            raise
        return _form(request, step_id, chosen=to, error=answers.told(refusal))
    if not request.headers.get("HX-Request"):
        return answers.go(request, "/today/team")
    told = _("已把「%(text)s」转交给%(name)s") % {"text": step.text, "name": step.assignee_name}
    way_back = {"assignee_id": str(before.assignee_id), "back": "1"}
    context = _context(request) | {
        "toast_text": told,
        "undo_url": None if request.POST.get("back") or before.assignee_id == to else request.path,
        "undo_vals": way_back,
    }
    return render(request, "today/team_answer.html", context, using="jinja")


def _form(request: Any, step_id: int, *, chosen: int | None = None, error: str = "") -> HttpResponse:
    step = interaction_reads.next_step(request.actor, step_id)
    offered = people.colleagues(request.actor, holding=interaction_reads.DOING)
    context = {
        "step": step,
        "colleagues": [(pk, name) for pk, name, _team in offered],
        "chosen": chosen or step.assignee_id,
        "error": error,
        "day": display.day(step.due_at, "short"),
    }
    return render(request, "today/assignee.html", context, status=422 if error else 200, using="jinja")


urls = [
    path("today/team", team, name="today_team"),
    path("today/steps/<int:step_id>/assignee", assignee, name="today_assignee"),
]

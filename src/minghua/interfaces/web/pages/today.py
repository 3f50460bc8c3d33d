"""My day 我的一天: what is due, whom to visit, which customers nobody has promised anything; one tap keeps a promise."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.care import queries as care_reads
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.queries import reviews as review_reads
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.interactions.types import Due, NewNextStep, NextStepCard
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import answers, display
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages import today_team
from minghua.kernel.errors import Invalid, Refusal
from minghua.kernel.periods import local_date

STOPS, SILENT, WITHOUT, SHOWN, REVIEWS = 5, 6, 8, 7, 5
DUE_AT = time(9)
POSTPONE = (1, 3, 7)


@page("signed_in")
def today(request: Any) -> HttpResponse:
    """Show the day."""
    return render(request, "today/page.html", _context(request), using="jinja")


def _context(request: Any) -> dict[str, Any]:
    return {
        "now": request.at,
        "on": local_date(request.at),
        "may": request.actor.may,
        "postpone": POSTPONE,
        "shown_at_first": SHOWN,
        "has_team": today_team.has_team(request.actor),
        **_promises(request),
        **_reviews(request),
        **_route(request),
    }


def _reviews(request: Any) -> dict[str, Any]:
    """My archives that are due to be verified (R07.4)."""
    if not request.actor.may("customers.view"):
        return {"reviews": []}
    return {"reviews": review_reads.reviews_due(request.actor, on=local_date(request.at), limit=REVIEWS).items}


def _promises(request: Any) -> dict[str, Any]:
    """My steps by urgency, what I kept today, and whom nobody has promised anything."""
    actor, at = request.actor, request.at
    if not actor.may("interactions.view") or not actor.may("customers.view"):
        return {"groups": [], "counts": dict.fromkeys(Due, 0), "done": [], "without": [], "silent": [], "mobiles": {}}
    steps = interaction_reads.due_steps(actor, at=at)
    sorted_ = {where: [step for step in steps if interaction_reads.standing(step, at=at) == where] for where in Due}
    return {
        "groups": [(name, where, sorted_[where]) for where, name in _group_names() if sorted_[where]],
        "counts": {where: len(found) for where, found in sorted_.items()},
        "done": interaction_reads.done_today(actor, at=at),
        "without": interaction_reads.my_customers_without_step(actor, limit=WITHOUT),
        "silent": customer_reads.soon_to_pool(actor, at=at, limit=SILENT),
        "mobiles": _mobiles(request, steps),
    }


def _group_names() -> list[tuple[Due, str]]:
    return [(Due.OVERDUE, _("已逾期")), (Due.TODAY, _("今天到期")), (Due.LATER, _("未来 7 天"))]


def _mobiles(request: Any, steps: Sequence[NextStepCard]) -> dict[int, str]:
    """Customer id → number to call, for those this person may see in full."""
    rows = customer_reads.summaries(request.actor, {step.customer_id for step in steps})
    return {pk: row.mobile for pk, row in rows.items() if row.mobile and "*" not in row.mobile}


def _route(request: Any) -> dict[str, Any]:
    if not request.actor.may("route.view"):
        return {"stops": None, "stop_count": 0}
    route = care_reads.route(request.actor, on=local_date(request.at))
    stops = [stop for area in route.areas for stop in area.stops]
    return {"stops": stops[:STOPS], "stop_count": len(stops)}


@page("signed_in")
def badge(request: Any) -> HttpResponse:
    """Answer how many of my promises are overdue or due today, as the small number beside the page's name."""
    actor = request.actor
    waiting = interaction_reads.due_count(actor, at=request.at) if actor.may("interactions.view") else 0
    return render(request, "today/badge.html", {"waiting": waiting}, using="jinja")


@page("interactions.log", methods=("POST",))
def completion(request: Any, step_id: int) -> HttpResponse:
    """Tick a step off, with the way back."""
    with unit_of_work(request.actor, at=request.at):
        step = interactions.complete_next_step(
            step_id, outcome=request.POST.get("outcome", ""), by=request.actor, at=request.at
        )
    told = _("已完成：%(text)s") % {"text": step.text}
    return _answer(request, told, undo=f"/today/steps/{step_id}/reopening")


@page("interactions.log", methods=("POST",))
def reopening(request: Any, step_id: int) -> HttpResponse:
    """Open a step again."""
    with unit_of_work(request.actor, at=request.at):
        interactions.reopen_next_step(step_id, by=request.actor, at=request.at)
    return _answer(request, _("已恢复为未完成。"), kind="info")


@page("interactions.log", methods=("POST",))
def postponement(request: Any, step_id: int) -> HttpResponse:
    """Move a step some days on, with the way back."""
    days = answers.number(request.POST.get("days"), field="days")
    before = interaction_reads.next_step(request.actor, step_id)
    with unit_of_work(request.actor, at=request.at):
        step = interactions.postpone_next_step(step_id, days=days, by=request.actor, at=request.at)
    told = _("已推迟到 %(day)s") % {"day": display.day(step.due_at, "short")}
    back = {"due_at": before.due_at.isoformat()}
    return _answer(request, told, undo=f"/today/steps/{step_id}/due", undo_vals=back)


@page("interactions.log", methods=("POST",))
def due_day(request: Any, step_id: int) -> HttpResponse:
    """Put a step back to when it was due."""
    try:
        due_at = datetime.fromisoformat(request.POST.get("due_at", ""))
    except ValueError:
        due_at = None
    if due_at is None or due_at.tzinfo is None:
        raise Invalid("请选择日期。", "Choose a day.", field="due_at")
    with unit_of_work(request.actor, at=request.at):
        interactions.set_due(step_id, due_at=due_at, by=request.actor, at=request.at)
    return _answer(request, _("已改回原来的日期。"), kind="info")


@page("interactions.log", methods=("GET", "HEAD", "POST"))
def plan(request: Any, customer_id: int) -> HttpResponse:
    """Answer the small form of a next step for a customer, or keep the promise; a refusal keeps what was typed."""
    if request.method != "POST":
        return _plan_form(request, customer_id, {}, {})
    try:
        day = answers.optional_day(request.POST.get("due_on"), field="due_on")
        if day is None:
            raise Invalid("请选择日期。", "Choose a day.", field="due_on")
        new = NewNextStep(
            customer_id=customer_id,
            text=request.POST.get("text", ""),
            due_at=datetime.combine(day, DUE_AT, tzinfo=display.ZONE),
        )
        with unit_of_work(request.actor, at=request.at):
            step = interactions.plan_next_step(new, by=request.actor, at=request.at)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        return _plan_form(
            request, customer_id, request.POST, {refusal.field or "": refusal.message(display.language())}
        )
    told = _("已安排 %(name)s：%(text)s") % {"name": step.customer_name, "text": step.text}
    return _answer(request, told, close_panel=True)


def _plan_form(request: Any, customer_id: int, typed: Any, errors: dict[str, str]) -> HttpResponse:
    card = customer_reads.customer(request.actor, customer_id)
    context = {"card": card, "typed": typed, "errors": errors, "today": local_date(request.at).isoformat()}
    return render(request, "today/plan.html", context, status=422 if errors else 200, using="jinja")


def _answer(
    request: Any,
    text: str,
    *,
    kind: str = "ok",
    undo: str | None = None,
    undo_vals: dict[str, str] | None = None,
    close_panel: bool = False,
) -> HttpResponse:
    """Answer the day anew with what was done; without htmx lead back to it."""
    if not request.headers.get("HX-Request"):
        return answers.go(request, "/today")
    told = {
        "toast_text": text,
        "toast_kind": kind,
        "undo_url": undo,
        "undo_vals": undo_vals or {},
        "close_panel": close_panel,
    }
    return render(request, "today/answer.html", _context(request) | told, using="jinja")


urls = [
    path("today", today, name="today"),
    path("today/badge", badge, name="today_badge"),
    path("today/steps/<int:step_id>/completion", completion, name="today_completion"),
    path("today/steps/<int:step_id>/reopening", reopening, name="today_reopening"),
    path("today/steps/<int:step_id>/postponement", postponement, name="today_postponement"),
    path("today/steps/<int:step_id>/due", due_day, name="today_due"),
    path("today/customers/<int:customer_id>/step", plan, name="today_plan"),
]

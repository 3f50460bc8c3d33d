"""Problems 故障: those without a proven end with the gravest first, one with its story; what was done, its end."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.service import operations as service
from minghua.domain.service import queries as service_reads
from minghua.domain.service.types import Basis, Outcome
from minghua.interfaces.web import answers, customer_values
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.kernel.errors import Invalid, Refusal

ROWS = 50
STATES = ("unended", "open", "watched", "at_rest", "")


@page("service.view")
def problems(request: Any) -> HttpResponse:
    """Show the Problems in reach of one state; htmx asks for further rows."""
    cursor, state = request.GET.get("cursor") or None, request.GET.get("state", "unended")
    state = state if state in STATES else "unended"
    found = service_reads.problems(request.actor, state=state, cursor=cursor, limit=ROWS)
    context = {"page": found, "state": state, "now": request.at}
    if request.headers.get("HX-Request") and cursor:
        return render(request, "problems/rows.html", context, using="jinja")
    names = {"unended": _("未证实好的"), "": _("全部")} | dict(customer_values.choices("service.problem_state"))
    context["tabs"] = [
        {
            "url": f"/problems?state={each}",
            "text": names[each],
            "count": service_reads.problem_count(request.actor, state=each).number,
            "current": state == each,
        }
        for each in STATES
    ]
    return render(request, "problems/list.html", context, using="jinja")


@page("service.view")
def problem(request: Any, problem_id: int) -> HttpResponse:
    """Show one Problem with its story."""
    return _problem(request, problem_id)


@page("service.work", methods=("POST",))
def repairs(request: Any, problem_id: int) -> HttpResponse:
    """Record what was found and done."""
    form = request.POST

    def record() -> None:
        if form.get("outcome") not in set(Outcome):
            raise Invalid("请选择结果。", "Choose how it ended.", field="outcome")
        service.record_repair(
            problem_id, Outcome(form["outcome"]), diagnosis=form.get("diagnosis", ""), parts=form.get("parts", ""),
            by=request.actor, at=request.at,
        )  # fmt: skip

    return _after(request, problem_id, _("处理已登记。"), record)


@page("service.work", methods=("POST",))
def rest(request: Any, problem_id: int) -> HttpResponse:
    """Put the Problem to rest: with the customer's words, or proven by days in its condition."""
    form = request.POST

    def end() -> None:
        basis = Basis.QUIET if form.get("basis") == Basis.QUIET else Basis.CONFIRMED
        seen = answers.optional_number(form.get("seen_days"), field="seen_days") or 0
        service.end_problem(
            problem_id, basis, words=form.get("words", ""), seen_days=seen, by=request.actor, at=request.at
        )

    return _after(request, problem_id, _("已证实好了。"), end)


def _after(request: Any, problem_id: int, text: str, act: Callable[[], Any]) -> HttpResponse:
    refusal = attempt(request, act)
    return done(request, text, f"/problems/{problem_id}") if refusal is None else _problem(request, problem_id, refusal)


def _problem(request: Any, problem_id: int, refusal: Refusal | None = None) -> HttpResponse:
    found = service_reads.problem(request.actor, problem_id, at=request.at)
    keep = service_reads.PromiseFilter(problem_id=problem_id)
    context = {
        "told": found,
        "promises": service_reads.promises(request.actor, keep, at=request.at).items,
        "outcomes": customer_values.choices("service.repair"),
        "typed": request.POST if refusal else {},
        "now": request.at,
        "may": request.actor.may,
        "error": answers.told(refusal) if refusal else "",
    }
    return render(request, "problems/page.html", context, status=refusal.status if refusal else 200, using="jinja")


urls = [
    path("problems", problems, name="problems"),
    path("problems/<int:problem_id>", problem, name="problem"),
    path("problems/<int:problem_id>/repairs", repairs, name="problem_repairs"),
    path("problems/<int:problem_id>/rest", rest, name="problem_rest"),
]

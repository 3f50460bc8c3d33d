"""Data cleaning 数据清洗: choose rules and a set, look at every proposed change, apply, undo."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.queries import cleaning as reads
from minghua.domain.customers.types.cleaning import CHANGE_STATES, RULES, RUN_STATES, ChangeState, RunCard
from minghua.foundation.listing import queries as views
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import answers, leaving
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import done
from minghua.journeys import export_cleaning
from minghua.kernel.errors import Invalid, Refusal

RUN_TONES = {"checked": "accent", "applied": "ok", "undone": "muted"}
TONES = {"open": "warn", "proposed": "info", "applied": "ok", "refused": "danger", "skipped": "warn", "kept": "warn"}
MISSING_SHOWN = 12


def _show(request: Any, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    common = {
        "rules": RULES,
        "run_states": RUN_STATES,
        "states": CHANGE_STATES,
        "run_tones": RUN_TONES,
        "tones": TONES,
        "now": request.at,
        "label_of": customer_reads.label_of,
        "may": request.actor.may,
    }
    return render(request, f"cleaning/{template}.html", common | context, status=status, using="jinja")


@page("customers.clean", methods=("GET", "HEAD", "POST"))
def runs(request: Any) -> HttpResponse:
    """Show the runs and the form of a new one, or begin one."""
    error = ""
    if request.method == "POST":
        try:
            return redirect(f"/cleaning/{_begin(request)}")
        except Refusal as refusal:
            error = answers.told(refusal)
    found = reads.runs(request.actor, cursor=request.GET.get("cursor"))
    if request.headers.get("HX-Request") and request.GET.get("cursor"):
        return _show(request, "rows", {"page": found})
    context = {
        "page": found,
        "views": views.visible_views(request.actor, "customers"),
        "error": error,
        "chosen": request.POST.getlist("rules") if error else list(RULES),
    }
    return _show(request, "list", context, status=422 if error else 200)


def _begin(request: Any) -> int:
    ask, label = {}, ""
    view_id = answers.optional_number(request.POST.get("view"), field="view")
    if view_id is not None:
        view = views.view(request.actor, view_id)
        ask, label = {"filter": view.spec.get("filter")}, view.name
    with unit_of_work(request.actor, at=request.at):
        return customers.start_cleaning(
            request.POST.getlist("rules"), ask=ask, label=label, by=request.actor, at=request.at
        )


@page("customers.clean")
def run(request: Any, run_id: int) -> HttpResponse:
    """Show one run: where it stands, what it found, every change; htmx asks for further changes."""
    if request.headers.get("HX-Request") and request.GET.get("cursor"):
        return _show(request, "change_rows", _changes(request, reads.run(request.actor, run_id)))
    return _sheet(request, run_id)


def _sheet(request: Any, run_id: int, *, refusal: Refusal | None = None) -> HttpResponse:
    card = reads.run(request.actor, run_id)
    context = {
        "run": card,
        "error": answers.told(refusal) if refusal else "",
        "missing": sorted(card.missing.items(), key=lambda pair: -pair[1])[:MISSING_SHOWN],
        "most": max(card.total, 1),
    }
    if not card.busy:
        context |= _changes(request, card)
    return _show(request, "run", context, status=refusal.status if refusal else 200)


def _changes(request: Any, card: RunCard) -> dict[str, Any]:
    rule = request.GET.get("rule", "")
    state = request.GET.get("state", "")
    rule, state = rule if rule in RULES else "", state if state in set(ChangeState) else ""
    found = reads.changes(request.actor, card.id, rule=rule, state=state, cursor=request.GET.get("cursor"))
    return {"run": card, "page": found, "rule": rule, "state": state}


@page("customers.clean")
def live(request: Any, run_id: int) -> HttpResponse:
    """Answer how far the worker is; when it rests, ask the browser for the whole page."""
    card = reads.run(request.actor, run_id)
    if not card.busy:
        return HttpResponse(status=200, headers={"HX-Refresh": "true"})
    return _show(request, "live", {"run": card})


@page("customers.clean", methods=("POST",))
def application(request: Any, run_id: int) -> HttpResponse:
    """Apply what is proposed, of the chosen rules."""
    chosen = request.POST.getlist("rules")
    try:
        with unit_of_work(request.actor, at=request.at):
            customers.start_applying(run_id, rules=chosen, by=request.actor, at=request.at)
    except (customers.NotInThatState, Invalid) as refusal:
        return _sheet(request, run_id, refusal=refusal)
    return redirect(f"/cleaning/{run_id}")


@page("customers.clean", methods=("POST",))
def reversal(request: Any, run_id: int) -> HttpResponse:
    """Undo the whole run where nothing has changed since."""
    try:
        with unit_of_work(request.actor, at=request.at):
            customers.start_undoing(run_id, by=request.actor, at=request.at)
    except customers.NotInThatState as refusal:
        return _sheet(request, run_id, refusal=refusal)
    return redirect(f"/cleaning/{run_id}")


@page("customers.clean", methods=("POST",))
def decision(request: Any, change_id: int) -> HttpResponse:
    """Leave one proposal out, or take it in again."""
    take = request.POST.get("take") == "1"
    with unit_of_work(request.actor, at=request.at):
        run_id = customers.decide(change_id, take=take, by=request.actor)
    text = _("已加回这处修改。") if take else _("这处不改。")
    return done(request, text, f"/cleaning/{run_id}")


@page("customers.clean")
def changes_csv(request: Any, run_id: int) -> Any:
    """Hand out every proposal as a CSV file, masked as on the screen, through the gate of every export."""
    reads.run(request.actor, run_id)
    return leaving.hand_out(request, export_cleaning.CHANGES, {"run": run_id})


urls = [
    path("cleaning", runs, name="cleaning"),
    path("cleaning/<int:run_id>", run, name="cleaning_run"),
    path("cleaning/<int:run_id>/live", live, name="cleaning_live"),
    path("cleaning/<int:run_id>/application", application, name="cleaning_application"),
    path("cleaning/<int:run_id>/reversal", reversal, name="cleaning_reversal"),
    path("cleaning/<int:run_id>/changes.csv", changes_csv, name="cleaning_csv"),
    path("cleaning/changes/<int:change_id>/decision", decision, name="cleaning_decision"),
]

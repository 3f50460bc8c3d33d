"""Trying a draft 试算 and publishing it: who would move from what to what, what it costs, who of the best would fall."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import queries as customer_reads
from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as tiering_reads
from minghua.domain.tiering.types import ProgrammeSpec, Simulated
from minghua.interfaces.web import answers, display, leaving, tier_words
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.interfaces.web.pages.tiers import frame
from minghua.journeys import export_members
from minghua.kernel.errors import Invalid, Refusal
from minghua.kernel.money import NotAnAmount, parse_minor
from minghua.kernel.periods import local_date

COST = "cost-"


@page("tiering.manage", methods=("GET", "HEAD", "POST"))
def simulation(request: Any, code: str) -> HttpResponse:
    """Show what the draft would change, or ask for it to be tried."""
    if request.method != "POST":
        return _simulation(request, code)
    refusal = attempt(request, lambda: _ask(request, code))
    if refusal is None:
        return answers.go(request, f"/tiers/{code}/simulation")
    return _simulation(request, code, refusal=refusal)


def _ask(request: Any, code: str) -> None:
    begins = answers.optional_day(request.POST.get("from_on"), field="from_on")
    tiering.ask_simulation(code, from_on=begins, costs=dict(_costs(request)), by=request.actor, at=request.at)


def _costs(request: Any) -> Iterator[tuple[str, int]]:
    for name, said in request.POST.items():
        if name.startswith(COST) and said.strip():
            try:
                yield name.removeprefix(COST), parse_minor(said.strip())
            except NotAnAmount:
                raise Invalid("请填写金额，例如 2.50。", "Enter an amount such as 2.50.", field=name) from None


@page("tiering.manage")
def live(request: Any, code: str) -> HttpResponse:
    """Answer whether the trial is still under way; when it is not, ask the browser for the whole page."""
    asked = tiering_reads.asked_simulation(request.actor, code)
    if asked is None or not asked.waiting:
        return HttpResponse(status=200, headers={"HX-Refresh": "true"})
    context = {"asked": asked, "row": {"code": code}, "now": request.at}
    return render(request, "tiers/trial_live.html", context, using="jinja")


@page("tiering.manage", methods=("POST",))
def cancel(request: Any, code: str) -> HttpResponse:
    """Call the trial off."""
    refusal = attempt(request, lambda: tiering.cancel_simulation(code, by=request.actor, at=request.at))
    if refusal is None:
        return done(request, _("试算已取消。"), f"/tiers/{code}/simulation")
    return _simulation(request, code, refusal=refusal)


@page("tiering.manage", methods=("POST",))
def publish(request: Any, code: str) -> HttpResponse:
    """Put exactly the draft that was tried into force from a day on."""
    refusal = attempt(request, lambda: _publish(request, code))
    if refusal is None:
        said = _("已发布。会员从当晚起按新规则逐批定级。")
        return done(request, said, f"/tiers/{code}")
    return _simulation(request, code, refusal=refusal)


def _publish(request: Any, code: str) -> None:
    begins = answers.optional_day(request.POST.get("from_on"), field="publish_on")
    if begins is None:
        raise Invalid("请选择生效日。", "Choose the day from which it holds.", field="publish_on")
    shown = request.POST.get("fingerprint") or "-"
    tiering.publish(code, from_on=begins, fingerprint=shown, by=request.actor, at=request.at)


def _simulation(request: Any, code: str, *, refusal: Refusal | None = None) -> HttpResponse:
    context = frame(request, code, tab="simulation")
    draft = context["draft"]
    found = tiering_reads.simulation(request.actor, code) if draft is not None else None
    context |= {
        "asked": tiering_reads.asked_simulation(request.actor, code),
        "found": found,
        "now": request.at,
        "error": answers.told(refusal) if refusal else "",
        "errors": {refusal.field: answers.told(refusal)} if refusal and refusal.field else {},
        "given": request.POST,
        "today": local_date(request.at).isoformat(),
    }
    if found is not None and draft is not None:
        context |= _shown(request, found, draft, context["in_force"])
    status = refusal.status if refusal else 200
    return render(request, "tiers/simulation.html", context, status=status, using="jinja")


def _shown(request: Any, found: Simulated, draft: ProgrammeSpec, present: ProgrammeSpec | None) -> dict[str, Any]:
    levels = [*reversed(found.levels)]
    named = customer_reads.names(request.actor, [fall.customer_id for fall in found.falls])
    benefits = {benefit.code: benefit.name for spec in (present, draft) if spec for benefit in spec.benefits}
    return {
        "levels": levels,
        "both": _both(draft, present),
        "start": tier_words.table(levels, found.at_start, draft),
        "later": tier_words.table(levels, found.later, draft),
        "start_moves": _moves(found, found.at_start),
        "later_moves": _moves(found, found.later),
        "named": named,
        "falls": [fall for fall in found.falls if fall.customer_id in named],
        "benefit_name": lambda code: display.say(benefits.get(code, code)),
    }


def _both(draft: ProgrammeSpec, present: ProgrammeSpec | None) -> dict[str, str]:
    levels = [*(present.levels if present else ()), *draft.levels]
    return {level.code: display.say(level.name) for level in levels}


def _moves(found: Simulated, counts: Any) -> tuple[int, int]:
    """Return how many would rise and fall."""
    rank = {code: place for place, code in enumerate(found.levels)}
    up = sum(n for (a, b), n in counts.items() if a in rank and b in rank and rank[b] > rank[a])
    down = sum(n for (a, b), n in counts.items() if a in rank and b in rank and rank[b] < rank[a])
    return up, down


@page("customers.export")
def falls_export(request: Any, code: str) -> Any:
    """Hand out who would fall."""
    return leaving.hand_out(request, export_members.FALLS, {"programme": code})


urls = [
    path("tiers/<slug:code>/simulation", simulation, name="tier_simulation"),
    path("tiers/<slug:code>/simulation/live", live, name="tier_simulation_live"),
    path("tiers/<slug:code>/simulation/cancellation", cancel, name="tier_simulation_cancellation"),
    path("tiers/<slug:code>/simulation/falls", falls_export, name="tier_falls_export"),
    path("tiers/<slug:code>/publication", publish, name="tier_publication"),
]

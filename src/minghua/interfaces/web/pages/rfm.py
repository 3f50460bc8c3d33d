"""RFM: eight segments drawn and listed, the grid of recency and frequency, who is in it, and how it is computed."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from minghua.domain.value import operations as value
from minghua.domain.value import queries as reads
from minghua.domain.value.types import SEGMENTS, Cutting, RfmDefinition, RfmRun
from minghua.foundation.engine import operations as engine
from minghua.foundation.engine import queries as engine_reads
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import answers, display, rfm_words
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import done
from minghua.kernel.errors import Invalid, Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

ROWS = 30
MOST_SCORE = 5
BEGIN_WITH = {"cutting": "means", "months": "12", "currency": "CNY"}


@page("value.view")
def rfm(request: Any) -> HttpResponse:
    """Show the latest look, or the one asked for."""
    asked = request.GET.get("run", "")
    run = reads.rfm_run(request.actor, answers.number(asked, field="run") if asked else None)
    context: dict[str, Any] = {"run": run, "words": rfm_words, "may": request.actor.may}
    if run is not None:
        context |= {"runs": reads.rfm_runs(request.actor, limit=12), "chart": _drawn(run)} | _listed(request, run)
    return render(request, "rfm/page.html", context, using="jinja")


def _drawn(run: RfmRun) -> dict[str, Any]:
    """The bars: each segment's share of the customers and of what was paid."""
    people, money = run.customers or 1, sum(max(one.monetary_minor, 0) for one in run.segments) or 1
    return {
        "labels": [rfm_words.name(one.index) for one in run.segments],
        "series": [
            {
                "name": display.say(Text("客户占比", "Share of customers")),
                "data": [round(100 * one.customers / people, 2) for one in run.segments],
            },
            {
                "name": display.say(Text("净付款占比", "Share of net paid")),
                "data": [round(100 * max(one.monetary_minor, 0) / money, 2) for one in run.segments],
            },
        ],
    }


@page("value.view")
def places(request: Any) -> HttpResponse:
    """Continue the list."""
    run = reads.rfm_run(request.actor, answers.number(request.GET.get("run"), field="run"))
    context = {"run": run, "words": rfm_words} | _listed(request, run) if run else {}
    return render(request, "rfm/_rows.html", context, using="jinja")


def _listed(request: Any, run: RfmRun) -> dict[str, Any]:
    segment = answers.optional_number(request.GET.get("segment"), field="segment")
    segment = segment if segment in range(len(SEGMENTS)) else None
    cell = _cell(request.GET.get("cell", ""))
    cursor = request.GET.get("cursor", "")
    found = reads.rfm_places(request.actor, run.id, segment=segment, scores=cell, cursor=cursor, limit=ROWS)
    return {"places": found, "segment": segment, "cell": cell}


def _cell(told: str) -> tuple[int, int] | None:
    """Return the recency and frequency scores of a cell written as 5-3."""
    scores = told.split("-")
    known = {str(score): score for score in range(1, MOST_SCORE + 1)}
    return (known[scores[0]], known[scores[1]]) if len(scores) == 2 and set(scores) <= set(known) else None


@page("pyramid.run", methods=("GET", "HEAD", "POST"))
def settings(request: Any) -> HttpResponse:
    """Show how it is computed, or compute it so."""
    if request.method != "POST":
        return _settings(request, BEGIN_WITH)
    try:
        with unit_of_work(request.actor, at=request.at):
            value.run_rfm(_read(request.POST), on=local_date(request.at), by=request.actor, at=request.at)
    except Refusal as refusal:
        return _settings(request, BEGIN_WITH | request.POST.dict(), refusal)
    return done(request, display.say(Text("RFM 已算好。", "RFM is computed.")), "/rfm")


def _read(form: Any) -> RfmDefinition:
    cutting = form.get("cutting", "")
    if cutting not in set(Cutting):
        raise Invalid("请选择划分方法。", "Choose how to cut.", field="cutting")
    return RfmDefinition(Cutting(cutting), answers.number(form.get("months"), field="months"), form.get("currency", ""))


def _settings(request: Any, form: dict[str, str], refusal: Refusal | None = None) -> HttpResponse:
    may_see = request.actor.may("engine.view")
    context = {
        "form": form,
        "methods": [(str(code), display.say(name)) for code, name in rfm_words.METHODS.items()],
        "errors": {refusal.field or "cutting": answers.told(refusal)} if refusal else {},
        "fresh": engine_reads.freshness(request.actor) if may_see else None,
        "may": request.actor.may,
    }
    return render(request, "rfm/settings.html", context, status=refusal.status if refusal else 200, using="jinja")


@page("engine.refresh", methods=("POST",))
def refresh(request: Any) -> HttpResponse:
    """Have the analysed data refreshed in the background."""
    with unit_of_work(request.actor, at=request.at):
        engine.ask_for_refresh(by=request.actor, at=request.at)
    said = Text("正在后台更新分析数据，一会儿刷新本页。", "The data are being refreshed; reload this page in a moment.")
    return done(request, display.say(said), "/rfm/settings")


urls = [
    path("rfm", rfm, name="rfm"),
    path("rfm/places", places, name="rfm_places"),
    path("rfm/settings", settings, name="rfm_settings"),
    path("rfm/refresh", refresh, name="rfm_refresh"),
]

"""The customer pyramid 客户金字塔: layers drawn, what each brings, 80/20 and whale curves, who moved, and the list behind."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from minghua.domain.customers import queries as customer_reads
from minghua.domain.value import operations as value
from minghua.domain.value import queries as reads
from minghua.domain.value.types import NAMES, PRESETS, Part, Run
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import answers, display, pyramid_form, pyramid_words, rfm_words
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import done
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import local_date, rolling_months
from minghua.kernel.words import Text

ROWS = 30
MONTHS = 12


@page("value.view")
def pyramid(request: Any) -> HttpResponse:
    """Show the latest pyramid, or the one asked for."""
    asked = request.GET.get("run", "")
    run = reads.run(request.actor, answers.number(asked, field="run") if asked else None)
    context: dict[str, Any] = {"run": run, "words": pyramid_words, "may": request.actor.may}
    if run is not None:
        context |= _figures(request, run) | _listed(request, run)
    return render(request, "pyramid/page.html", context, using="jinja")


def _figures(request: Any, run: Run) -> dict[str, Any]:
    moves = reads.moves(request.actor, run.id)
    return {
        "runs": reads.runs(request.actor, limit=12),
        "bands": pyramid_words.bands(len(run.layers)),
        "all_sales": sum(one.sales_minor for one in run.layers),
        "all_net": sum(one.net_minor for one in run.layers),
        "moves": pyramid_words.matrix(run, moves) if moves else [],
        "losers": reads.losers(request.actor, run.id),
        "curve_labels": [f"{x / 10_000:.0f}%" for x, _ in run.whale_curve or run.sales_curve],
        "curves": [
            {"name": display.say(name), "data": [round(y / 10_000, 2) for _, y in curve]}
            for name, curve in (
                (Text("净销售额", "Net sales"), run.sales_curve),
                (Text("净利润贡献", "Net contribution"), run.whale_curve),
            )
            if curve
        ],
    }


@page("value.view")
def places(request: Any) -> HttpResponse:
    """Continue the list of a pyramid's customers."""
    run = reads.run(request.actor, answers.number(request.GET.get("run"), field="run"))
    context = {"run": run, "words": pyramid_words} | _listed(request, run) if run else {}
    return render(request, "pyramid/_rows.html", context, using="jinja")


def _listed(request: Any, run: Run) -> dict[str, Any]:
    layer = answers.optional_number(request.GET.get("layer"), field="layer")
    asked = request.GET.get("quadrant", "")
    chosen = reads.Quadrant(asked) if asked in set(reads.Quadrant) else None
    cursor = request.GET.get("cursor", "")
    found = reads.places(request.actor, run.id, layer=layer, chosen=chosen, cursor=cursor, limit=ROWS)
    return {"places": found, "layer": layer, "quadrant": chosen}


@page("pyramid.run", methods=("GET", "HEAD", "POST"))
def settings(request: Any) -> HttpResponse:
    """Show how the pyramid is cut, or compute it so."""
    if request.method != "POST":
        return _settings(request, pyramid_form.filled(reads.latest_definition()))
    try:
        with unit_of_work(request.actor, at=request.at):
            definition = pyramid_form.read(request.POST)
            value.run_pyramid(definition, on=local_date(request.at), by=request.actor, at=request.at)
    except Refusal as refusal:
        return _settings(request, pyramid_form.typed(request.POST), refusal)
    return done(request, display.say(Text("金字塔已算好。", "The pyramid is computed.")), "/pyramid")


def _settings(request: Any, form: pyramid_form.Form, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "form": form,
        "presets": [
            ("", display.say(Text("自己定", "Our own"))),
            *((code, display.say(name)) for code, (name, _) in PRESETS.items()),
        ],
        "methods": [(str(code), display.say(name)) for code, name in pyramid_words.METHODS.items()],
        "bases": [(code, display.say(name)) for code, name in reads.bases().items()],
        "errors": {refusal.field or "cuts": answers.told(refusal)} if refusal else {},
    }
    return render(request, "pyramid/settings.html", context, status=refusal.status if refusal else 200, using="jinja")


@page("value.view")
def of_customer(request: Any, customer_id: int) -> HttpResponse:
    """Answer the panel of what one customer brings, part by part, with its place in the pyramid."""
    card = customer_reads.customer(request.actor, customer_id)
    period = rolling_months(local_date(request.at), MONTHS)
    currency = card["currency"] or "CNY"
    place = reads.place_of(request.actor, customer_id)
    seen = reads.rfm_place_of(request.actor, customer_id)
    found = reads.contribution_of(request.actor, customer_id, period=period, currency=currency)
    context = {
        "card": card,
        "found": found,
        "parts": [
            (display.say(NAMES[part]), part is Part.SALES, found.parts[part], found.counts.get(part, 0))
            for part in Part
        ],
        "currency": currency,
        "period": period,
        "place": place,
        "run": reads.run(request.actor, place.run_id) if place else None,
        "words": pyramid_words,
        "seen": seen,
        "look": reads.rfm_run(request.actor, seen.run_id) if seen else None,
        "rfm_words": rfm_words,
    }
    return render(request, "customer/_brings.html", context, using="jinja")


urls = [
    path("pyramid", pyramid, name="pyramid"),
    path("pyramid/places", places, name="pyramid_places"),
    path("pyramid/settings", settings, name="pyramid_settings"),
    path("customers/<int:customer_id>/value", of_customer, name="customer_value"),
]

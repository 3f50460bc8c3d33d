"""Activities 互动活动: portfolios with who took part, publishing from a text with the linter beside it."""

import secrets
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.interfaces.web import activity_words, answers
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import local_date

DAYS = 30


@page("activities.view")
def overview(request: Any) -> HttpResponse:
    """Show every portfolio, thirty days of all, and those that ship with the product."""
    return _overview(request)


def _overview(request: Any, *, refusal: Refusal | None = None) -> HttpResponse:
    on, manages = local_date(request.at), request.actor.may("activities.manage")
    context = {
        "portfolios": loyalty_reads.portfolios(request.actor, on=on),
        "days": loyalty_reads.activity_days(request.actor, days=DAYS, on=on),
        "on": on,
        "may": request.actor.may,
        "presets": loyalty_reads.activity_presets(request.actor) if manages else {},
        "error": answers.told(refusal) if refusal else "",
    }
    return render(request, "activities/list.html", context, status=refusal.status if refusal else 200, using="jinja")


@page("activities.manage", methods=("POST",))
def install(request: Any) -> HttpResponse:
    """Publish a portfolio that ships with the product, from today on."""
    preset, on = request.POST.get("preset", ""), local_date(request.at)
    refusal = attempt(
        request,
        lambda: loyalty.install_activities(
            preset, from_on=on, chance=secrets.randbelow, by=request.actor, at=request.at
        ),
    )
    if refusal is None:
        return done(request, _("活动已发布。"), "/activities")
    return _overview(request, refusal=refusal)


@page("activities.manage", methods=("GET", "HEAD", "POST"))
def form(request: Any) -> HttpResponse:
    """Show the text of a portfolio (its version of today, a preset), or publish it as the next version."""
    if request.method != "POST":
        return _form(request, _text(request))
    text = request.POST.get("text", "")
    refusal = attempt(request, lambda: _publish(request, text))
    if refusal is None:
        return done(request, _("活动已发布。"), "/activities")
    return _form(request, text, refusal=refusal)


@page("activities.manage", methods=("POST",))
def examination(request: Any) -> HttpResponse:
    """Answer what is wrong with a text as it stands in the form, and what the linter says of it."""
    return render(request, "activities/examined.html", _examined(request, request.POST.get("text", "")), using="jinja")


def _publish(request: Any, text: str) -> None:
    day = answers.optional_day(request.POST.get("from_on"), field="from_on") or local_date(request.at)
    loyalty.publish_activities(text, from_on=day, chance=secrets.randbelow, by=request.actor, at=request.at)


def _text(request: Any) -> str:
    code, presets = request.GET.get("portfolio", ""), loyalty_reads.activity_preset_texts()
    if code:
        return loyalty_reads.portfolio(request.actor, code, on=local_date(request.at)).text
    return presets.get(request.GET.get("preset", "")) or presets["taobao_shop"]


def _form(request: Any, text: str, *, refusal: Refusal | None = None) -> HttpResponse:
    context = _examined(request, text) | {
        "text": text,
        "error": answers.told(refusal) if refusal else "",
        "given": request.POST,
        "today": local_date(request.at).isoformat(),
    }
    return render(request, "activities/form.html", context, status=refusal.status if refusal else 200, using="jinja")


def _examined(request: Any, text: str) -> dict[str, Any]:
    return {"examined": loyalty_reads.examine_activities(request.actor, text), "words": activity_words}


urls = [
    path("activities", overview, name="activities"),
    path("activities/installation", install, name="activities_install"),
    path("activities/portfolio-text", form, name="activities_form"),
    path("activities/portfolio-examination", examination, name="activities_examination"),
]

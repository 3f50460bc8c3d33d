"""One scheme of points 积分方案: its terms in words, its versions, how it fares, publishing the next version, stopping it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.queries import PointsSheet
from minghua.interfaces.web import answers, points_scheme_words
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.interfaces.web.table_files import table_file
from minghua.kernel import money
from minghua.kernel.errors import NotFound, Refusal
from minghua.kernel.periods import local_date

MONTHS = 12
EXAMPLE = """\
code: our_points
name: {zh: 本店积分, en: Our points}
earn:
  - {code: purchase, name: {zh: 购物, en: Purchases}, points: 1, per: 100}
pending: {days: 7}
expiry: {kind: rolling, months: 12, round_up: month}
unit_minor: 1
"""


@page("points.view")
def scheme(request: Any, code: str) -> HttpResponse:
    """Show one scheme: what it says, who changed what and when, and how it fares to who manages points."""
    return _scheme(request, code)


def _scheme(request: Any, code: str, *, refusal: Refusal | None = None) -> HttpResponse:
    sheet, on, may = (
        loyalty_reads.points_scheme(request.actor, code, at=request.at),
        local_date(request.at),
        request.actor.may,
    )
    context = {
        "sheet": sheet,
        "told": points_scheme_words.terms(sheet.spec),
        "history": _history(sheet),
        "health": loyalty_reads.points_health(request.actor, code, months=MONTHS, at=request.at)
        if may("points.manage")
        else None,
        "words": points_scheme_words,
        "on": on,
        "may": may,
        "error": answers.told(refusal) if refusal else "",
    }
    return render(request, "points/scheme.html", context, status=refusal.status if refusal else 200, using="jinja")


def _history(sheet: PointsSheet) -> list[tuple[Any, list[points_scheme_words.Change]]]:
    """Each version with what it changed of the one before, the latest first."""
    before = (None, *sheet.specs[:-1])
    changed = [points_scheme_words.changes(old, new) for old, new in zip(before, sheet.specs, strict=True)]
    return list(zip(sheet.versions, changed, strict=True))[::-1]


@page("points.manage")
def months_file(request: Any, code: str) -> HttpResponse:
    """Give the months of a scheme as a table file."""
    health = loyalty_reads.points_health(request.actor, code, months=MONTHS, at=request.at)
    counts = (_("发出积分"), _("使用积分"), _("到期积分"), _("退货收回"), _("月末结存"))
    head = [_("月份"), *counts, _("折合金额"), _("币种")]
    return table_file(f"points-{code}", head, [_month_cells(each) for each in health.months])


def _month_cells(each: Any) -> tuple[object, ...]:
    figures = (each.issued, each.spent, each.expired, each.taken_back, each.outstanding)
    worth = money.show(each.worth_minor, each.currency, sign=False).replace(",", "")
    return f"{each.first_on:%Y-%m}", *figures, worth, each.currency


@page("points.manage", methods=("POST",))
def closure(request: Any, code: str) -> HttpResponse:
    """Stop a scheme."""
    refusal = attempt(request, lambda: loyalty.stop_points(code, by=request.actor, at=request.at))
    if refusal is None:
        return done(request, _("方案已停用；已积的分照旧。"), f"/points/{code}")
    return _scheme(request, code, refusal=refusal)


@page("points.manage", methods=("GET", "HEAD", "POST"))
def form(request: Any) -> HttpResponse:
    """Show the text of a scheme (its latest version, a preset, an example), or publish it as the next version."""
    if request.method != "POST":
        return _form(request, _text(request))
    text = request.POST.get("text", "")
    refusal = attempt(request, lambda: _publish(request, text))
    if refusal is None:
        return done(request, _("方案已发布，从生效日起照此办理。"), "/points")
    return _form(request, text, refusal=refusal)


def _publish(request: Any, text: str) -> None:
    day = answers.optional_day(request.POST.get("from_on"), field="from_on") or local_date(request.at)
    loyalty.publish_points(text, from_on=day, by=request.actor, at=request.at)


def _text(request: Any) -> str:
    code, preset = request.GET.get("scheme", ""), request.GET.get("preset", "")
    if code:
        return loyalty_reads.points_scheme(request.actor, code, at=request.at).text
    return loyalty_reads.points_preset_texts().get(preset) or EXAMPLE


def _form(request: Any, text: str, *, refusal: Refusal | None = None) -> HttpResponse:
    context = _examined(request, text) | {
        "text": text,
        "error": answers.told(refusal) if refusal else "",
        "given": request.POST,
        "today": local_date(request.at).isoformat(),
        "loaded": bool(request.GET.get("scheme")),
    }
    return render(request, "points/form.html", context, status=refusal.status if refusal else 200, using="jinja")


@page("points.manage", methods=("POST",))
def examination(request: Any) -> HttpResponse:
    """Answer what is wrong with a text as it stands in the form, or what it says and would change."""
    return render(request, "points/examined.html", _examined(request, request.POST.get("text", "")), using="jinja")


def _examined(request: Any, text: str) -> dict[str, Any]:
    try:
        found = loyalty_reads.examine_points(request.actor, text, at=request.at)
    except Refusal as refusal:  # the programme is not published yet
        return {"examined": None, "hindrance": answers.told(refusal), "words": points_scheme_words}
    sheet = None if found.spec is None else _published(request, found.spec.code)
    changed = points_scheme_words.changes(sheet.specs[-1], found.spec) if sheet else []
    return {"examined": found, "hindrance": "", "words": points_scheme_words, "sheet": sheet, "changed": changed}


def _published(request: Any, code: str) -> PointsSheet | None:
    try:
        return loyalty_reads.points_scheme(request.actor, code, at=request.at)
    except NotFound:
        return None


urls = [
    path("points/scheme-text", form, name="points_form"),
    path("points/scheme-examination", examination, name="points_examination"),
    path("points/<slug:code>", scheme, name="points_scheme"),
    path("points/<slug:code>/months", months_file, name="points_months_file"),
    path("points/<slug:code>/closure", closure, name="points_closure"),
]

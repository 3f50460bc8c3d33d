"""Business grades 企业评级: who stands where and why, what is known of one customer, its review."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import queries as customer_reads
from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as tiering_reads
from minghua.domain.tiering.types import GRADES
from minghua.foundation.listing.types import Sort
from minghua.interfaces.web import answers, grade_words, leaving
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.customer import frame
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.journeys import export_grades
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import local_date

ROWS = 50
SORTS = ("score", "-score", "since", "-since")


@page("grades.view")
def grades(request: Any) -> HttpResponse:
    """Show who stands where, of one grade, under review or under a veto; htmx asks for further rows."""
    asked = _asked(request)
    further = request.headers.get("HX-Request") and request.GET.get("cursor")
    found = tiering_reads.grade_list(
        request.actor, **asked, sorts=_sorts(request), cursor=request.GET.get("cursor") or None, limit=ROWS
    )
    query = _query(request)
    context = {"page": found, "query": query, "words": grade_words, "on": local_date(request.at)}
    if further:
        return render(request, "grades/rows.html", context, using="jinja")
    context |= {
        "tabs": _tabs(request, asked),
        "sort": _sort(request),
        "sort_url": lambda code: f"?{_query(request, sort=code)}",
        "card": tiering_reads.card_version(request.actor, local_date(request.at)),
        "any": bool(asked["grade"] or asked["review"] or asked["vetoed"]),
        "may": request.actor.may,
    }
    return render(request, "grades/list.html", context, using="jinja")


@page("customers.export")
def export(request: Any) -> Any:
    """Hand out the list as it stands."""
    sorts = [{"field": each.field, "descending": each.descending} for each in _sorts(request)]
    return leaving.hand_out(request, export_grades.GRADES, {**_asked(request), "sorts": sorts})


def _asked(request: Any) -> dict[str, Any]:
    get = request.GET.get
    return {"grade": get("grade", ""), "review": get("review") == "1", "vetoed": get("vetoed") == "1"}


def _sort(request: Any) -> str:
    asked = request.GET.get("sort", "")
    return asked if asked in SORTS else "-score"


def _sorts(request: Any) -> tuple[Sort, ...]:
    code = _sort(request)
    return (Sort(code.lstrip("-"), code.startswith("-")),)


def _query(request: Any, **changed: str) -> str:
    kept = request.GET.copy()
    kept.pop("cursor", None)
    for name, value in changed.items():
        kept[name] = value
    return str(kept.urlencode())


def _tabs(request: Any, asked: dict[str, Any]) -> list[dict[str, Any]]:
    counts = tiering_reads.grade_counts(request.actor)
    everyone = sum(counts[code] for code in (*GRADES, tiering_reads.WAITING))
    plain = not (asked["grade"] or asked["review"] or asked["vetoed"])
    named = [("/grades", _("全部"), everyone, plain)]
    named += [(f"/grades?grade={code}", code, counts[code], asked["grade"] == code) for code in GRADES]
    waiting = tiering_reads.WAITING
    named += [
        (f"/grades?grade={waiting}", _("资料不足"), counts[waiting], asked["grade"] == waiting),
        ("/grades?review=1", _("待复核"), counts["review"], asked["review"]),
        ("/grades?vetoed=1", _("被否决项限制"), counts["vetoed"], asked["vetoed"]),
    ]
    return [{"url": url, "text": text, "count": n, "current": current} for url, text, n, current in named]


@page("grades.view")
def sheet(request: Any, customer_id: int) -> HttpResponse:
    """Show the grade of one customer: why, what is known, how it went."""
    return _sheet(request, customer_id)


@page("grades.record", methods=("POST",))
def inputs(request: Any, customer_id: int) -> HttpResponse:
    """Keep what was learned of a customer and grade anew."""
    values = {name.removeprefix("v-"): value for name, value in request.POST.items() if name.startswith("v-")}
    refusal = attempt(request, lambda: _record(request, customer_id, values))
    if refusal is None:
        return done(request, _("已登记，并按现行评级卡重新评级。"), f"/customers/{customer_id}/grade")
    return _sheet(request, customer_id, refusal=refusal)


def _record(request: Any, customer_id: int, values: dict[str, str]) -> None:
    day = answers.optional_day(request.POST.get("observed_on"), field="observed_on")
    note = request.POST.get("note", "")
    tiering.record_inputs(customer_id, values, observed_on=day, note=note, by=request.actor, at=request.at)


@page("grades.record", methods=("POST",))
def regrading(request: Any, customer_id: int) -> HttpResponse:
    """Grade a customer anew by what is known today."""
    refusal = attempt(request, lambda: tiering.grade_customer(customer_id, by=request.actor, at=request.at))
    if refusal is None:
        return done(request, _("已按今天的资料重新评级。"), f"/customers/{customer_id}/grade")
    return _sheet(request, customer_id, refusal=refusal)


@page("grades.record", methods=("POST",))
def review(request: Any, customer_id: int) -> HttpResponse:
    """Close the review of this quarter with a note."""
    note = request.POST.get("note", "")
    refusal = attempt(request, lambda: tiering.close_review(customer_id, note=note, by=request.actor, at=request.at))
    if refusal is None:
        return done(request, _("复核已完成，结论已记下。"), f"/customers/{customer_id}/grade")
    return _sheet(request, customer_id, refusal=refusal)


def _sheet(request: Any, customer_id: int, *, refusal: Refusal | None = None) -> HttpResponse:
    card = customer_reads.customer(request.actor, customer_id)
    found = tiering_reads.grade_sheet(request.actor, customer_id, on=local_date(request.at))
    in_force = tiering_reads.in_force(local_date(request.at))
    context = frame(request, card, tab="grade") | {
        "sheet": found,
        "names": {each.code: each.name for each in in_force.card.indicators} if in_force else {},
        "words": grade_words,
        "error": answers.told(refusal) if refusal else "",
        "at_fault": refusal.field or "" if refusal else "",
        "given": request.POST if refusal else {},
    }
    status = refusal.status if refusal else 200
    return render(request, "customer/grade.html", context, status=status, using="jinja")


urls = [
    path("grades", grades, name="grades"),
    path("grades/export", export, name="grades_export"),
    path("customers/<int:customer_id>/grade", sheet, name="customer_grade"),
    path("customers/<int:customer_id>/grade/inputs", inputs, name="customer_grade_inputs"),
    path("customers/<int:customer_id>/grade/regrading", regrading, name="customer_grade_regrading"),
    path("customers/<int:customer_id>/grade/review", review, name="customer_grade_review"),
]

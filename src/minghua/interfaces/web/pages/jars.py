"""One jar: how full, until when, what was learned, who lives there; its part on the customer's page."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext

from minghua.domain.care import operations as care
from minghua.domain.care import queries as care_reads
from minghua.domain.care.types import JarPage
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import display, portions, servings
from minghua.interfaces.web.guard import page
from minghua.kernel.errors import Invalid, Refusal
from minghua.kernel.periods import local_date

ONE_DAY = timedelta(days=1)


@page("route.view")
def jar(request: Any, jar_id: int) -> HttpResponse:
    """Show one jar with its curve, its deliveries and its household."""
    today = local_date(request.at)
    found = care_reads.jar_page(request.actor, jar_id, on=today)
    each = next((size.portions for size in found.sizings if size.from_on <= today), ())
    names = portions.names_of(request.actor, found.card.row.customer_id, on=today)
    context = {
        "page": found,
        "card": found.card,
        "jar": found.card.row,
        "now": today,
        "tomorrow": today + ONE_DAY,
        "may_edit": request.actor.may("jars.edit") and found.card.active,
        "may_deliver": request.actor.may("route.deliver") and found.card.active,
        "curve_series": [{"name": gettext("预计余量"), "data": [_figure(point.level) for point in found.card.curve]}],
        "curve_labels": [f"{point.on:%m-%d}" for point in found.card.curve],
        "portion_rows": portions.rows_of(each, names),
        "portions_text": "、".join(f"{name} {servings.amount(portion, 1)}" for name, portion in each),
        **_learning(found),
    }
    return render(request, "jars/page.html", context, using="jinja")


@page("route.view")
def of_customer(request: Any, customer_id: int) -> HttpResponse:
    """Show a customer's jars as a part of the customer's page."""
    cards = care_reads.jar_cards_of(request.actor, customer_id, on=local_date(request.at))
    context = {"cards": cards, "customer_id": customer_id, "may_edit": request.actor.may("jars.edit")}
    return render(request, "jars/of_customer.html", context, using="jinja")


@page("jars.edit", methods=("POST",))
def terms(request: Any, jar_id: int) -> HttpResponse:
    """Change capacity, level, window, collection day, credit, area or note."""
    return _kept(request, jar_id, lambda **who: care.edit_jar(jar_id, _terms(request.POST), **who))


@page("jars.edit", methods=("POST",))
def size(request: Any, jar_id: int) -> HttpResponse:
    """Change the household's size from a day on."""
    form = request.POST
    return _kept(
        request,
        jar_id,
        lambda **who: care.resize(
            jar_id,
            people=len(portions.sent(form)) or servings.whole_in(form.get("people", ""), field="people"),
            portions=portions.sent(form),
            per_person_milli=servings.milli_in(form.get("per_person", ""), field="per_person_milli"),
            from_on=servings.day_in(form.get("from_on", ""), field="from_on"),
            note=form.get("note", ""),
            **who,
        ),
    )


@page("jars.edit", methods=("POST",))
def absences(request: Any, jar_id: int) -> HttpResponse:
    """Note days away; the last day is included on the form."""
    return _kept(request, jar_id, lambda **who: care.add_absence(jar_id, **_days(request.POST), **who))


@page("jars.edit", methods=("POST",))
def occasions(request: Any, jar_id: int) -> HttpResponse:
    """Note days with guests; the last day is included on the form."""
    form = request.POST
    return _kept(
        request,
        jar_id,
        lambda **who: care.add_occasion(
            jar_id, factor_milli=servings.milli_in(form.get("factor", ""), field="factor"), **_days(form), **who
        ),
    )


@page("jars.edit", methods=("POST",))
def absence_removal(request: Any, jar_id: int, absence_id: int) -> HttpResponse:
    """Take days away back."""
    return _kept(request, jar_id, lambda **who: care.drop_absence(jar_id, absence_id, **who))


@page("jars.edit", methods=("POST",))
def occasion_removal(request: Any, jar_id: int, occasion_id: int) -> HttpResponse:
    """Take days with guests back."""
    return _kept(request, jar_id, lambda **who: care.drop_occasion(jar_id, occasion_id, **who))


@page("jars.edit", methods=("POST",))
def closure(request: Any, jar_id: int) -> HttpResponse:
    """Stop planning this jar."""
    return _kept(request, jar_id, lambda **who: care.close_jar(jar_id, **who))


def _kept(request: Any, jar_id: int, act: Callable[..., Any]) -> HttpResponse:
    """Do it, say so, and show the jar again; a refusal is said there too."""
    try:
        with unit_of_work(request.actor, at=request.at):
            act(by=request.actor, at=request.at)
    except Refusal as refusal:
        if refusal.status not in {409, 422} or request.headers.get("HX-Request"):
            raise
        messages.error(request, refusal.message(display.language()) + refusal.advice(display.language()))
    else:
        messages.success(request, gettext("已保存，日子重新算过了。"))
    return redirect(reverse("jar", args=[jar_id]))


def _terms(form: Any) -> dict[str, Any]:
    changes: dict[str, Any] = {
        "capacity_milli": servings.milli_in(form.get("capacity", ""), field="capacity_milli"),
        "preset": form.get("preset", "shop"),
        "delivery_window": form.get("delivery_window", "").strip()[:40],
        "area": form.get("area", "").strip()[:60],
        "note": form.get("note", "").strip()[:200],
        "credit_limit_minor": servings.optional(form.get("credit"), servings.money_in, field="credit_limit_minor"),
    }
    for code in ("pay_day", "lead_days", "safety_days"):
        changes[code] = servings.optional(form.get(code), servings.whole_in, field=code)
    if form.get("level", "").strip():
        changes["level_milli"] = servings.milli_in(form["level"], field="level_milli")
    return changes


def _days(form: Any) -> dict[str, Any]:
    """Return the period of a form, whose last day is included, with its note."""
    last = servings.day_in(form.get("last_on", ""), field="until_on")
    if last == date.max:
        raise Invalid("日期不对。", "The day cannot be right.", field="until_on")
    first = servings.day_in(form.get("from_on", ""), field="from_on")
    return {"from_on": first, "until_on": last + ONE_DAY, "note": form.get("note", "")}


def _figure(value: Any) -> float | None:
    return None if value is None else round(float(value), 2)


def _learning(found: JarPage) -> dict[str, Any]:
    """Return the observed and learned rates, oldest first, for the chart."""
    taught = [row for row in reversed(found.deliveries) if row.learned is not None and not row.withdrawn]
    return {
        "rate_labels": [f"{row.on:%m-%d}" for row in taught],
        "rate_series": [
            {"name": gettext("学到的每天用量"), "data": [_figure(row.learned) for row in taught]},
            {"name": gettext("观测到的"), "data": [_figure(row.observed) for row in taught]},
        ],
    }


urls = [
    path("jars/<int:jar_id>", jar, name="jar"),
    path("jars/<int:jar_id>/terms", terms, name="jar-terms"),
    path("jars/<int:jar_id>/size", size, name="jar-size"),
    path("jars/<int:jar_id>/absences", absences, name="jar-absences"),
    path("jars/<int:jar_id>/absences/<int:absence_id>/removal", absence_removal, name="jar-absence-removal"),
    path("jars/<int:jar_id>/occasions", occasions, name="jar-occasions"),
    path("jars/<int:jar_id>/occasions/<int:occasion_id>/removal", occasion_removal, name="jar-occasion-removal"),
    path("jars/<int:jar_id>/closure", closure, name="jar-closure"),
    path("customers/<int:customer_id>/jar", of_customer, name="customer-jar"),
]

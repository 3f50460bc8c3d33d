"""The door-to-door questionnaire: three questions about the rice, a few about the house, the answer at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext

from minghua.domain.care import queries as care_reads
from minghua.domain.care.types import NewJar
from minghua.domain.catalog import queries as catalog
from minghua.domain.customers import queries as customers
from minghua.domain.customers.types import NewCustomer
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import display, portions, servings
from minghua.interfaces.web.guard import page
from minghua.journeys.survey_household import survey_household
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import local_date

USUAL = {"people": "4", "per_person": "2", "capacity": "60", "preset": "shop"}


@page("jars.edit", methods=("GET", "HEAD", "POST"))
def survey(request: Any) -> HttpResponse:
    """Ask, or keep the answers and show the new jar."""
    if request.method != "POST":
        return _form(request, USUAL | request.GET.dict())
    try:
        with unit_of_work(request.actor, at=request.at):
            done = survey_household(_household(request), _jar(request), by=request.actor, at=request.at)
    except Refusal as refusal:
        if refusal.status not in {404, 409, 422}:
            raise
        return _form(request, request.POST.dict(), refusal)
    messages.success(request, gettext("登记好了，到日子会出现在路线上。"))
    return redirect(reverse("jar", args=[done.jar_id]))


@page("jars.edit", methods=("POST",))
def preview(request: Any) -> HttpResponse:
    """Say what the answers so far would mean: how many days, which day to go."""
    try:
        plan = care_reads.preview(request.actor, _jar(request), on=local_date(request.at))
    except Refusal:
        plan = None
    return render(request, "jars/_preview.html", {"plan": plan, "serving": _serving(request)}, using="jinja")


def _household(request: Any) -> NewCustomer | None:
    form = request.POST
    if _customer_id(request):
        return None
    wanted = ("name", "mobile", "address", "area")
    return NewCustomer(
        kind="household", in_passing=True, origin_channel="", **{code: form.get(code, "").strip() for code in wanted}
    )


def _jar(request: Any) -> NewJar:
    form = request.POST
    each = portions.sent(form)
    return NewJar(
        customer_id=_customer_id(request),
        product_id=servings.whole_in(form.get("product_id", ""), field="product_id"),
        capacity_milli=servings.milli_in(form.get("capacity", ""), field="capacity_milli"),
        people=len(each) or servings.whole_in(form.get("people") or "0", field="people"),
        portions=each,
        per_person_milli=servings.milli_in(form.get("per_person") or "0", field="per_person_milli"),
        level_milli=servings.optional(form.get("level"), servings.milli_in, field="level_milli"),
        preset=form.get("preset") or "shop",
        delivery_window=form.get("delivery_window", "")[:40],
        pay_day=servings.optional(form.get("pay_day"), servings.whole_in, field="pay_day"),
        credit_limit_minor=servings.optional(form.get("credit"), servings.money_in, field="credit_limit_minor"),
        area=form.get("area", "")[:60],
        note=form.get("note", "")[:200],
        consent=form.get("consent") == "1",
    )


def _customer_id(request: Any) -> int:
    given = request.POST.get("customer_id") or request.GET.get("customer") or ""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0


def _goods(request: Any) -> list[Any]:
    rows = catalog.products(request.actor).filter(replenishable=True, active=True)
    return catalog.cards(rows.order_by("name", "pk")[:200])


def _serving(request: Any) -> str:
    chosen = request.POST.get("product_id", "")
    return next((card.serving_name or card.unit for card in _goods(request) if str(card.id) == chosen), "")


def _form(request: Any, typed: dict[str, Any], refusal: Refusal | None = None) -> HttpResponse:
    language = display.language()
    message = f"{refusal.message(language)}{refusal.advice(language)}" if refusal else ""
    customer_id = _customer_id(request)
    goods = _goods(request)
    known = customers.customer(request.actor, customer_id) if customer_id else None
    context = {
        "typed": typed,
        "portion_rows": _portion_rows(request, customer_id),
        "errors": {refusal.field: message} if refusal and refusal.field else {},
        "problems": [message] if refusal else [],
        "goods": goods,
        "known": known,
        "areas": care_reads.areas(request.actor),
        "chosen": typed.get("product_id") or (str(_likeliest(goods)) if goods else ""),
    }
    return render(request, "jars/survey.html", context, status=422 if refusal else 200, using="jinja")


def _portion_rows(request: Any, customer_id: int) -> portions.Rows:
    if request.method == "POST":
        return portions.typed(request.POST)
    return portions.rows_of((), portions.names_of(request.actor, customer_id, on=local_date(request.at)))


def _likeliest(goods: list[Any]) -> int:
    """Return the product to propose: one whose servings are known, as rice is."""
    return next((card.id for card in goods if card.servings_milli), goods[0].id)


urls = [path("jars/new", survey, name="jar-survey"), path("jars/preview", preview, name="jar-preview")]

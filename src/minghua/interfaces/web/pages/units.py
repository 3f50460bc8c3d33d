"""Units 设备: the list, a new one, one with what it is entitled to and why; reporting a fault, moving it, its cards."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.catalog import queries as catalog_reads
from minghua.domain.customers import queries as customer_reads
from minghua.domain.service import operations as service
from minghua.domain.service import queries as service_reads
from minghua.domain.service.types import CardState, Condition, NewHolding, NewReport, PromiseKind, PromiseToKeep
from minghua.foundation.listing.types import Sort
from minghua.interfaces.web import answers, customer_values, display
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.kernel.errors import Invalid, Refusal
from minghua.kernel.ids import hex_id
from minghua.kernel.money import NotAnAmount, parse_minor
from minghua.kernel.periods import SHANGHAI, local_date

ROWS = 50
SORTS = ("since", "-since", "product", "-product")


@page("service.view")
def units(request: Any) -> HttpResponse:
    """Show the units in reach, those whose serial or product holds a text; htmx asks for further rows."""
    cursor, text = request.GET.get("cursor") or None, request.GET.get("q", "")
    customer_id = answers.optional_number(request.GET.get("customer"), field="customer")
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "-since"
    found = service_reads.units(
        request.actor, text=text, customer_id=customer_id, sorts=(Sort(sort.lstrip("-"), sort.startswith("-")),),
        cursor=cursor, limit=ROWS,
    )  # fmt: skip
    context = {"page": found, "query": _query(request), "text": text, "sort": sort, "customer_id": customer_id}
    if request.headers.get("HX-Request") and cursor:
        return render(request, "units/rows.html", context, using="jinja")
    context |= {"sort_url": lambda code: f"?{_query(request, sort=code)}", "may": request.actor.may}
    context["customer"] = None if customer_id is None else customer_reads.customer(request.actor, customer_id)
    return render(request, "units/list.html", context, using="jinja")


@page("service.work", methods=("GET", "HEAD", "POST"))
def new(request: Any) -> HttpResponse:
    """Ask for a unit in a customer's hands (GET), record it (POST)."""
    if request.method != "POST":
        return _form(request)
    made: list[int] = []

    def record() -> None:
        made.append(service.record_unit(_told(request), by=request.actor, at=request.at))

    refusal = attempt(request, record)
    return done(request, _("设备已登记。"), f"/units/{made[0]}") if refusal is None else _form(request, refusal)


@page("service.view")
def unit(request: Any, unit_id: int) -> HttpResponse:
    """Show one unit whole."""
    return _unit(request, unit_id)


@page("service.work", methods=("POST",))
def faults(request: Any, unit_id: int) -> HttpResponse:
    """Report a fault: the unit and the symptom are enough."""
    said: list[Any] = []

    def report() -> None:
        said.append(service.report_fault(_report(request, unit_id), by=request.actor, at=request.at))

    refusal = attempt(request, report)
    if refusal is not None:
        return _unit(request, unit_id, refusal)
    told = said[0]
    text = _("已报修：第 %(n)s 次，%(level)s 级。") % {"n": told.reports, "level": told.level}
    return done(request, text, f"/problems/{told.problem_id}")


@page("service.work", methods=("POST",))
def moves(request: Any, unit_id: int) -> HttpResponse:
    """Say that it stands elsewhere, or is used no more."""
    on = answers.optional_day(request.POST.get("on"), field="on") or local_date(request.at)
    place = request.POST.get("place", "")
    if request.POST.get("retired"):
        return _after(
            request, unit_id, _("设备已停用。"),
            lambda: service.retire_unit(unit_id, on=on, by=request.actor, at=request.at),
        )  # fmt: skip
    return _after(
        request, unit_id, _("已移到新的位置。"),
        lambda: service.move_unit(unit_id, on=on, place=place, by=request.actor, at=request.at),
    )  # fmt: skip


@page("service.work", methods=("POST",))
def cards(request: Any, unit_id: int) -> HttpResponse:
    """Note a card: in the customer's hand, or owed."""
    form = request.POST
    state = CardState.OWED if form.get("state") == CardState.OWED else CardState.HANDED
    return _after(
        request, unit_id, _("卡已登记。"),
        lambda: service.note_card(
            unit_id, form.get("code", ""), state=state, evidence=form.get("evidence", ""), by=request.actor, at=request.at
        ),
    )  # fmt: skip


@page("service.lead", methods=("POST",))
def confirmation(request: Any, unit_id: int, card_id: int) -> HttpResponse:
    """Say that a card is owed indeed."""
    act = lambda: service.confirm_card(card_id, by=request.actor, at=request.at)  # noqa: E731 (one line)
    return _after(request, unit_id, _("欠卡已确认，视同有卡。"), act)


@page("service.work", methods=("POST",))
def handing(request: Any, unit_id: int, card_id: int) -> HttpResponse:
    """Hand an owed card over."""
    number = request.POST.get("number", "")
    return _after(
        request, unit_id, _("卡已补给客户。"),
        lambda: service.hand_card(card_id, number=number, by=request.actor, at=request.at),
    )  # fmt: skip


@page("service.work", methods=("POST",))
def charges(request: Any, unit_id: int) -> HttpResponse:
    """Ask money for a repair."""
    form = request.POST
    return _after(
        request, unit_id, _("收费已登记。"),
        lambda: service.charge_visit(
            unit_id, _fen(form.get("amount", "")), key=form.get("key") or hex_id(), reason=form.get("reason", ""),
            by=request.actor, at=request.at,
        ),
    )  # fmt: skip


@page("service.work", methods=("POST",))
def promise(request: Any, unit_id: int) -> HttpResponse:
    """Promise the holder of the unit something by a time."""
    return _after(request, unit_id, _("承诺已登记。"), lambda: _promise(request, unit_id))


def _fen(text: str) -> int:
    try:
        return parse_minor(text)
    except NotAnAmount:
        raise Invalid("金额不对。", "This is no amount.", field="amount") from None


def _promise(request: Any, unit_id: int) -> None:
    form = request.POST
    holder = service_reads.unit(request.actor, unit_id, on=local_date(request.at)).unit.customer_id
    if form.get("kind") not in set(PromiseKind):
        raise Invalid("请选择承诺什么。", "Choose what is promised.", field="kind")
    day = answers.optional_day(form.get("due_on"), field="due_on")
    if day is None:
        raise Invalid("请写哪天兑现。", "Say by which day.", field="due_on")
    new = PromiseToKeep(
        customer_id=holder, kind=PromiseKind(form["kind"]), text=form.get("text", ""), unit_id=unit_id,
        due_at=datetime.combine(day, time(18), SHANGHAI), key=form.get("key") or hex_id(),
        problem_id=answers.optional_number(form.get("problem_id"), field="problem_id"),
    )  # fmt: skip
    service.give_promise(new, by=request.actor, at=request.at)


def _after(request: Any, unit_id: int, text: str, act: Callable[[], Any]) -> HttpResponse:
    refusal = attempt(request, act)
    return done(request, text, f"/units/{unit_id}") if refusal is None else _unit(request, unit_id, refusal)


def _report(request: Any, unit_id: int) -> NewReport:
    form = request.POST
    condition = form.get("condition", "")
    return NewReport(
        unit_id=unit_id,
        symptom=form.get("symptom", ""),
        key=form.get("key") or hex_id(),
        condition=Condition(condition) if condition in set(Condition) else Condition.UNKNOWN,
        words=form.get("words", ""),
        channel=form.get("channel", "phone"),
        not_the_same=form.get("not_the_same", ""),
    )


def _told(request: Any) -> NewHolding:
    form = request.POST
    sku = form.get("sku", "").strip()
    product_id = catalog_reads.ids_by_sku(request.actor, [sku]).get(sku)
    if product_id is None:
        raise Invalid("没有这个货号的产品。", "There is no product of that sku.", field="sku")
    return NewHolding(
        customer_id=answers.number(form.get("other_id") or form.get("customer_id"), field="customer_id"),
        product_id=product_id,
        key=form.get("key") or hex_id(),
        serial=form.get("serial", ""),
        place=form.get("place", ""),
        purchased_on=answers.optional_day(form.get("purchased_on"), field="purchased_on"),
        installed_on=answers.optional_day(form.get("installed_on"), field="installed_on"),
        evidence=form.get("evidence", "")[:120],
    )


def _form(request: Any, refusal: Refusal | None = None) -> HttpResponse:
    typed = request.POST if refusal else request.GET
    customer_id = answers.optional_number(typed.get("other_id") or typed.get("customer_id"), field="customer_id")
    context = {
        "typed": typed,
        "customer": customer_reads.customer(request.actor, customer_id) if customer_id else None,
        "products": [
            (one.sku, f"{one.sku} {one.name}") for one in catalog_reads.suggestions(request.actor, "", limit=200)
        ],
        "key": typed.get("key") or hex_id(),
        "error": answers.told(refusal) if refusal else "",
    }
    return render(request, "units/new.html", context, status=refusal.status if refusal else 200, using="jinja")


def _unit(request: Any, unit_id: int, refusal: Refusal | None = None) -> HttpResponse:
    on = local_date(request.at)
    keep = service_reads.PromiseFilter(state="unended", unit_id=unit_id)
    terms = {one.code: one.name for one in reversed(catalog_reads.terms(request.actor))}
    context = {
        "told": service_reads.unit(request.actor, unit_id, on=on),
        "problems": service_reads.problems(request.actor, unit_id=unit_id).items,
        "promises": service_reads.promises(request.actor, keep, at=request.at).items,
        "terms": terms,
        "terms_options": [(code, display.say(name)) for code, name in terms.items()],
        "typed": request.POST if refusal else {},
        "key": hex_id(),
        "symptoms": customer_values.choices("service.symptom"),
        "conditions": customer_values.choices("service.condition"),
        "channels": customer_values.choices("interactions.channel"),
        "kinds": customer_values.choices("service.promise"),
        "may": request.actor.may,
        "error": answers.told(refusal) if refusal else "",
    }
    return render(request, "units/page.html", context, status=refusal.status if refusal else 200, using="jinja")


def _query(request: Any, **changed: str) -> str:
    kept = request.GET.copy()
    kept.pop("cursor", None)
    for name, value in changed.items():
        kept[name] = value
    return str(kept.urlencode())


urls = [
    path("units", units, name="units"),
    path("units/new", new, name="unit_new"),
    path("units/<int:unit_id>", unit, name="unit"),
    path("units/<int:unit_id>/faults", faults, name="unit_faults"),
    path("units/<int:unit_id>/moves", moves, name="unit_moves"),
    path("units/<int:unit_id>/cards", cards, name="unit_cards"),
    path("units/<int:unit_id>/cards/<int:card_id>/confirmation", confirmation, name="unit_card_confirmation"),
    path("units/<int:unit_id>/cards/<int:card_id>/handing", handing, name="unit_card_handing"),
    path("units/<int:unit_id>/charges", charges, name="unit_charges"),
    path("units/<int:unit_id>/promises", promise, name="unit_promises"),
]

"""Today's route 今天该联系谁: whom to visit, what to bring, one tap at the door, and the way back."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext, ngettext

from minghua.domain.care import operations as care
from minghua.domain.care import queries as care_reads
from minghua.domain.care.types import DeliveryDone, Outcome, Route
from minghua.domain.orders.types import OrderRecorded
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import answers, display, servings
from minghua.interfaces.web.guard import page
from minghua.journeys.deliver_refill import deliver_refill, withdraw_refill
from minghua.kernel.errors import Invalid
from minghua.kernel.money import MILLI
from minghua.kernel.periods import local_date

AHEAD = 7


@page("route.view")
def today(request: Any) -> HttpResponse:
    """Show the route of today, or of a day of the coming week to get ready for."""
    return render(request, "route/page.html", _context(request), using="jinja")


@page("route.view")
def sheet(request: Any) -> HttpResponse:
    """Show the route as a sheet of paper to take along."""
    return render(request, "route/sheet.html", _context(request), using="jinja")


@page("route.deliver", methods=("POST",))
def delivery(request: Any, jar_id: int) -> HttpResponse:
    """Record what was brought: the suggested amount unless another one was typed."""
    form = request.POST
    left = form.get("left", "").strip()
    with unit_of_work(request.actor, at=request.at):
        done = deliver_refill(
            jar_id,
            quantity_milli=_quantity(form),
            left_milli=servings.milli_in(left, field="left") if left else None,
            key=form.get("key", "") or f"tap-{request.request_id}",
            on=local_date(request.at),
            by=request.actor,
            at=request.at,
        )
    delivered, order = done.delivery, done.order
    told = _delivered_text(delivered, order)
    undo = f"/route/deliveries/{delivered.delivery_id}/withdrawal"
    booked = order.order_id if order and request.actor.may("orders.view") else None
    return _answer(request, told, undo=undo, kind="warn" if delivered.notices else "ok", order_id=booked)


@page("route.deliver", methods=("POST",))
def withdrawal(request: Any, delivery_id: int) -> HttpResponse:
    """Take a delivery back."""
    with unit_of_work(request.actor, at=request.at):
        order = withdraw_refill(delivery_id, by=request.actor, at=request.at).order
    told = gettext("已撤销，缸恢复到送货前的记录。")
    if order is not None:
        told += gettext("订单 %(number)s 也已取消。") % {"number": order.number}
    return _answer(request, told, kind="info")


@page("route.deliver", methods=("POST",))
def visit(request: Any, jar_id: int) -> HttpResponse:
    """Record that nothing could be delivered, and when to go again."""
    form = request.POST
    outcome: Outcome = form.get("outcome", "")
    agreed = form.get("agreed_on", "").strip()
    with unit_of_work(request.actor, at=request.at):
        done = care.record_visit(
            jar_id,
            outcome=outcome,
            agreed_on=servings.day_in(agreed, field="agreed_on") if agreed else None,
            note=form.get("note", ""),
            on=local_date(request.at),
            by=request.actor,
            at=request.at,
        )
    told = gettext("已记下，%(day)s 再去。") % {"day": display.day(done.retry_on, "short")}
    if "stock_out_first" in done.notices:
        return _answer(request, told + gettext("注意：再去之前可能就吃完了。"), kind="warn")
    return _answer(request, told, kind="ok")


@page("route.deliver", methods=("POST",))
def pause(request: Any, cadence_id: int) -> HttpResponse:
    """Note that a customer was asked about goods with a rhythm."""
    with unit_of_work(request.actor, at=request.at):
        until = care.pause_rhythm(cadence_id, by=request.actor, at=request.at)
    return _answer(request, gettext("已记下，%(day)s 前不再提醒。") % {"day": display.day(until, "short")})


def _quantity(form: Any) -> int:
    """Return thousandths of a serving: the exact suggestion when its rounded figure was left alone."""
    typed = form.get("quantity", "").strip()
    if form.get("measure") == "unit":
        return (
            servings.milli_in(typed, field="quantity") * answers.number(form.get("per_unit"), field="measure") // MILLI
        )
    if typed == form.get("shown") and form.get("suggested", "").isdecimal():
        return int(form["suggested"])
    return servings.milli_in(typed, field="quantity")


def _delivered_text(done: DeliveryDone, order: OrderRecorded | None) -> str:
    if done.replayed:
        return gettext("这次送货已经记过了。")
    booked = gettext("已记送货。")
    if order is not None:
        sum_ = display.money(order.total_minor, order.currency)
        booked = gettext("已记送货，并登记订单 %(number)s（%(sum)s）。") % {"number": order.number, "sum": sum_}
    told = booked + (gettext("下次 %(day)s。") % {"day": display.day(done.next_on, "short")} if done.next_on else "")
    return told + (gettext("送的比缸能装的多。") if "overfilled" in done.notices else "")


def _answer(
    request: Any, text: str, *, kind: str = "ok", undo: str | None = None, order_id: int | None = None
) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        messages.add_message(request, messages.WARNING if kind == "warn" else messages.SUCCESS, text)
        return redirect(answers.at_home(request, request.POST.get("next", ""), otherwise="/route"))
    context = _context(request) | {"toast_text": text, "toast_kind": kind, "undo_url": undo}
    context["order_url"] = f"/orders/{order_id}" if order_id else None
    return render(request, "route/answer.html", context, using="jinja")


def _context(request: Any) -> dict[str, Any]:
    now = local_date(request.at)
    on = _day(request, now)
    area = request.GET.get("area", request.POST.get("area", ""))
    route = care_reads.route(request.actor, on=on, area=area)
    return {
        "route": route,
        "area": area,
        "areas": care_reads.areas(request.actor),
        "now": now,
        "is_today": on == now,
        "may_deliver": request.actor.may("route.deliver") and on == now,
        "stops": sum(len(some.stops) for some in route.areas),
        "may": request.actor.may,
        "subtitle": _subtitle(route),
        "days": [now + timedelta(days=step) for step in range(AHEAD)],
    }


def _day(request: HttpRequest, now: date) -> date:
    """Return the day asked for, within the coming week."""
    chosen = request.GET.get("on", "")
    try:
        on = servings.day_in(chosen, field="on") if chosen else now
    except Invalid:
        return now
    return min(max(on, now), now + timedelta(days=AHEAD - 1))


def _subtitle(route: Route) -> str:
    count = sum(len(some.stops) for some in route.areas)
    households = ngettext("%(n)s 户要去", "%(n)s 户要去", count) % {"n": count}
    done = ngettext("%(n)s 户已跑", "%(n)s 户已跑", len(route.done)) % {"n": len(route.done)}
    return f"{display.day(route.on, 'long')} · {households} · {done}"


urls = [
    path("route", today, name="route"),
    path("route/sheet", sheet, name="route-sheet"),
    path("route/jars/<int:jar_id>/delivery", delivery, name="route-delivery"),
    path("route/jars/<int:jar_id>/visit", visit, name="route-visit"),
    path("route/deliveries/<int:delivery_id>/withdrawal", withdrawal, name="route-withdrawal"),
    path("route/rhythms/<int:cadence_id>/pause", pause, name="route-pause"),
]

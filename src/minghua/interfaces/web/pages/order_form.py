"""An order is recorded by hand: its customer, its day, its lines; and goods that come back from it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.catalog import queries as catalog_reads
from minghua.domain.customers import queries as customer_reads
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.types import NewLine, NewOrder, Status
from minghua.foundation.people.types import Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.interfaces.web import display, picking, trade_values
from minghua.interfaces.web.guard import page
from minghua.journeys.record_order import record_order
from minghua.journeys.record_return import return_from_order
from minghua.kernel.errors import Invalid, Refusal
from minghua.kernel.money import price_e4

SOURCE = "minghua"
EMPTY_LINES = 3
MOST_LINES = 60


@page("orders.record", methods=("GET", "HEAD", "POST"))
def new_order(request: Any) -> HttpResponse:
    """Show the empty form, or record what was typed; a refusal keeps it."""
    if request.method != "POST":
        return _form(request, _blank(request), {})
    try:
        with unit_of_work(request.actor, at=request.at):
            made = record_order(_order(request), by=request.actor, at=request.at)
    except Refusal as refusal:
        if refusal.status not in (404, 409, 422):
            raise
        return _form(request, request.POST, {refusal.field or "": refusal.message(display.language())})
    return redirect(f"/orders/{made.order_id}")


def _blank(request: Any) -> dict[str, str]:
    """What the form starts with: now, a number of its own, the customer one came from."""
    given = request.GET.get("customer", "")
    names = customer_reads.summaries(request.actor, [int(given)]) if given.isdecimal() and len(given) < 19 else {}
    row = next(iter(names.values()), None)
    local = request.at.astimezone(display.ZONE)
    return {
        "customer": f"{row.name}{picking.SEPARATOR}{row.number}" if row else "",
        "placed_at": local.strftime("%Y-%m-%dT%H:%M"),
        "number": f"M{local:%Y%m%d}-{request.request_id[:6].upper()}",
        "status": "completed",
        "channel": "store",
    }


def _form(request: Any, typed: Any, errors: dict[str, str]) -> HttpResponse:
    many = hasattr(typed, "getlist")
    lines = _typed_lines(typed) if many else []
    context = {
        "typed": {key: typed.get(key, "") for key in ("customer", "placed_at", "number", "status", "channel")},
        "errors": errors,
        "lines": [*lines, *[("", "", "")] * max(EMPTY_LINES - len(lines), 1)],
        "channels": _options("orders.channel"),
        "statuses": _options("orders.status"),
    }
    return render(request, "orders/form.html", context, status=422 if errors else 200, using="jinja")


def _options(vocabulary: str) -> list[tuple[str, str]]:
    return [(code, display.say(text)) for code, text in vocabularies.terms(vocabulary)]


def _typed_lines(form: Any) -> list[tuple[str, str, str]]:
    rows = zip(form.getlist("product"), form.getlist("quantity"), form.getlist("price"), strict=False)
    return [row for row in rows if any(cell.strip() for cell in row)][:MOST_LINES]


def _order(request: Any) -> NewOrder:
    form, actor = request.POST, request.actor
    customer = form.get("customer", "").strip()
    status = form.get("status", "completed")
    if status not in {each.value for each in Status}:
        raise Invalid("请选择状态。", "Choose a status.", field="status")
    if form.get("channel", "") not in vocabularies.codes("orders.channel"):
        raise Invalid("请选择渠道。", "Choose a channel.", field="channel")
    lines = tuple(_line(actor, at, row) for at, row in enumerate(_typed_lines(form), start=1))
    return NewOrder(
        source=SOURCE,
        number=form.get("number", "").strip(),
        placed_at=trade_values.moment(form.get("placed_at", ""), field="placed_at"),
        lines=lines,
        customer_id=picking.customer_id(actor, customer, field="customer") if customer else None,
        channel=form.get("channel", ""),
        status=Status(status),
    )


def _line(actor: Actor, at: int, row: tuple[str, str, str]) -> NewLine:
    product, quantity, price = row
    product_id = picking.product_id(actor, product, field=f"lines.{at}")
    typed = trade_values.typed(price, scale=trade_values.E4, field=f"lines.{at}") if price.strip() else None
    return NewLine(
        product_id=product_id,
        quantity_milli=trade_values.typed(quantity or "1", scale=1_000, field=f"lines.{at}"),
        unit_price_e4=_list_price(actor, product_id, at) if typed is None else typed,
    )


def _list_price(actor: Actor, product_id: int, at: int) -> int:
    card = catalog_reads.product(actor, product_id)
    if card.price_minor is None:
        raise Invalid(
            "这个产品没有标价，请填写单价。", "The product has no list price: write one.", field=f"lines.{at}"
        )
    return price_e4(card.price_minor, card.currency)


@page("orders.record")
def line(request: Any) -> HttpResponse:
    """Answer one more empty line for the form."""
    return render(request, "orders/line_entry.html", {"cells": ("", "", ""), "error": ""}, using="jinja")


@page("orders.record")
def suggestions(request: Any) -> HttpResponse:
    """Answer what may be meant by a typed beginning of a customer or a product."""
    kind = request.GET.get("kind", "")
    text = "".join(request.GET.getlist("customer") + request.GET.getlist("product"))[:80]
    choices = picking.customer_choices if kind == "customer" else picking.product_choices
    return render(request, "orders/suggestions.html", {"choices": choices(request.actor, text)}, using="jinja")


@page("orders.record", methods=("GET", "HEAD", "POST"))
def returning(request: Any, order_id: int) -> HttpResponse:
    """Show what may come back of an order, or record what did."""
    card = order_reads.order(request.actor, order_id)
    if request.method != "POST":
        return _return_form(request, card, {})
    try:
        with unit_of_work(request.actor, at=request.at):
            quantities = {row.id: _back(request, row.id) for row in card.lines if _typed_back(request, row.id)}
            number = request.POST.get("number", "").strip()
            reason = request.POST.get("reason", "").strip()[:200]
            made = return_from_order(
                order_id, quantities, source=SOURCE, number=number, reason=reason, by=request.actor, at=request.at
            )
    except Refusal as refusal:
        if refusal.status not in (409, 422):
            raise
        return _return_form(request, card, {refusal.field or "": refusal.message(display.language())})
    return redirect(f"/returns/{made}")


def _typed_back(request: Any, line_id: int) -> str:
    return request.POST.get(f"back-{line_id}", "").strip()


def _back(request: Any, line_id: int) -> int:
    return trade_values.typed(_typed_back(request, line_id), scale=1_000, field=f"back-{line_id}")


def _return_form(request: Any, card: Any, errors: dict[str, str]) -> HttpResponse:
    local = request.at.astimezone(display.ZONE)
    context = {
        "card": card,
        "order": card.order,
        "typed": request.POST if errors else {},
        "errors": errors,
        "number": request.POST.get("number") or f"R{local:%Y%m%d}-{request.request_id[:6].upper()}",
        "reasons": [_("质量问题"), _("不想要了"), _("发错货"), _("送货破损"), _("过期或受潮")],
        "unit_price": trade_values.unit_price,
        "quantity_text": trade_values.quantity_text,
    }
    return render(request, "orders/return_form.html", context, status=422 if errors else 200, using="jinja")


urls = [
    path("orders/new", new_order, name="order_new"),
    path("orders/new/line", line, name="order_new_line"),
    path("orders/new/suggestions", suggestions, name="order_suggestions"),
    path("orders/<int:order_id>/returns", returning, name="order_return"),
]

"""Orders: the list, the first look beside it, the page, and the list as a file."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from minghua.domain.orders import queries as order_reads
from minghua.foundation.audit import queries as audit_reads
from minghua.foundation.listing.views import VISIBILITIES
from minghua.foundation.people.types import Actor
from minghua.interfaces.web import display, trade_values
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.lists import builder
from minghua.interfaces.web.lists import trade as trade_lists
from minghua.interfaces.web.lists.look import Look, tabs
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

ROWS = 50
DEEDS = 20
DEED_WORDS = {
    "order.recorded": Text("登记", "recorded"),
    "order.replaced": Text("更新内容", "replaced the content"),
}


@page("orders.view")
def orders(request: Any) -> HttpResponse:
    """Show the list, or only its next rows when they are asked for."""
    look = trade_lists.order_look(request)
    on, actor = local_date(request.at), request.actor
    cursor = request.GET.get("cursor") or None
    found = order_reads.listing(actor, look.spec, on=on, text=look.text, cursor=cursor, limit=ROWS)
    context = {"look": look, "rows": found.items, "next_cursor": found.next_cursor}
    if cursor and request.headers.get("HX-Request"):
        return render(request, "orders/rows.html", context, using="jinja")
    return render(request, "orders/list.html", context | _frame(request, look), using="jinja")


def _frame(request: Any, look: Look) -> dict[str, Any]:
    on, actor = local_date(request.at), request.actor
    return {
        "tabs": tabs(look, actor, list_code="orders", presets=trade_lists.ORDER_VIEWS, say=display.say),
        "chips": trade_lists.chips(look, request),
        "total": order_reads.count(actor, look.spec, on=on, text=look.text),
        "untied": order_reads.untied_count(actor),
        "sort": look.spec.sorts[0].code if look.spec.sorts else "-placed_at",
        "visibilities": [(code, display.say(text)) for code, text in VISIBILITIES.items()],
        "may": actor.may,
    }


@page("orders.view")
def condition(request: Any) -> HttpResponse:
    """Answer the part of the filter builder that fits the chosen field, or lead to the list that keeps the condition."""
    look = trade_lists.order_look(request)
    return builder.answer(request, look, trade_lists.builder_fields(look))


@page("orders.view")
def panel(request: Any, order_id: int) -> HttpResponse:
    """Answer the first look at an order for the side panel, with its neighbours on the list."""
    return render(request, "orders/panel.html", _order(request, order_id), using="jinja")


@page("orders.view")
def order(request: Any, order_id: int) -> HttpResponse:
    """Show one order: lines, what came back and why it is tied, the customer, who did what."""
    context = _order(request, order_id) | {"deeds": _deeds(request.actor, order_id), "deed_words": DEED_WORDS}
    return render(request, "orders/page.html", context, using="jinja")


def _order(request: Any, order_id: int) -> dict[str, Any]:
    card = order_reads.order(request.actor, order_id)
    look = trade_lists.order_look(request)
    on = local_date(request.at)
    before, after = (
        order_reads.neighbours(request.actor, look.spec, order_id, on=on, text=look.text)
        if request.GET
        else (None, None)
    )
    return {
        "card": card,
        "order": card.order,
        "look": look,
        "from_list": bool(request.GET),
        "previous_id": before,
        "next_id": after,
        "unit_price": trade_values.unit_price,
        "may": request.actor.may,
        "returnable": order_reads.is_returnable(card),
        "now": request.at,
    }


def _deeds(viewer: Actor, order_id: int) -> Any:
    """What was done with the order, for those who may read the audit record."""
    if not viewer.may("audit.view"):
        return ()
    return audit_reads.events(viewer, subject_type="orders.Order", subject_id=str(order_id), limit=DEEDS).items


urls = [
    path("orders", orders, name="orders"),
    path("orders/condition", condition, name="orders_condition"),
    path("orders/<int:order_id>", order, name="order"),
    path("orders/<int:order_id>/panel", panel, name="order_panel"),
]

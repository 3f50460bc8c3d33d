"""Customer information on its way 信息流转: what came to me, what I did about it, and how each type fares."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.foundation.routing import operations as routing
from minghua.foundation.routing import queries as routing_reads
from minghua.foundation.routing.types import STATES, TYPES
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import answers
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import done
from minghua.kernel.errors import Refusal

DAYS = 30
TONES = {"open": "warn", "seen": "info", "handled": "ok", "told": "plain", "archived": "muted"}


def _show(request: Any, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    common = {"states": STATES, "types": TYPES, "tones": TONES, "now": request.at, "may": request.actor.may}
    return render(request, f"routed/{template}.html", common | context, status=status, using="jinja")


@page("signed_in")
def items(request: Any) -> HttpResponse:
    """Show what came to this person: waiting ones first to be seen, or all; htmx asks for further rows."""
    everything = request.GET.get("all") == "1"
    found = routing_reads.my_items(request.actor, waiting=not everything, cursor=request.GET.get("cursor"))
    further = request.headers.get("HX-Request") and request.GET.get("cursor")
    return _show(request, "rows" if further else "list", {"page": found, "everything": everything})


@page("signed_in")
def item(request: Any, item_id: int) -> HttpResponse:
    """Show one item with the form to say what was done."""
    return _sheet(request, item_id)


@page("signed_in", methods=("POST",))
def seeing(request: Any, item_id: int) -> HttpResponse:
    """Note that this person saw the item."""
    with unit_of_work(request.actor, at=request.at):
        routing.mark_seen(item_id, by=request.actor, at=request.at)
    return answers.go(request, f"/routed/{item_id}")


@page("signed_in", methods=("POST",))
def handling(request: Any, item_id: int) -> HttpResponse:
    """Record what was done."""
    try:
        with unit_of_work(request.actor, at=request.at):
            routing.handle(item_id, outcome=request.POST.get("outcome", ""), by=request.actor, at=request.at)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return _sheet(request, item_id, refusal=refusal)
    return done(request, _("已记下处理结果。"), "/routed")


def _sheet(request: Any, item_id: int, *, refusal: Refusal | None = None) -> HttpResponse:
    context = {"item": routing_reads.item(request.actor, item_id), "error": answers.told(refusal) if refusal else ""}
    return _show(request, "item", context, status=refusal.status if refusal else 200)


@page("routing.manage")
def report(request: Any) -> HttpResponse:
    """Show for each type of the last thirty days what was sent, handled in time, late, missed."""
    lines = routing_reads.report(request.actor, since=request.at - timedelta(days=DAYS), at=request.at)
    return _show(request, "report", {"lines": lines, "days": DAYS})


urls = [
    path("routed", items, name="routed"),
    path("routed/report", report, name="routed_report"),
    path("routed/<int:item_id>", item, name="routed_item"),
    path("routed/<int:item_id>/seeing", seeing, name="routed_seeing"),
    path("routed/<int:item_id>/handling", handling, name="routed_handling"),
]

"""Returns: the list, each return with the reasons of its ties, and what could not be tied, to be tied by hand."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.types import Match
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.interfaces.web import answers, display, trade_values
from minghua.interfaces.web.guard import page
from minghua.journeys import record_return as journey

ROWS = 50
_REASONS = (Match.NO_CUSTOMER, Match.NO_PRIOR_SALE, Match.QUANTITY_EXCEEDS, Match.NOT_MERCHANDISE, Match.PENDING)


@page("orders.view")
def returns(request: Any) -> HttpResponse:
    """Show every return, latest first, or the next stretch of the list."""
    found = order_reads.returns_page(request.actor, cursor=request.GET.get("cursor") or None, limit=ROWS)
    context = {
        "rows": found.items,
        "next_cursor": found.next_cursor,
        "tabs": _tabs(request, "all"),
        "may": request.actor.may,
    }
    template = "returns/rows.html" if _only_rows(request) else "returns/list.html"
    return render(request, template, context, using="jinja")


@page("orders.view")
def untied(request: Any) -> HttpResponse:
    """Show the return lines without an order, of one reason if it is named."""
    reason = request.GET.get("match", "")
    reason = reason if reason in {each.value for each in _REASONS} else ""
    lines = order_reads.untied_lines(request.actor)
    if reason:
        lines = lines.filter(match=reason)
    found = order_reads.untied_rows(request.actor, lines, cursor=request.GET.get("cursor") or None, limit=ROWS)
    context = {
        "rows": found.items,
        "next_cursor": found.next_cursor,
        "tabs": _tabs(request, "untied"),
        "reason": reason,
        "reasons": [(each.value, display.say(vocabularies.label("orders.match", each))) for each in _REASONS],
        "may": request.actor.may,
        "unit_price": trade_values.unit_price,
    }
    template = "returns/untied_rows.html" if _only_rows(request) else "returns/untied.html"
    return render(request, template, context, using="jinja")


def _only_rows(request: Any) -> bool:
    return "cursor" in request.GET and bool(request.headers.get("HX-Request"))


def _tabs(request: Any, current: str) -> list[dict[str, Any]]:
    waiting = order_reads.untied_count(request.actor)
    return [
        {"url": "/returns", "text": _("全部退货"), "current": current == "all"},
        {"url": "/returns/untied", "text": _("未能关联"), "current": current == "untied", "count": str(waiting)},
    ]


@page("orders.view")
def one_return(request: Any, return_id: int) -> HttpResponse:
    """Show one return: each line, the purchase it came from, and why or why not."""
    card = order_reads.return_card(request.actor, return_id)
    context = {"card": card, "head": card.head, "unit_price": trade_values.unit_price, "may": request.actor.may}
    return render(request, "returns/page.html", context, using="jinja")


@page("orders.record", methods=("GET", "HEAD", "POST"))
def line_order(request: Any, line_id: int) -> HttpResponse:
    """Answer the purchases a return line could come from, or tie it to the chosen one."""
    if request.method == "POST":
        chosen = answers.number(request.POST.get("order_line"), field="order_line_id")
        with unit_of_work(request.actor, at=request.at):
            journey.tie_by_hand(line_id, order_line_id=chosen, by=request.actor, at=request.at)
        context = {"line_id": line_id, "text": _("已关联到原订单。"), "undo_url": f"/returns/lines/{line_id}/untying"}
        return render(request, "returns/tied.html", context, using="jinja")
    line, found = order_reads.candidates(request.actor, line_id)
    context = {"line": line, "candidates": found, "unit_price": trade_values.unit_price}
    return render(request, "returns/candidates.html", context, using="jinja")


@page("orders.record", methods=("POST",))
def untying(request: Any, line_id: int) -> HttpResponse:
    """Take a tie back and list the line again."""
    with unit_of_work(request.actor, at=request.at):
        journey.untie(line_id, by=request.actor, at=request.at)
    return answers.go(request, "/returns/untied")


urls = [
    path("returns", returns, name="returns"),
    path("returns/untied", untied, name="returns_untied"),
    path("returns/<int:return_id>", one_return, name="return"),
    path("returns/lines/<int:line_id>/order", line_order, name="return_line_order"),
    path("returns/lines/<int:line_id>/untying", untying, name="return_line_untying"),
]

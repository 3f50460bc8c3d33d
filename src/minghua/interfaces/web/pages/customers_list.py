"""The list of customers: views, filters, columns, board and rows; what happens to a row stands in its neighbours."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types.parties import OWNING
from minghua.foundation.listing.paging import Count
from minghua.foundation.listing.types import Condition, Field, Group, Spec, named
from minghua.foundation.listing.views import VISIBILITIES
from minghua.foundation.people import queries as people
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.interfaces.web import display
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.lists import builder, words
from minghua.interfaces.web.lists import customer_cells as cells
from minghua.interfaces.web.lists import customers as customer_list
from minghua.interfaces.web.lists.look import Look, tabs
from minghua.kernel.periods import local_date

ROWS = 50
CARDS = 12


@page("customers.view")
def customers(request: Any) -> HttpResponse:
    """Show the list, the board, or only the next rows when they are asked for."""
    look = customer_list.look(request)
    if look.spec.board:
        frame = _frame(request, look)
        return render(request, "customers/board.html", frame | _board(request, look, frame["total"]), using="jinja")
    context = _frame(request, look) | _rows(request, look)
    only_rows = "cursor" in request.GET and request.headers.get("HX-Request")
    return render(request, f"customers/{'rows' if only_rows else 'list'}.html", context, using="jinja")


def _frame(request: Any, look: Look) -> dict[str, Any]:
    """What stands around rows and boards alike."""
    on, actor = local_date(request.at), request.actor
    presets = customer_list.presets(on)
    return {
        "look": look,
        "tabs": tabs(look, actor, list_code=customer_list.LIST, presets=presets, say=display.say),
        "chips": words.chips(look, actor),
        "total": customer_reads.count(actor, look.spec, on=on, text=look.text),
        "board_fields": customer_list.board_fields(look),
        "field_options": words.field_options(look.fields),
        "visibilities": [(code, display.say(text)) for code, text in VISIBILITIES.items()],
        "may": actor.may,
        "now": request.at,
        "today": on,
    }


def _rows(request: Any, look: Look) -> dict[str, Any]:
    on, actor = local_date(request.at), request.actor
    found = customer_reads.listing(
        actor, look.spec, on=on, text=look.text, cursor=request.GET.get("cursor") or None, limit=ROWS
    )
    fields = customer_list.columns(look)
    shown = cells.columns(fields, editable={field.code for field in fields if customer_list.may_edit(actor, field)})
    return {
        "columns": shown,
        "column_codes": [column.code for column in shown],
        "heads": [_head(column) for column in shown],
        "sort": look.spec.sorts[0].code if look.spec.sorts else "",
        "rows": found.items,
        "next_cursor": found.next_cursor,
        "colleagues": people.colleagues(actor, holding=OWNING) if actor.may("customers.assign") else [],
        "all_tags": customer_reads.all_tags(actor) if actor.may("customers.tag") else [],
    }


def _head(column: cells.Column) -> dict[str, Any]:
    return {
        "code": column.code,
        "text": column.name,
        "sortable": column.sortable,
        "align": "end" if column.end else "",
        "class": "" if column.code in cells.ALWAYS else "hide-phone",
    }


def _board(request: Any, look: Look, total: Count) -> dict[str, Any]:
    field = named(customer_list.board_fields(look), look.spec.board)
    terms = [(code, display.say(text)) for code, text in vocabularies.terms(field.vocabulary or "")]
    on = local_date(request.at)
    totals = (
        {} if total.capped else customer_reads.board_totals(request.actor, look.spec, field.code, on=on, text=look.text)
    )
    movable = field.editable and request.actor.may("customers.edit")
    return {
        "field": field,
        "movable": movable,
        "terms": terms,
        "stages": [_stage(request, look, field, code, text, totals) for code, text in [*terms, ("", _("未填写"))]],
    }


def _stage(
    request: Any, look: Look, field: Field, code: str, text: str, totals: dict[str, customer_reads.ColumnTotal]
) -> dict[str, Any]:
    """One column of the board: the first cards, and its totals; past the cap only how many there are."""
    on, actor = local_date(request.at), request.actor
    here = Condition(field.code, "is", (code,)) if code else Condition(field.code, "empty")
    spec = Spec(Group("all", (look.spec.filter, here)), look.spec.sorts)
    found = customer_reads.listing(actor, spec, on=on, text=look.text, limit=CARDS)
    total = totals.get(code, customer_reads.ColumnTotal())
    return {
        "code": code,
        "text": text,
        "count": str(total.count if totals else customer_reads.count(actor, spec, on=on, text=look.text)),
        "sum": " + ".join(display.money_short(minor, currency) for currency, minor in total.net_minor.items()),
        "share": round(100 * total.planned / total.count) if total.count else None,
        "rows": found.items,
        "more_url": look.with_spec(Spec(spec.filter, spec.sorts)).url if found.next_cursor else "",
    }


@page("customers.view")
def condition(request: Any) -> HttpResponse:
    """Answer the part of the filter builder that fits the chosen field, or lead to the list that keeps the condition."""
    look = customer_list.look(request)
    return builder.answer(request, look, look.fields)


urls = [
    path("customers", customers, name="customers"),
    path("customers/condition", condition, name="customers_condition"),
]

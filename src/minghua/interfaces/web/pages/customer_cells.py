"""One customer on the list: the side panel, and values edited in their cells."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.queries.lists import ListRow
from minghua.domain.customers.types.columns import AXES, COLUMNS
from minghua.foundation.listing.types import Field, named
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import customer_values, display
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.lists import customer_cells as cells
from minghua.interfaces.web.lists import customers as customer_list
from minghua.interfaces.web.lists import words
from minghua.interfaces.web.pages.customer import placed
from minghua.kernel.errors import Forbidden, Refusal

_INPUTS = {"date": "date", "choice": "select", "number": "number", "money": "money", "bool": "select"}

_IN_PLACE = {409, 422}


@page("customers.view")
def panel(request: Any, customer_id: int) -> HttpResponse:
    """Show the first look at a customer, beside the list it was opened from."""
    card = customer_reads.customer(request.actor, customer_id)
    context = {
        "card": card,
        "around": customer_list.around(request, customer_id),
        "tags": customer_reads.tags(request.actor, customer_id),
        "entries": customer_reads.timeline(request.actor, customer_id, limit=6).items,
        "axes": [(COLUMNS[code], card.values[code]) for code in AXES if card.values[code]],
        "placed": placed(request.actor, card, "panel"),
        "values": customer_values,
        "may": request.actor.may,
        "now": request.at,
    }
    return render(request, "customers/panel.html", context, using="jinja")


@page("customers.view", methods=("GET", "POST"))
def cell(request: Any, customer_id: int, code: str) -> HttpResponse:
    """Show one value, its form (`?edit`), or save it; a refusal stays in the cell with what was typed (422)."""
    field = _editable(request, code)
    if request.method == "POST":
        return _saved(request, customer_id, field)
    row = customer_reads.row(request.actor, customer_id)
    if "edit" in request.GET:
        return _form(request, row, field, row.values.get(field.code, ""))
    return _shown(request, row, field)


def _editable(request: Any, code: str) -> Field:
    field = named(customer_reads.fields_for(request.actor), code)
    if not customer_list.may_edit(request.actor, field):
        raise Forbidden(permission=display.say(field.label))
    return field


def _saved(request: Any, customer_id: int, field: Field) -> HttpResponse:
    path_ = customer_reads.path_of(field.code)
    typed = customer_values.of_form(path_, request.POST)
    version = request.POST.get("base_version", "")
    try:
        with unit_of_work(request.actor, at=request.at):
            customers.edit_customer(
                customer_id,
                {path_: typed},
                base_version=int(version) if version.isdecimal() else None,
                by=request.actor,
                at=request.at,
            )
    except Refusal as refusal:
        if refusal.status not in _IN_PLACE:
            raise
        row = customer_reads.row(request.actor, customer_id)
        said = refusal.message(display.language())
        return _form(request, row, field, typed, error=said, status=refusal.status)
    return _shown(request, customer_reads.row(request.actor, customer_id), field)


def _shown(request: Any, row: ListRow, field: Field) -> HttpResponse:
    (column,) = cells.columns([field], editable={field.code})
    context = {"row": row, "column": column}
    return render(request, "customers/cell.html", context, using="jinja")


def _form(request: Any, row: ListRow, field: Field, value: Any, *, error: str = "", status: int = 200) -> HttpResponse:
    choices = words.options(field, request.actor)
    own = customer_list.is_own(field)
    path_ = customer_reads.path_of(field.code)
    context = {
        "row": row,
        "field": field,
        "value": customer_values.raw(path_, value) if own and not error else value if value is not None else "",
        "error": error,
        "type": customer_values.control(path_) if own else _INPUTS.get(str(field.type), "text"),
        "options": customer_values.options(path_) if own else [("", display.NOTHING), *choices] if choices else [],
    }
    return render(request, "customers/cell_form.html", context, status=status, using="jinja")


urls = [
    path("customers/<int:customer_id>/panel", panel, name="customer_panel"),
    path("customers/<int:customer_id>/cells/<slug:code>", cell, name="customer_cell"),
]

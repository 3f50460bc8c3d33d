"""Fields of a customer edited where they stand: shown, opened, saved or refused in place."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types import CustomerCard
from minghua.domain.customers.types.likeness import Candidate
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import answers, customer_values
from minghua.interfaces.web.guard import page
from minghua.kernel.errors import NotFound, Refusal

COMPARED = frozenset(
    {"name", "mobile", "phone", "email", "wechat", "birthday", "address", "archive.uscc", "archive.id_number"}
)


@page("customers.view")
def show(request: Any, customer_id: int, field: str) -> HttpResponse:
    """Answer the value of a field, or the form that changes it (`?edit`)."""
    card = customer_reads.customer(request.actor, customer_id)
    if "edit" in request.GET and card.may_edit:
        return _answer(request, card, field, editing=True)
    return _answer(request, card, field)


@page("customers.edit", methods=("POST",))
def save(request: Any, customer_id: int, field: str) -> HttpResponse:
    """Save one field against the version it was opened with; a refusal keeps what was typed."""
    typed = customer_values.of_form(field, request.POST)
    base = request.POST.get("base_version", "")
    try:
        with unit_of_work(request.actor, at=request.at):
            customers.edit_customer(
                customer_id,
                {field: typed},
                base_version=int(base) if base.isdecimal() else None,
                by=request.actor,
                at=request.at,
            )
    except customers.EditConflict as conflict:
        return _conflicted(request, customer_id, field, typed, conflict)
    except Refusal as refusal:
        if refusal.status != 422 and not isinstance(refusal, customers.ValueTaken):
            raise
        card = customer_reads.customer(request.actor, customer_id)
        error = answers.told(refusal)
        return _answer(request, card, field, editing=True, typed=typed, error=error, status=refusal.status)
    alike = customer_reads.look_alikes(request.actor, customer_id, at=request.at) if field in COMPARED else []
    return _answer(request, customer_reads.customer(request.actor, customer_id), field, alike=alike)


def _conflicted(
    request: Any, customer_id: int, field: str, typed: Any, conflict: customers.EditConflict
) -> HttpResponse:
    """Show both values: theirs in the message, one's own in the form; saving again decides."""
    theirs = customer_values.shown(field, conflict.theirs.get(field)) or "—"
    error = _("刚被他人改为「%(value)s」。您的输入已保留，再次保存即以您的为准。") % {"value": theirs}
    card = customer_reads.customer(request.actor, customer_id)
    return _answer(request, card, field, editing=True, typed=typed, error=error, status=409)


def _answer(
    request: Any,
    card: CustomerCard,
    field: str,
    *,
    editing: bool = False,
    typed: Any = None,
    error: str = "",
    alike: Sequence[Candidate] = (),
    status: int = 200,
) -> HttpResponse:
    if customer_reads.described(field) is None:
        raise NotFound(field=field)
    context = {
        "card": card,
        "customer_id": card.id,
        "path": field,
        "values": customer_values,
        "label": customer_values.label(field),
        "shown": customer_values.shown(field, card[field]),
        "value": customer_values.raw(field, card[field]) if typed is None else typed,
        "control": customer_values.control(field),
        "options": customer_values.options(field),
        "editing": editing,
        "error": error,
        "alike": alike,
    }
    return render(request, "customer/_field.html", context, status=status, using="jinja")


def _route(request: Any, customer_id: int, field: str) -> HttpResponse:
    return save(request, customer_id, field) if request.method == "POST" else show(request, customer_id, field)


field_page = page("customers.view", methods=("GET", "HEAD", "POST"))(_route)

urls = [path("customers/<int:customer_id>/fields/<str:field>", field_page, name="customer_field")]

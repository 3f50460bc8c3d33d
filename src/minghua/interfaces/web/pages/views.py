"""Saved views: a look at a list is named, kept for oneself, a team or everybody, changed and deleted."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path

from minghua.domain.customers import queries as customer_reads
from minghua.domain.orders import queries as order_reads
from minghua.domain.service import queries as service_reads
from minghua.foundation.listing import coding
from minghua.foundation.listing import operations as views
from minghua.foundation.listing.types import Fields, Spec
from minghua.foundation.listing.views import Visibility
from minghua.foundation.people.types import Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web.guard import page
from minghua.kernel.errors import Invalid, NotFound

LISTS = {"customers": "/customers", "orders": "/orders", "cases": "/desk"}


@page("signed_in", methods=("POST",))
def saved(request: Any) -> HttpResponse:
    """Save the look that the form carries as a new view and go there."""
    code = request.POST.get("list", "")
    with unit_of_work(request.actor, at=request.at):
        view_id = views.create_view(
            code,
            name=request.POST.get("name", ""),
            spec=_spec(request, code),
            visibility=_visibility(request),
            by=request.actor,
            at=request.at,
        )
    return redirect(f"{LISTS[code]}?view={view_id}")


@page("signed_in", methods=("POST",))
def changed(request: Any, view_id: int) -> HttpResponse:
    """Let a view remember the look that the form carries."""
    code = request.POST.get("list", "")
    with unit_of_work(request.actor, at=request.at):
        views.update_view(view_id, spec=_spec(request, code), by=request.actor, at=request.at)
    return redirect(f"{LISTS[code]}?view={view_id}")


@page("signed_in", methods=("POST",))
def deletion(request: Any, view_id: int) -> HttpResponse:
    """Delete a view and go back to the list."""
    code = request.POST.get("list", "")
    with unit_of_work(request.actor, at=request.at):
        views.delete_view(view_id, by=request.actor, at=request.at)
    return redirect(LISTS.get(code, "/"))


def _fields(actor: Actor, code: str) -> Fields:
    if code not in LISTS:
        raise NotFound(field="list")
    if code == "customers":
        return customer_reads.fields_for(actor)
    return order_reads.FIELDS if code == "orders" else service_reads.CASE_FIELDS


def _spec(request: Any, code: str) -> Spec:
    return coding.spec_from_query(QueryDict(request.POST.get("look", "")[:20_000]), _fields(request.actor, code))


def _visibility(request: Any) -> Visibility:
    try:
        return Visibility(request.POST.get("visibility", "mine"))
    except ValueError:
        raise Invalid("没有这个选项。", "There is no such choice.", field="visibility") from None


urls = [
    path("views", saved, name="views"),
    path("views/<int:view_id>", changed, name="view"),
    path("views/<int:view_id>/deletion", deletion, name="view_deletion"),
]

"""Acts on everybody a list keeps: begun from the bulk bar, watched while the worker goes through them, undone as one."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types.parties import Sweep, SweepState
from minghua.foundation.listing.types import Spec
from minghua.foundation.people import queries as people
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.lists import customers as customer_list
from minghua.kernel.periods import local_date

LONGEST = 20_000


def asked(request: Any) -> bool:
    """Return whether the form means everybody on the list, not the checked rows."""
    return request.POST.get("all") == "1"


def spec_of(request: Any) -> Spec:
    """Return the list the form repeats; raises a Refusal."""
    return customer_list.look(request, QueryDict(request.POST.get("look", "")[:LONGEST])).spec


def assign(request: Any, owner_id: int) -> HttpResponse:
    """Give everybody on the list to a colleague."""
    spec, on = spec_of(request), local_date(request.at)
    with unit_of_work(request.actor, at=request.at):
        done = customers.sweep_assign(spec, on=on, owner_id=owner_id, by=request.actor, at=request.at)
    return _shown(request, done)


def tag(request: Any, name: str) -> HttpResponse:
    """Put a tag on everybody on the list."""
    spec, on = spec_of(request), local_date(request.at)
    with unit_of_work(request.actor, at=request.at):
        done = customers.sweep_tag(spec, on=on, name=name, by=request.actor, at=request.at)
    return _shown(request, done)


@page("customers.view")
def progress(request: Any, token: str) -> HttpResponse:
    """Answer how one's own act is getting on: its toast, as it is now."""
    return _shown(request, customer_reads.sweep(request.actor, token))


@page("customers.view", methods=("POST",))
def undo(request: Any, token: str) -> HttpResponse:
    """Take one's own act back, also while it is going on."""
    with unit_of_work(request.actor, at=request.at):
        done = customers.undo_sweep(token, by=request.actor, at=request.at)
    return _shown(request, done)


def _shown(request: Any, act: Sweep) -> HttpResponse:
    context = {"act": act, "said": _said(act), "undo_url": f"/customers/sweeps/{act.token}/undoing"}
    response = render(request, "customers/sweep.html", context, using="jinja")
    if not act.going_on:
        response.headers["HX-Trigger"] = "list-changed"
    return response


def _said(act: Sweep) -> str:
    match act.state:
        case SweepState.RUNNING:
            return _("正在处理…")
        case SweepState.UNDOING:
            return _("正在撤销…")
        case SweepState.UNDONE:
            return ngettext("已撤销，恢复 %(n)s 位客户", "已撤销，恢复 %(n)s 位客户", act.restored) % {
                "n": act.restored
            }
    if act.verb == "assign":
        name = people.names_of([act.argument["owner_id"]]).get(act.argument["owner_id"], "")
        said = ngettext("已把 %(n)s 位客户分配给%(name)s", "已把 %(n)s 位客户分配给%(name)s", act.changed)
    else:
        name = act.argument["name"]
        said = ngettext("已给 %(n)s 位客户打上「%(name)s」", "已给 %(n)s 位客户打上「%(name)s」", act.changed)
    return said % {"n": act.changed, "name": name}


urls = [
    path("customers/sweeps/<slug:token>", progress, name="customers_sweep"),
    path("customers/sweeps/<slug:token>/undoing", undo, name="customers_sweep_undoing"),
]

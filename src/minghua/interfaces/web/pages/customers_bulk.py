"""Acts on chosen customers: assign, tag, move on the board; each can be undone from its toast."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types.parties import BulkResult
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions.types.consent import MARKETING
from minghua.foundation.listing.types import named
from minghua.foundation.people import queries as people
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.interfaces.web import display
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.lists import customers as customer_list
from minghua.interfaces.web.pages import customers_sweep
from minghua.kernel.errors import Invalid
from minghua.kernel.words import Text

_ALSO = Text("；", "; ")


@page("customers.assign", methods=("POST",))
def assignment(request: Any) -> HttpResponse:
    """Give the chosen customers, or everybody on the list, to a colleague."""
    owner_id = _number(request.POST.get("owner", ""), "owner")
    if customers_sweep.asked(request):
        return customers_sweep.assign(request, owner_id)
    with unit_of_work(request.actor, at=request.at):
        done = customers.bulk_assign(_chosen(request), owner_id=owner_id, by=request.actor, at=request.at)
    name = people.names_of([owner_id]).get(owner_id, "")
    said = ngettext("已把 %(n)s 位客户分配给%(name)s", "已把 %(n)s 位客户分配给%(name)s", done.changed)
    return _told(request, said % {"n": done.changed, "name": name}, done)


@page("customers.tag", methods=("POST",))
def tags(request: Any) -> HttpResponse:
    """Put one tag on the chosen customers, or on everybody on the list."""
    name = request.POST.get("tag", "")
    if customers_sweep.asked(request):
        return customers_sweep.tag(request, name)
    with unit_of_work(request.actor, at=request.at):
        done = customers.bulk_tag(_chosen(request), name=name, by=request.actor, at=request.at)
    said = ngettext("已给 %(n)s 位客户打上「%(name)s」", "已给 %(n)s 位客户打上「%(name)s」", done.changed)
    return _told(request, said % {"n": done.changed, "name": name}, done)


@page("consent.record", methods=("POST",))
def consent_withdrawal(request: Any) -> HttpResponse:
    """Withdraw all marketing consent of the chosen customers; there is no way back but a new consent."""
    with unit_of_work(request.actor, at=request.at):
        done = interactions.withdraw_many(
            _chosen(request), purpose=MARKETING, how="message", by=request.actor, at=request.at
        )
    said = ngettext("已撤回 %(n)s 位客户的营销同意", "已撤回 %(n)s 位客户的营销同意", done.changed) % {
        "n": done.changed
    }
    return _told(request, said, BulkResult(done.changed, dict.fromkeys(done.refused, "not_found"), ""))


@page("customers.view", methods=("POST",))
def undo(request: Any, token: str) -> HttpResponse:
    """Undo one's own bulk act."""
    with unit_of_work(request.actor, at=request.at):
        number = customers.undo_bulk(token, by=request.actor, at=request.at)
    said = ngettext("已撤销，恢复 %(n)s 位客户", "已撤销，恢复 %(n)s 位客户", number) % {"n": number}
    return _toast(request, said, kind="info")


@page("customers.edit", methods=("POST",))
def move(request: Any, code: str) -> HttpResponse:
    """Move a card to another column of the board: change that field of the customer."""
    field = named(customer_list.board_fields(customer_list.look(request)), code)
    customer_id, to = _number(request.POST.get("id", ""), "id"), request.POST.get("to", "")
    before = customer_reads.row(request.actor, customer_id)
    with unit_of_work(request.actor, at=request.at):
        changes = {customer_reads.path_of(field.code): to}
        customers.edit_customer(customer_id, changes, base_version=None, by=request.actor, at=request.at)
    label = display.say(vocabularies.label(field.vocabulary or "", to))
    said = _("%(name)s：%(field)s改为「%(to)s」") % {
        "name": before.name,
        "field": display.say(field.label),
        "to": label,
    }
    back = {"undo_url": request.path, "undo_vals": {"id": customer_id, "to": before.values.get(code) or "", "back": 1}}
    dragged = "before" in request.POST
    return _toast(request, said, **({} if "back" in request.POST else back), reload=not dragged)


def _number(text: str, field: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise Invalid("没有这个选项。", "There is no such choice.", field=field)
    return int(text)


def _chosen(request: Any) -> list[int]:
    ids = [_number(text, "ids") for text in request.POST.getlist("ids")]
    if not ids:
        raise Invalid("请先选择客户。", "Select customers first.", field="ids")
    return ids


def _told(request: Any, said: str, done: BulkResult) -> HttpResponse:
    if done.refused:
        left = ngettext("%(n)s 位未改（无权或不存在）", "%(n)s 位未改（无权或不存在）", len(done.refused))
        said = (
            f"{said}；{left % {'n': len(done.refused)}}"
            if display.language() != "en"
            else f"{said}; {left % {'n': len(done.refused)}}"
        )
    kind = "warn" if done.refused else "ok"
    return _toast(request, said, kind=kind, undo_url=f"/customers/bulk/{done.token}/undoing" if done.token else None)


def _toast(request: Any, said: str, *, kind: str = "ok", reload: bool = True, **back: Any) -> HttpResponse:
    context = {"said": said, "kind": kind, "undo_url": None, "undo_vals": {}} | back
    response = render(request, "customers/done.html", context, using="jinja")
    if reload:
        response.headers["HX-Trigger"] = "list-changed"
    return response


urls = [
    path("customers/bulk/assignment", assignment, name="customers_assignment"),
    path("customers/bulk/consent-withdrawal", consent_withdrawal, name="customers_consent_withdrawal"),
    path("customers/bulk/tags", tags, name="customers_tags"),
    path("customers/bulk/<slug:token>/undoing", undo, name="customers_undoing"),
    path("customers/board/<slug:code>", move, name="customers_board_move"),
]

"""The desk of personal-data requests: what is due, a new one, one with its deeds and its next step."""

from typing import Any, cast

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import queries as customer_reads
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.interactions.types import Deed, NewDeed, NewRequest
from minghua.foundation.files import operations as files
from minghua.foundation.files import queries as file_reads
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import answers, customer_values
from minghua.interfaces.web.guard import page
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.periods import local_date

GIVEN_LIMIT = 50 * 1024 * 1024


@page("rights.view")
def desk(request: Any) -> HttpResponse:
    """Show the requests, the most urgent first; with a cursor only the rows that follow."""
    on, which = local_date(request.at), request.GET.get("which", "open")
    which = which if which in interaction_reads.WHICH else "open"
    cursor = request.GET.get("cursor", "")
    found = interaction_reads.desk(request.actor, which=which, on=on, cursor=cursor)
    context = {"found": found, "which": which, "told": [(card, urgency(request, card)) for card in found.items]}
    if cursor:
        return render(request, "requests/_rows.html", context, using="jinja")
    context["counts"] = interaction_reads.counts(request.actor, on=on)
    return render(request, "requests/desk.html", context, using="jinja")


@page("rights.handle", methods=("GET", "HEAD", "POST"))
def new(request: Any) -> HttpResponse:
    """Ask what came in (GET), and start its clock (POST)."""
    customer_id = answers.optional_number(
        request.POST.get("other_id") or request.POST.get("customer_id") or request.GET.get("customer_id"),
        field="customer_id",
    )
    if request.method != "POST":
        return _form(request, customer_id)
    try:
        made = _receive(request, customer_id)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        return _form(request, customer_id, refusal)
    messages.success(request, _("请求已登记，期限开始计算。"))
    return redirect(f"/requests/{made}")


@page("rights.view")
def one(request: Any, request_id: int) -> HttpResponse:
    """Show a request whole."""
    return _shown(request, request_id)


@page("rights.handle", methods=("POST",))
def deeds(request: Any, request_id: int) -> HttpResponse:
    """Identify, extend, fulfil or refuse."""
    try:
        with unit_of_work(request.actor, at=request.at):
            interactions.do_deed(request_id, _deed(request), by=request.actor, at=request.at)
    except Refusal as refusal:
        if refusal.status not in {409, 422}:
            raise
        return _shown(request, request_id, refusal)
    messages.success(request, _("已登记。"))
    return redirect(f"/requests/{request_id}")


@page("rights.view")
def given(request: Any, request_id: int, deed_id: int) -> HttpResponse:
    """Send what was attached to a deed, always as a download."""
    found = next((deed for deed in interaction_reads.deeds(request.actor, request_id) if deed.id == deed_id), None)
    if found is None or not found.file_id:
        raise NotFound(field="deed_id")
    stored, stream = file_reads.stored_file(found.file_id), file_reads.open_stream(found.file_id)
    sent = FileResponse(stream, as_attachment=True, filename=stored.name, content_type="application/octet-stream")
    return cast(HttpResponse, sent)


def urgency(request: Any, card: Any) -> str:
    """Return how a request stands against its day."""
    on = local_date(request.at)
    return interaction_reads.urgency(card, on=on, warn_days=parameters.value("rights.warn_days", on=on))


def _receive(request: Any, customer_id: int | None) -> int:
    form = request.POST
    if customer_id is None:
        raise Invalid("请选择客户。", "Choose the customer.", field="customer_id")
    told = NewRequest(
        customer_id=customer_id,
        ask=form.get("ask", ""),
        channel=form.get("channel", ""),
        requester=form.get("requester", "self"),
        requester_name=form.get("requester_name", ""),
        text=form.get("said", ""),
        received_on=answers.optional_day(form.get("received_on"), field="received_on"),
    )
    with unit_of_work(request.actor, at=request.at):
        return interactions.receive_request(told, by=request.actor, at=request.at)


def _deed(request: Any) -> NewDeed:
    form = request.POST
    if form.get("deed") not in set(Deed):
        raise Invalid("请选择怎样办理。", "Choose what is done.", field="deed")
    upload = request.FILES.get("file")
    file_id = ""
    if upload is not None:
        kind = upload.content_type or ""
        stored = files.store(
            upload,
            name=upload.name or "",
            content_type=kind,
            limit=GIVEN_LIMIT,
            as_named=True,
            by=request.actor,
            at=request.at,
        )
        file_id = stored.pk
    return NewDeed(
        deed=Deed(form["deed"]),
        note=form.get("note", ""),
        how=form.get("how", ""),
        ground=form.get("ground", ""),
        file_id=file_id,
        days=answers.optional_number(form.get("days"), field="days") or 0,
    )


def _form(request: Any, customer_id: int | None, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "customer": customer_reads.customer(request.actor, customer_id) if customer_id else None,
        "asks": customer_values.choices("interactions.rights_ask"),
        "channels": customer_values.choices("interactions.rights_channel"),
        "requesters": customer_values.choices("interactions.rights_requester"),
        "typed": request.POST if refusal else request.GET,
        "error": answers.told(refusal) if refusal else "",
        "clock": interaction_reads.clock(on=local_date(request.at)),
    }
    return render(request, "requests/new.html", context, status=refusal.status if refusal else 200, using="jinja")


def _shown(request: Any, request_id: int, refusal: Refusal | None = None) -> HttpResponse:
    card = interaction_reads.request(request.actor, request_id)
    context = {
        "card": card,
        "urgency": urgency(request, card),
        "deeds": interaction_reads.deeds(request.actor, request_id),
        "hows": customer_values.choices("interactions.rights_identity"),
        "grounds": customer_values.choices("interactions.rights_ground", empty=True),
        "may_handle": request.actor.may("rights.handle"),
        "typed": request.POST if refusal else {},
        "error": answers.told(refusal) if refusal else "",
        "today": local_date(request.at),
    }
    return render(request, "requests/one.html", context, status=refusal.status if refusal else 200, using="jinja")


urls = [
    path("requests", desk, name="requests"),
    path("requests/new", new, name="request_new"),
    path("requests/<int:request_id>", one, name="request"),
    path("requests/<int:request_id>/deeds", deeds, name="request_deeds"),
    path("requests/<int:request_id>/deeds/<int:deed_id>/file", given, name="request_file"),
]

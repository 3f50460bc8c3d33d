"""Consent and rights of one customer: what we may do, what they said and how we know, one tap to withdraw."""

from datetime import datetime
from typing import Any, cast

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import queries as customer_reads
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.interactions.types import ANY, NewConsent
from minghua.foundation.files import operations as files
from minghua.foundation.files import queries as file_reads
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import answers, consent_panel, customer_panels, rights_panels
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages import customer as customer_page
from minghua.kernel.errors import NotFound, Refusal
from minghua.kernel.periods import SHANGHAI, local_date, midnight

EVIDENCE_LIMIT = 20 * 1024 * 1024


@page("interactions.view")
def rights(request: Any, customer_id: int) -> HttpResponse:
    """Show what this customer allows, and what was said."""
    card = customer_reads.customer(request.actor, customer_id)
    context = customer_page.frame(request, card, tab="rights") | consent_panel.contents(request, customer_id)
    context |= rights_panels.contents(request, card)
    return render(request, "customer/rights.html", context, using="jinja")


@page("interactions.view")
def history(request: Any, customer_id: int) -> HttpResponse:
    """Answer older records."""
    customer_reads.customer(request.actor, customer_id)
    found = interaction_reads.consents_of(request.actor, customer_id, cursor=request.GET.get("cursor", ""))
    context = {"consents": found, "customer_id": customer_id, **customer_panels.common(request)}
    return render(request, "customer/_consent_rows.html", context, using="jinja")


@page("consent.record", methods=("POST",))
def consents(request: Any, customer_id: int) -> HttpResponse:
    """Keep a consent with its evidence; a refusal keeps what was typed."""
    try:
        with unit_of_work(request.actor, at=request.at):
            interactions.record_consents(_given(request, customer_id), by=request.actor, at=request.at)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        return _panel(request, customer_id, refusal=refusal)
    return _panel(request, customer_id, _("同意已登记。"))


@page("consent.record", methods=("POST",))
def withdrawal(request: Any, customer_id: int) -> HttpResponse:
    """End a consent on one channel, or on all of them."""
    form = request.POST
    with unit_of_work(request.actor, at=request.at):
        interactions.withdraw_consent(
            customer_id,
            purpose=form.get("purpose", ""),
            channel=form.get("channel", ANY),
            how=form.get("how", "call_note"),
            note=form.get("note", ""),
            by=request.actor,
            at=request.at,
        )
    return _panel(request, customer_id, _("已撤回，立即生效。"))


@page("rights.handle", methods=("POST", "DELETE"))
def restriction(request: Any, customer_id: int) -> HttpResponse:
    """Keep the customer's data without using it, or use it again."""
    with unit_of_work(request.actor, at=request.at):
        if request.method == "DELETE":
            interactions.lift_restriction(customer_id, by=request.actor, at=request.at)
        else:
            reason = request.POST.get("reason", "")
            interactions.restrict(customer_id, reason=reason, by=request.actor, at=request.at)
    return _panel(request, customer_id, _("已更新。"))


@page("consent.record", methods=("POST",))
def link(request: Any, customer_id: int) -> HttpResponse:
    """Make the link by which the customer withdraws alone."""
    with unit_of_work(request.actor, at=request.at):
        made = interactions.withdrawal_links([customer_id], by=request.actor, at=request.at)
    address = request.build_absolute_uri(f"/w/{made[customer_id]}")
    return _panel(request, customer_id, link=address)


@page("interactions.view")
def evidence(request: Any, customer_id: int, record_id: int) -> HttpResponse:
    """Send the evidence of a consent, always as a download."""
    found = interaction_reads.consent_record(request.actor, record_id)
    if found.customer_id != customer_id or not found.file_id:
        raise NotFound(field="record_id")
    stored, stream = file_reads.stored_file(found.file_id), file_reads.open_stream(found.file_id)
    sent = FileResponse(stream, as_attachment=True, filename=stored.name, content_type="application/octet-stream")
    return cast(HttpResponse, sent)


def _given(request: Any, customer_id: int) -> list[NewConsent]:
    form = request.POST
    given_on = answers.optional_day(form.get("given_on"), field="given_on")
    channels = form.getlist("channel") or [ANY]
    told = {
        "customer_id": customer_id,
        "purpose": form.get("purpose", ""),
        "how": form.get("how", ""),
        "given_at": _instant(given_on, request.at),
        "note": form.get("note", ""),
        "guardian": form.get("guardian", ""),
        "separate": form.get("separate") == "1",
        "file_id": _stored(request),
    }
    return [NewConsent(**told, channel=channel) for channel in channels[:10]]


def _instant(given_on: Any, at: datetime) -> datetime | None:
    """Today means now; an earlier day means its noon, a later one is refused by the rule."""
    if given_on is None or given_on == local_date(at):
        return None
    return midnight(given_on, SHANGHAI).replace(hour=12)


def _stored(request: Any) -> str:
    upload = request.FILES.get("file")
    if upload is None:
        return ""
    return files.store(
        upload,
        name=upload.name or "",
        content_type=upload.content_type or "",
        limit=EVIDENCE_LIMIT,
        as_named=True,
        by=request.actor,
        at=request.at,
    ).pk


def _panel(
    request: Any, customer_id: int, toast_text: str = "", *, refusal: Refusal | None = None, link: str = ""
) -> HttpResponse:
    """Answer the consent panel as it is now."""
    context: dict[str, Any] = {
        "card": customer_reads.customer(request.actor, customer_id),
        "customer_id": customer_id,
        "toast_text": toast_text,
        "link": link,
        "typed": request.POST if refusal else {},
        "error": answers.told(refusal) if refusal else "",
        **customer_panels.common(request),
        **consent_panel.contents(request, customer_id),
    }
    status = refusal.status if refusal else 200
    return render(request, "customer/_consents.html", context, status=status, using="jinja")


_AT = "customers/<int:customer_id>/"
urls = [
    path(f"{_AT}rights", rights, name="customer_rights"),
    path(f"{_AT}consents", consents, name="customer_consents"),
    path(f"{_AT}consents/history", history, name="customer_consent_history"),
    path(f"{_AT}consents/withdrawal", withdrawal, name="customer_withdrawal"),
    path(f"{_AT}consents/link", link, name="customer_withdrawal_link"),
    path(f"{_AT}consents/<int:record_id>/file", evidence, name="customer_consent_file"),
    path(f"{_AT}restriction", restriction, name="customer_restriction"),
]

"""A customer's levels 会员等级: where they stand and why, the way on, the ledger, what if, and levels by hand."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import queries as customer_reads
from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as tiering_reads
from minghua.domain.tiering.types import GrantMode, MemberSheet, WhatIf
from minghua.interfaces.web import answers, tier_words
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.customer import frame
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.kernel.errors import Invalid, Refusal
from minghua.kernel.money import NotAnAmount, parse_minor
from minghua.kernel.periods import local_date

LINES = 50


@page("tiering.view")
def panel(request: Any, customer_id: int) -> HttpResponse:
    """Answer the panel beside a customer's story: level, progress, until when, and why."""
    customer_reads.customer(request.actor, customer_id)
    sheets = tiering_reads.memberships_of(request.actor, customer_id, at=request.at)
    context = {"sheets": sheets, "customer_id": customer_id, "words": tier_words}
    return render(request, "customer/_levels.html", context, using="jinja")


@page("tiering.view")
def levels(request: Any, customer_id: int) -> HttpResponse:
    """Show all about a customer's level in one programme; htmx asks for further lines of the ledger."""
    if request.headers.get("HX-Request") and request.GET.get("before"):
        customer_reads.customer(request.actor, customer_id)
        context = _ledger(request, customer_id, request.GET.get("programme", ""))
        return render(request, "customer/level_lines.html", context, using="jinja")
    return _levels(request, customer_id)


def _levels(request: Any, customer_id: int, *, refusal: Refusal | None = None) -> HttpResponse:
    card = customer_reads.customer(request.actor, customer_id)
    sheets = tiering_reads.memberships_of(request.actor, customer_id, at=request.at)
    sheet = _chosen(request, sheets)
    context = frame(request, card, tab="levels") | {
        "sheets": sheets,
        "sheet": sheet,
        "words": tier_words,
        "error": answers.told(refusal) if refusal else "",
        "errors": {refusal.field: answers.told(refusal)} if refusal and refusal.field else {},
        "given": request.POST if refusal else {},
        "on": local_date(request.at),
    }
    if sheet is not None:
        spec = tiering_reads.rules_in_force(request.actor, sheet.programme, on=local_date(request.at))
        context |= {"spec": spec} | _ledger(request, customer_id, sheet.programme) | _tried(request, sheet)
    status = refusal.status if refusal else 200
    return render(request, "customer/levels.html", context, status=status, using="jinja")


def _chosen(request: Any, sheets: list[MemberSheet]) -> MemberSheet | None:
    asked = request.POST.get("programme") or request.GET.get("programme", "")
    return next((sheet for sheet in sheets if sheet.programme == asked), sheets[0] if sheets else None)


def _ledger(request: Any, customer_id: int, programme: str) -> dict[str, Any]:
    before = answers.optional_number(request.GET.get("before"), field="before")
    lines = tiering_reads.statement(request.actor, programme, customer_id, before_id=before, limit=LINES)
    more = f"/customers/{customer_id}/levels?programme={programme}&before={lines[-1].id}" if len(lines) == LINES else ""
    return {"lines": lines, "more": more, "words": tier_words}


def _tried(request: Any, sheet: MemberSheet) -> dict[str, Any]:
    """What an order or a refund of so much would do, when it is asked."""
    typed = {"order": request.GET.get("order", "").strip(), "refund": request.GET.get("refund", "").strip()}
    found: WhatIf | None = None
    wrong = ""
    if any(typed.values()):
        try:
            order, refund = (_amount(typed[name], name) for name in ("order", "refund"))
            found = tiering_reads.what_if(
                request.actor, sheet.programme, sheet.customer_id, order_minor=order, refund_minor=refund, at=request.at
            )
        except Invalid as refusal:
            wrong = answers.told(refusal)
    return {"typed": typed, "what_if": found, "what_if_error": wrong}


def _amount(said: str, field: str) -> int:
    try:
        minor = parse_minor(said or "0")
    except NotAnAmount:
        minor = -1
    if not 0 <= minor <= 10**13:
        raise Invalid("请填写金额，例如 500。", "Enter an amount such as 500.", field=field)
    return minor


@page("tiering.grant", methods=("POST",))
def grants(request: Any, customer_id: int) -> HttpResponse:
    """Give a level by hand, with its reason and its end."""
    programme = request.POST.get("programme", "")
    refusal = attempt(request, lambda: _grant(request, programme, customer_id))
    if refusal is None:
        return done(request, _("已授予。"), f"/customers/{customer_id}/levels?programme={programme}")
    return _levels(request, customer_id, refusal=refusal)


def _grant(request: Any, programme: str, customer_id: int) -> None:
    until = answers.optional_day(request.POST.get("until_on"), field="until_on")
    mode = request.POST.get("mode", "")
    tiering_reads.membership(
        request.actor, programme, customer_id, at=request.at
    )  # whoever is out of reach is not found
    if until is None:
        raise Invalid("请选择结束日。", "Choose when it ends.", field="until_on")
    if mode not in set(GrantMode):
        raise Invalid("请选择方式。", "Choose how it holds.", field="mode")
    tiering.grant_level(
        programme, customer_id, level=request.POST.get("level", ""), mode=GrantMode(mode), until_on=until,
        reason=request.POST.get("reason", ""), by=request.actor, at=request.at,
    )  # fmt: skip


@page("tiering.grant", methods=("POST",))
def grant_end(request: Any, customer_id: int, grant_id: int) -> HttpResponse:
    """End a level by hand before its time."""
    reason = request.POST.get("reason", "")
    customer_reads.customer(request.actor, customer_id)
    refusal = attempt(request, lambda: tiering.end_grant(grant_id, reason=reason, by=request.actor, at=request.at))
    if refusal is None:
        return done(request, _("人工授予已结束。"), f"/customers/{customer_id}/levels")
    return _levels(request, customer_id, refusal=refusal)


urls = [
    path("customers/<int:customer_id>/levels", levels, name="customer_levels"),
    path("customers/<int:customer_id>/levels/panel", panel, name="customer_levels_panel"),
    path("customers/<int:customer_id>/levels/grants", grants, name="customer_level_grants"),
    path("customers/<int:customer_id>/levels/grants/<int:grant_id>/end", grant_end, name="customer_level_grant_end"),
]

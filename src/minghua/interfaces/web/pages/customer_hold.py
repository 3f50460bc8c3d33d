"""The legal hold of a customer on the web: set it with a reason and perhaps a last day, lift it with a reason."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import queries as customer_reads
from minghua.foundation.personal import holding
from minghua.foundation.personal import queries as personal_reads
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.periods import local_date


@page("privacy.hold", methods=("GET", "HEAD", "POST"))
def hold(request: Any, customer_id: int) -> HttpResponse:
    """Show the open hold and the earlier ones (GET), and set one (POST)."""
    if request.method != "POST":
        return _page(request, customer_id)
    form = request.POST
    refusal = attempt(
        request,
        lambda: holding.hold(
            customer_id,
            why=form.get("why", ""),
            last_on=_day(form.get("last_on", "")),
            by=request.actor,
            at=request.at,
        ),
    )
    if refusal is not None:
        return _page(request, customer_id, refusal)
    return done(request, _("已设置依法保全，解除前不会删除或清理。"), f"/customers/{customer_id}/hold")


@page("privacy.hold", methods=("POST",))
def lifting(request: Any, customer_id: int) -> HttpResponse:
    """Lift the open hold."""
    reason = request.POST.get("reason", "")
    refusal = attempt(request, lambda: holding.lift(customer_id, reason=reason, by=request.actor, at=request.at))
    if refusal is not None:
        return _page(request, customer_id, refusal)
    return done(request, _("已解除依法保全。"), f"/customers/{customer_id}/hold")


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid("请填写日期。", "Enter a date.", field="last_on") from None


def _name(request: Any, customer_id: int) -> str:
    found = customer_reads.summaries(request.actor, [customer_id])
    return found[customer_id].name if customer_id in found else ""


def _page(request: Any, customer_id: int, refusal: Refusal | None = None) -> HttpResponse:
    number = personal_reads.number_within_reach(request.actor, customer_id)
    if number is None:
        raise NotFound(field="customer_id")
    found = personal_reads.past_and_open(request.actor, customer_id)
    language = request.actor.language
    context = {
        "customer_id": customer_id,
        "number": number,
        "name": _name(request, customer_id),
        "open": next((each for each in found if each.until is None), None),
        "past": [each for each in found if each.until is not None],
        "today": local_date(request.at),
        "given": {name: request.POST.get(name, "") for name in ("why", "last_on", "reason")},
        "errors": {refusal.field: refusal.message(language)} if refusal and refusal.field else {},
        "general": f"{refusal.message(language)} {refusal.advice(language)}" if refusal and not refusal.field else "",
    }
    return render(request, "customer/hold.html", context, status=refusal.status if refusal else 200, using="jinja")


urls = [
    path("customers/<int:customer_id>/hold", hold, name="customer_hold"),
    path("customers/<int:customer_id>/hold/lifting", lifting, name="customer_hold_lifting"),
]

"""Erasing a customer on the web: what goes, what must stay and why, and the number typed again."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import queries as customer_reads
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import done
from minghua.interfaces.web.personal_words import held_by
from minghua.journeys import erase_person
from minghua.kernel.errors import NotFound, Refusal


@page("privacy.erase", methods=("GET", "HEAD", "POST"))
def erasure(request: Any, customer_id: int) -> HttpResponse:
    """Show what an erasure would do (GET), and do it (POST)."""
    if request.method != "POST":
        return _page(request, customer_id)
    try:
        with unit_of_work(request.actor, at=request.at):
            erase_person.erase(customer_id, confirm=request.POST.get("confirm", ""), by=request.actor, at=request.at)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, customer_id, refusal)
    return done(request, _("已删除。"), f"/customers/{customer_id}")


def _page(request: Any, customer_id: int, refusal: Refusal | None = None) -> HttpResponse:
    told, language = erase_person.forecast(customer_id, by=request.actor), request.actor.language
    found = customer_reads.summaries(request.actor, [customer_id])
    context = {
        "told": told,
        "name": found[customer_id].name if customer_id in found else "",
        "goes": [(held_by(model), count) for model, count in told.goes.items()],
        "error": f"{refusal.message(language)} {refusal.advice(language)}" if refusal else "",
    }
    status = refusal.status if refusal else 200
    return render(request, "customer/erasure.html", context, status=status, using="jinja")


urls = [path("customers/<int:customer_id>/erasure", erasure, name="customer_erasure")]

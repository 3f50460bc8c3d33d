"""Who looks like the customer that is being typed, and putting what was typed into the one there is (R06.8)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types import NewCustomer
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import answers
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.customer_form import FIELDS, read_form
from minghua.kernel.errors import Refusal


@page("customers.create", methods=("POST",))
def alike(request: Any) -> HttpResponse:
    """Answer the card of customers that look like what stands in the form."""
    found = customers.likely(read_form(request), by=request.actor, at=request.at)
    return render(request, "customer/_alike.html", {"alike": found, "problem": ""}, using="jinja")


@page("customers.edit", methods=("POST",))
def additions(request: Any, customer_id: int) -> HttpResponse:
    """Put into an existing customer what was typed and it does not know yet, and go there."""
    typed = read_form(request)
    card = customer_reads.customer(request.actor, customer_id)
    missing = _missing(typed, card)
    try:
        with unit_of_work(request.actor, at=request.at):
            customers.edit_customer(customer_id, missing, base_version=None, by=request.actor, at=request.at)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        context = {"alike": [], "problem": answers.told(refusal)}
        return render(request, "customer/_alike.html", context, status=422, using="jinja")
    return redirect(reverse("customer", args=[customer_id]))


def _missing(typed: NewCustomer, card: Any) -> dict[str, Any]:
    wanted = {code: getattr(typed, code) for code in FIELDS if code != "name"}
    wanted |= {f"archive.{code}": value for code, value in typed.archive.items()}
    return {
        code: value
        for code, value in wanted.items()
        if value and not card[code] and code.removeprefix("archive.") not in card.masked
    }


urls = [
    path("customers/alike", alike, name="customer_alike"),
    path("customers/<int:customer_id>/additions", additions, name="customer_additions"),
]

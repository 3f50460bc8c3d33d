"""Looking behind a mask on the customer page: the reason is asked, the value is shown for some minutes and masks itself again."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import customer_panels, customer_values
from minghua.interfaces.web.guard import page


@page("customers.reveal", methods=("GET", "HEAD", "POST"))
def reveal(request: Any, customer_id: int, field: str) -> HttpResponse:
    """Show the value with a reason (POST); answer it while it may be seen, its mask afterwards (GET)."""
    if request.method == "POST":
        with unit_of_work(request.actor, at=request.at):
            found = customers.reveal(
                customer_id,
                field=field,
                reason=request.POST.get("reason", ""),
                text=request.POST.get("text", ""),
                by=request.actor,
                at=request.at,
            )
        return _value(request, customer_id, field, found)
    return _value(
        request, customer_id, field, customer_reads.still_revealed(request.actor, customer_id, field, at=request.at)
    )


def _value(request: Any, customer_id: int, field: str, found: Any) -> HttpResponse:
    card = customer_reads.customer(request.actor, customer_id)
    value = (
        card.values["archive"].get(field.removeprefix("archive."), "") if "." in field else card.values.get(field, "")
    )
    context = {
        "card": card,
        "customer_id": customer_id,
        "path": field,
        "shown": customer_values.shown(field, found.value if found else value),
        "revealed": found,
        "seconds": max(1, round((found.until - request.at).total_seconds())) if found else 0,
        **customer_panels.common(request),
    }
    return render(request, "customer/_value.html", context, using="jinja")


urls = [path("customers/<int:customer_id>/reveals/<str:field>", reveal, name="customer_reveal")]

"""The archive card of a customer as a PDF to print."""

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.urls import path

from minghua.domain.customers import queries as customer_reads
from minghua.interfaces.web.documents.archive_card import archive_card
from minghua.interfaces.web.guard import page
from minghua.kernel.periods import local_date


@page("customers.view")
def card(request: Any, customer_id: int) -> HttpResponse:
    """Send the card, filled in or (`?blank=1`) empty."""
    on = local_date(request.at)
    found = customer_reads.archive(request.actor, customer_id, on=on)
    blank = request.GET.get("blank") == "1"
    made = archive_card(found, blank=blank, on=on, printed_by=request.actor.name)
    name = quote(f"{'blank' if blank else found.card.number}-{'' if blank else found.card.name}.pdf".replace("-.", "."))
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": f"inline; filename*=UTF-8''{name}"},
    )


urls = [path("customers/<int:customer_id>/card.pdf", card, name="customer_card")]

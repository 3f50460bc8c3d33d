"""The archive card of a customer as a PDF to print."""

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.module_loading import import_string

from minghua.domain.customers import queries as customer_reads
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.language import spoken
from minghua.interfaces.rest.shapes import Id
from minghua.kernel.clock import local_date

router = Door(tags=["customers"])
PDF = "application/pdf"


@router.download("/customers/{customer_id}/card.pdf", permission="customers.view", media_type=PDF)
def archive_card(request: HttpRequest, customer_id: Id, blank: bool = False) -> HttpResponse:
    """The customer data card, filled in or empty to be filled by hand."""
    caller = of(request)
    on = local_date(caller.at)
    found = customer_reads.archive(caller.actor, customer_id, on=on)
    with translation.override(spoken(request)):
        made = import_string(settings.ARCHIVE_CARD)(found, blank=blank, on=on, printed_by=caller.actor.name)
    name = quote("blank.pdf" if blank else f"{found.card.number}.pdf")
    return HttpResponse(made, content_type=PDF, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"})

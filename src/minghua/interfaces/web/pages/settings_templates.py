"""Settings: archive templates of a business: previewed, installed as a copy, taken away, printed blank by the number."""

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types.archive import BLOCKS
from minghua.domain.customers.types.fields import CUSTOM_TYPES, KINDS
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import answers
from minghua.interfaces.web.documents.blank_card import blank_cards
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done, show
from minghua.kernel.errors import NotFound, Refusal
from minghua.kernel.periods import local_date

LIST = "/settings/layouts"


@page("parameters.view", methods=("GET", "HEAD", "POST"))
def preset(request: Any, preset_code: str) -> HttpResponse:
    """Show what a template would change, or install a copy of it."""
    if request.method != "POST":
        return _preset(request, preset_code)
    refusal = attempt(request, lambda: customers.install_template(preset_code, by=request.actor, at=request.at))
    if refusal is not None:
        return _preset(request, preset_code, refusal)
    return done(request, _("模板已安装，档案按它排列。"), LIST)


@page("parameters.edit", methods=("POST",))
def removal(request: Any, template_id: int) -> HttpResponse:
    """Take a template away; fields and values stay."""
    refusal = attempt(request, lambda: customers.remove_template(template_id, by=request.actor, at=request.at))
    if refusal is not None:
        raise refusal
    return done(request, _("模板已移除，字段和值都还在。"), LIST)


@page("customers.view", methods=("POST",))
def cards(request: Any, kind: str) -> HttpResponse:
    """Send numbered blank cards of a kind's template, A4 or A5, to be filled by hand."""
    if kind not in KINDS:
        raise NotFound(field="kind")
    count, paper = request.POST.get("count", "1"), request.POST.get("paper", "a4")
    number = int(count) if count.isascii() and count.isdecimal() and len(count) < 6 else 0
    with unit_of_work(request.actor, at=request.at):
        numbers = customers.take_card_numbers(number, by=request.actor, at=request.at)
    made = blank_cards(
        request.actor,
        kind,
        market_kind=request.POST.get("market", "")[:24],
        numbers=numbers,
        paper="a5" if paper == "a5" else "a4",
        on=local_date(request.at),
    )
    name = quote(f"cards-{numbers[0]}.pdf")
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": f"inline; filename*=UTF-8''{name}"}
    )


def _preset(request: Any, code: str, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "install": customer_reads.installing(request.actor, code),
        "types": CUSTOM_TYPES,
        "blocks": BLOCKS,
        "error": answers.told(refusal) if refusal else "",
        "may_edit": request.actor.may("parameters.edit"),
    }
    return show(request, "layouts", "template", context, status=refusal.status if refusal else 200)


urls = [
    path("settings/templates/<slug:preset_code>", preset, name="settings_template"),
    path("settings/templates/installed/<int:template_id>/removal", removal, name="settings_template_removal"),
    path("cards/<slug:kind>", cards, name="blank_cards"),
]

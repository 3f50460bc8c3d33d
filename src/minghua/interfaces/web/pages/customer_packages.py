"""Everything about a person in one package, and the log of what was done with their data."""

from typing import Any, cast

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import audit_words, customer_panels
from minghua.interfaces.web.guard import page
from minghua.journeys.processing_log import processing_log


@page("rights.export", methods=("POST",))
def order(request: Any, customer_id: int) -> HttpResponse:
    """Ask for a package; the worker makes it."""
    with unit_of_work(request.actor, at=request.at):
        interactions.order_package(customer_id, by=request.actor, at=request.at)
    return _panel(request, customer_id, _("资料包正在生成，好了会出现在这里。"))


@page("rights.view")
def packages(request: Any, customer_id: int) -> HttpResponse:
    """Answer the packages as they are now."""
    return _panel(request, customer_id)


@page("rights.export", methods=("POST",))
def hand_out(request: Any, customer_id: int, package_id: int) -> HttpResponse:
    """Hand a package out, this once."""
    with unit_of_work(request.actor, at=request.at):
        name, stream = interactions.hand_out(package_id, by=request.actor, at=request.at)
    sent = FileResponse(stream, as_attachment=True, filename=name, content_type="application/zip")
    return cast(HttpResponse, sent)


@page("audit.view")
def log(request: Any, customer_id: int) -> HttpResponse:
    """Answer a stretch of the log."""
    found = processing_log(request.actor, customer_id, cursor=request.GET.get("cursor", ""))
    context = {"log": found, "words": audit_words, "customer_id": customer_id}
    return render(request, "customer/_log_rows.html", context, using="jinja")


def _panel(request: Any, customer_id: int, toast_text: str = "") -> HttpResponse:
    context = {
        "customer_id": customer_id,
        "packages": interaction_reads.packages_of(request.actor, customer_id),
        "toast_text": toast_text,
        **customer_panels.common(request),
    }
    return render(request, "customer/_packages.html", context, using="jinja")


_AT = "customers/<int:customer_id>/"
urls = [
    path(f"{_AT}packages", packages, name="customer_packages"),
    path(f"{_AT}packages/new", order, name="customer_package_new"),
    path(f"{_AT}packages/<int:package_id>/handing", hand_out, name="customer_package"),
    path(f"{_AT}processing", log, name="customer_processing"),
]

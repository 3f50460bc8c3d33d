"""Archives to verify 档案复核: those due, how owners and teams stand, and the yearly clean-up."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import operations as customers
from minghua.domain.customers.queries import reviews as reads
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import answers
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import done
from minghua.kernel.periods import local_date


def _show(request: Any, template: str, context: dict[str, Any]) -> HttpResponse:
    common = {"on": local_date(request.at), "now": request.at, "may": request.actor.may}
    return render(request, f"reviews/{template}.html", common | context, using="jinja")


@page("customers.view")
def due(request: Any) -> HttpResponse:
    """Show the archives due: one's own, or all in reach, or one owner's; htmx asks for further rows."""
    owner = answers.optional_number(request.GET.get("owner"), field="owner")
    everyone = request.GET.get("all") == "1"
    found = reads.reviews_due(
        request.actor,
        on=local_date(request.at),
        mine=not everyone,
        owner_id=owner,
        cursor=request.GET.get("cursor"),
    )
    context = {"page": found, "everyone": everyone, "owner": owner, "tab": "due"}
    further = request.headers.get("HX-Request") and request.GET.get("cursor")
    return _show(request, "due_rows" if further else "due", context)


@page("customers.edit", methods=("POST",))
def verification(request: Any, customer_id: int) -> HttpResponse:
    """Confirm one archive as true today, in one tap."""
    with unit_of_work(request.actor, at=request.at):
        customers.verify_archive(customer_id, by=request.actor, at=request.at)
    text = _("已核实，下次到期会再提醒。")
    if request.headers.get("HX-Request"):
        return _show(request, "verified", {"said": text})
    return done(request, text, "/reviews")


@page("customers.view")
def report(request: Any) -> HttpResponse:
    """Show how many archives are due and overdue, by team and owner."""
    lines = reads.review_report(request.actor, on=local_date(request.at))
    return _show(request, "report", {"lines": lines, "tab": "report"})


@page("customers.view")
def stale(request: Any) -> HttpResponse:
    """Show the list of the yearly clean-up."""
    found = reads.stale(request.actor, on=local_date(request.at), cursor=request.GET.get("cursor"))
    further = request.headers.get("HX-Request") and request.GET.get("cursor")
    return _show(request, "stale_rows" if further else "stale", {"page": found, "tab": "stale"})


@page("customers.close", methods=("POST",))
def closure(request: Any, customer_id: int) -> HttpResponse:
    """Close one archive of the clean-up; it can be opened again on the customer's page."""
    with unit_of_work(request.actor, at=request.at):
        customers.close(customer_id, reason=_("年度清理：一年没有往来"), by=request.actor, at=request.at)
    return done(request, _("档案已封存，可在客户页面重开。"), "/reviews/stale")


urls = [
    path("reviews", due, name="reviews"),
    path("reviews/report", report, name="reviews_report"),
    path("reviews/stale", stale, name="reviews_stale"),
    path("reviews/<int:customer_id>/verification", verification, name="review_verification"),
    path("reviews/<int:customer_id>/closure", closure, name="review_closure"),
]

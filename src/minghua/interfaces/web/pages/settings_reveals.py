"""Settings: who looked behind masks, at whom and why; for auditors."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from minghua.domain.customers import queries as customer_reads
from minghua.interfaces.web import answers, customer_values
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import show


@page("audit.view")
def reveals(request: Any) -> HttpResponse:
    """Show the looks, latest first, and who looked most in thirty days; with a cursor only what follows."""
    by_id, cursor = answers.optional_number(request.GET.get("by"), field="by"), request.GET.get("cursor", "")
    found = customer_reads.reveals(request.actor, by_id=by_id, cursor=cursor)
    context = {"found": found, "by": by_id or "", "values": customer_values}
    if cursor:
        return render(request, "settings/_reveal_rows.html", context, using="jinja")
    lookers = customer_reads.lookers(request.actor, at=request.at)
    return show(request, "reveals", "reveals", context | {"lookers": lookers})


urls = [path("settings/reveals", reveals, name="settings_reveals")]

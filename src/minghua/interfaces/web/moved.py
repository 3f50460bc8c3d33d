"""Addresses of customers that were merged into another lead on to that one: old links, news and bookmarks keep working."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from minghua.domain.customers import queries as customer_reads


def leads_to(request: HttpRequest, customer_id: int | None) -> HttpResponse | None:
    """Return the way to the same page of who the customer has become; None when there is none this person may see."""
    viewer: Any = getattr(request, "actor", None)
    if customer_id is None or viewer is None or request.method not in ("GET", "HEAD"):
        return None
    home = customer_reads.now_called(viewer, customer_id) if viewer.may("customers.view") else None
    old = f"/customers/{customer_id}"
    if home is None or not request.path.startswith(old):
        return None
    return redirect(f"/customers/{home}{request.get_full_path().removeprefix(old)}")

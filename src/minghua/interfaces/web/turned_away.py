"""What a refusal tells the watch: the pattern of the address and the record's id, never what was typed (ASVS 16.3.2)."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from minghua.foundation.tokens import queries as token_reads
from minghua.foundation.watch import operations as watch

REFUSED = {403, 404}
NOBODY_STANDS_BEHIND = 401
SUBJECTS = {
    "customer_id": "customers.Customer",
    "order_id": "orders.Order",
    "return_id": "orders.Return",
    "product_id": "catalog.Product",
    "step_id": "interactions.NextStep",
    "jar_id": "care.Jar",
    "delivery_id": "care.Delivery",
    "run_id": "imports.ImportRun",
    "pool_id": "customers.Pool",
    "user_id": "people.User",
    "team_id": "people.Team",
    "job_id": "jobs.Job",
    "view_id": "listing.SavedView",
    "token_id": "token",
    "export_id": "exports.Export",
}


def note(request: HttpRequest, response: HttpResponse) -> None:
    """Record a refusal that this request met, whichever page or operation said it; nothing for what was let in."""
    if response.status_code in REFUSED:
        _refused(request)
    elif response.status_code == NOBODY_STANDS_BEHIND and request.headers.get("Authorization"):
        _token(request)


def _refused(request: Any) -> None:
    match, actor = request.resolver_match, getattr(request, "actor", None)
    if match is None or actor is None or getattr(match.func, "permission", "") == "public":
        return
    watch.turned_away(
        by=actor,
        subject=_subject(match.kwargs) or (watch.DOOR, (match.url_name or match.route)[:40]),
        code=getattr(request, "refused_as", "") or "refused",
        where=match.route[:120],
        method=(request.method or "")[:10],
        at=request.at,
    )


def _subject(kwargs: dict[str, Any]) -> tuple[str, int | str] | None:
    """The record the address named; texts in addresses (file tokens) are left out."""
    named = ((kind, kwargs[name]) for name, kind in SUBJECTS.items() if name in kwargs)
    return next(((kind, str(key)[:40]) for kind, key in named), None)


def _token(request: Any) -> None:
    text = request.headers["Authorization"].partition(" ")[2].strip()
    token_id, why = token_reads.fault(text, at=request.at)
    watch.token_refused(token_id, why=why, channel="rest", request_id=request.request_id, at=request.at)

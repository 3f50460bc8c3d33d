"""The public pool 公海: who waits in it, what one may still claim, and the rules of each pool."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import answers, customer_values
from minghua.interfaces.web.guard import page
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import local_date

PAGE = 50


@page("pool.view")
def pool(request: Any) -> HttpResponse:
    """Show who waits in the pools, the longest waiting last."""
    if request.GET.get("cursor"):
        return render(request, "pool/_rows.html", _waiting(request), using="jinja")
    return render(request, "pool/page.html", _whole(request), using="jinja")


@page("pool.claim", methods=("POST",))
def claim(request: Any, customer_id: int) -> HttpResponse:
    """Take a customer out of the pool; a refusal says why and from when."""
    refused: Refusal | None = None
    try:
        with unit_of_work(request.actor, at=request.at):
            customers.claim(customer_id, by=request.actor, at=request.at)
    except Refusal as refusal:
        refused = refusal
    told = answers.told(refused) if refused else _("已领取，客户归您负责。")
    context = _whole(request) | {"toast_text": told, "toast_kind": "warn" if refused else "ok", "claimed": customer_id}
    context["refused"] = refused is not None
    return render(request, "pool/_answer.html", context, status=refused.status if refused else 200, using="jinja")


def _whole(request: Any) -> dict[str, Any]:
    return {
        "capacity": customer_reads.capacity(request.actor, at=request.at),
        **_waiting(request),
    }


def _waiting(request: Any) -> dict[str, Any]:
    chosen = request.GET.get("pool", "")
    pool_id = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else None
    found = customer_reads.waiting(
        request.actor, pool_id=pool_id, text=request.GET.get("_q", ""), cursor=request.GET.get("cursor"), limit=PAGE
    )
    pools = [each for each in customer_reads.pools(request.actor, on=local_date(request.at)) if each.active]
    return {
        "pools": pools,
        "open_ids": {each.id for each in pools if each.open_to_viewer},
        "waiting": found,
        "pool_id": pool_id,
        "text": request.GET.get("_q", ""),
        "values": customer_values,
        "now": request.at,
        "today": local_date(request.at),
    }


urls = [
    path("pool", pool, name="pool"),
    path("pool/<int:customer_id>/claim", claim, name="pool_claim"),
]

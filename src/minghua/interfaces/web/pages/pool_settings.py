"""The rules of the public pools, for whoever manages them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import answers, customer_panels, customer_values, display
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages import settings_home
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import local_date

HIDEABLE = ("mobile", "phone", "wechat", "email", "address", "birthday")
NUMBERS = ("return_after_days", "claim_limit", "daily_limit", "cooldown_days", "hold_days")


@page("pool.manage", methods=("GET", "HEAD", "POST"))
def pools(request: Any) -> HttpResponse:
    """Show every pool with its rules, or make a new one."""
    return _save(request, None) if request.method == "POST" else _page(request)


@page("pool.manage", methods=("POST",))
def pool(request: Any, pool_id: int) -> HttpResponse:
    """Change the rules of one pool."""
    return _save(request, pool_id)


def _save(request: Any, pool_id: int | None) -> HttpResponse:
    form = request.POST
    try:
        with unit_of_work(request.actor, at=request.at):
            numbers = {code: answers.optional_number(form.get(code), field=code) for code in NUMBERS}
            for code in ("cooldown_days", "hold_days"):
                numbers[code] = numbers[code] or 0
            customers.save_pool(
                pool_id,
                name=form.get("name", ""),
                team_id=answers.optional_number(form.get("team_id"), field="team_id"),
                active=form.get("active") == "1",
                hidden_fields=form.getlist("hidden_fields"),
                by=request.actor,
                at=request.at,
                **numbers,  # type: ignore[arg-type]
            )
    except Refusal as refusal:
        return _page(request, pool_id=pool_id, refusal=refusal)
    return redirect("pool_settings")


def _page(request: Any, *, pool_id: int | None = None, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "pools": customer_reads.pools(request.actor, on=local_date(request.at)),
        "teams": [("", _("不限部门")), *customer_panels.teams(request.actor)],
        "system": {
            code: parameters.value(f"pool.{code}", on=local_date(request.at)) for code in ("return_days", "claim_limit")
        },
        "hideable": [(code, customer_values.label(code)) for code in HIDEABLE],
        "refused_id": pool_id if refusal else None,
        "is_new_refused": refusal is not None and pool_id is None,
        "errors": {refusal.field: refusal.message(display.language())} if refusal else {},
        "typed": request.POST,
    }
    context |= settings_home.frame(request, "pools")
    return render(request, "pool/settings.html", context, status=refusal.status if refusal else 200, using="jinja")


urls = [
    path("settings/pools", pools, name="pool_settings"),
    path("settings/pools/<int:pool_id>", pool, name="pool_setting"),
]

"""Points 积分: schemes with what they issued, spent and owe by month; a customer's accounts, lots and statement; points given by hand."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.types.adjustments import AdjustmentState, Way
from minghua.domain.loyalty.types.points_scheme import PointsSpec
from minghua.interfaces.web import answers, earning_words, points_words
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.customer import frame
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.kernel.errors import Invalid, Refusal
from minghua.kernel.periods import local_date

MONTHS = 12
LINES = 50


@page("points.view")
def overview(request: Any) -> HttpResponse:
    """Show every scheme with twelve months of it, and those that ship with the product and are not installed."""
    return _overview(request)


def _overview(request: Any, *, refusal: Refusal | None = None) -> HttpResponse:
    manages = request.actor.may("points.manage")
    schemes = loyalty_reads.points_schemes(request.actor, at=request.at)
    months = {
        row.code: loyalty_reads.points_months(request.actor, row.code, months=MONTHS, at=request.at)
        for row in (schemes if manages else ())
    }
    context = {
        "schemes": schemes,
        "months": months,
        "may": request.actor.may,
        "presets": loyalty_reads.points_presets(request.actor) if manages else {},
        "error": answers.told(refusal) if refusal else "",
    }
    return render(request, "points/list.html", context, status=refusal.status if refusal else 200, using="jinja")


@page("points.manage", methods=("POST",))
def install(request: Any) -> HttpResponse:
    """Publish a scheme that ships with the product, from today on."""
    preset, on = request.POST.get("preset", ""), local_date(request.at)
    refusal = attempt(
        request, lambda: loyalty.install_points_preset(preset, from_on=on, by=request.actor, at=request.at)
    )
    if refusal is None:
        return done(request, _("方案已发布，从生效日起照此办理。"), "/points")
    return _overview(request, refusal=refusal)


@page("points.view")
def of_customer(request: Any, customer_id: int) -> HttpResponse:
    """Show what one customer has, which points expire when, and every line with its reason."""
    return _of_customer(request, customer_id)


def _of_customer(request: Any, customer_id: int, *, refusal: Refusal | None = None) -> HttpResponse:
    card = customer_reads.customer(request.actor, customer_id)
    accounts = loyalty_reads.points_of(request.actor, customer_id, at=request.at)
    schemes = loyalty_reads.points_schemes(request.actor, at=request.at)
    statements = {
        each.scheme: loyalty_reads.points_statement(request.actor, each.scheme, customer_id, limit=LINES)
        for each in accounts
    }
    context = frame(request, card, tab="points") | {
        "accounts": accounts,
        "statements": statements,
        "withheld": {
            each.scheme: loyalty_reads.points_withheld(request.actor, each.scheme, customer_id) for each in accounts
        },
        "reckoned": partial(_reckoned, loyalty_reads.points_specs(request.actor)),
        "latest": LINES,
        "giving": [(each.code, each.name) for each in schemes if each.stopped_at is None],
        "words": points_words,
        "given": request.POST,
        "key": request.POST.get("key") or uuid4().hex,
        "error": answers.told(refusal) if refusal else "",
    }
    status = refusal.status if refusal else 200
    return render(request, "customer/points.html", context, status=status, using="jinja")


def _reckoned(specs: Mapping[str, PointsSpec], inputs: Mapping[str, Any], scheme: str) -> str:
    return earning_words.because(inputs, specs.get(scheme))


@page("points.record", methods=("POST",))
def gift(request: Any, customer_id: int) -> HttpResponse:
    """Give or take points by hand, with a reason; the form's own key counts once, many points wait for another person."""
    found: list[loyalty.Adjusted] = []
    refusal = attempt(request, lambda: found.append(_adjust(request, customer_id)))
    if refusal is None:
        waits = found[0].state is AdjustmentState.ASKED
        said = _("已提交，等另一位同事批准；批准前积分不变。") if waits else _("积分已登记。")
        return done(request, said, f"/customers/{customer_id}/points")
    return _of_customer(request, customer_id, refusal=refusal)


def _adjust(request: Any, customer_id: int) -> loyalty.Adjusted:
    told = {name: request.POST.get(name, "").strip() for name in ("scheme", "amount", "reason", "key", "way")}
    if told["way"] not in ("", *Way):
        raise Invalid("请选择赠送或扣减。", "Choose to give or to take.", field="way")
    if not told["amount"].isascii() or not told["amount"].isdigit() or len(told["amount"]) > 12:
        raise Invalid("积分应为正整数。", "Points are a whole number above nothing.", field="amount")
    return loyalty.adjust_points(
        told["scheme"], customer_id, int(told["amount"]), way=Way(told["way"] or Way.GIVE), key=f"web-{told['key']}",
        reason=told["reason"], by=request.actor, at=request.at,
    )  # fmt: skip


urls = [
    path("points", overview, name="points"),
    path("points/installation", install, name="points_install"),
    path("customers/<int:customer_id>/points", of_customer, name="customer_points"),
    path("customers/<int:customer_id>/points/gift", gift, name="customer_points_gift"),
]

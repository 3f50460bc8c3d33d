"""Coupons 优惠券: every batch with where its coupons are and what they gave away; a customer's coupons, and giving one."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.interfaces.web import answers, coupon_words, display
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.customer import frame
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.interfaces.web.table_files import table_file
from minghua.kernel import money
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import local_date

DRAWN = 12
USES = 20


@page("coupons.view")
def overview(request: Any) -> HttpResponse:
    """Show every batch, drawn and as a table, and those that ship with the product and are not published."""
    return _overview(request)


def _overview(request: Any, *, refusal: Refusal | None = None) -> HttpResponse:
    batches = loyalty_reads.coupon_batches(request.actor, at=request.at)
    known = {row.code for row in batches}
    presets = loyalty_reads.coupon_preset_texts() if request.actor.may("coupons.manage") else {}
    context = {
        "batches": batches,
        "drawn": batches[:DRAWN],
        "presets": {
            code: loyalty_reads.examine_batch(request.actor, text)
            for code, text in presets.items()
            if code not in known
        },
        "words": coupon_words,
        "on": local_date(request.at),
        "error": answers.told(refusal) if refusal else "",
    }
    return render(request, "coupons/list.html", context, status=refusal.status if refusal else 200, using="jinja")


@page("coupons.view")
def batches_file(request: Any) -> HttpResponse:
    """Give the batches as a table file."""
    counts = (_("发行量"), _("已制"), _("已发给会员"), _("预留中"), _("已使用"), _("已过期"), _("已作废"))
    head = [_("代码"), _("名称"), _("状态"), *counts, _("让利"), _("预算"), _("币种")]
    rows = loyalty_reads.coupon_batches(request.actor, at=request.at)
    return table_file("coupons", head, [_batch_cells(row, local_date(request.at)) for row in rows])


def _batch_cells(row: Any, on: date) -> tuple[object, ...]:
    state = display.say(coupon_words.standing(row, on)[0])
    figures = (row.total, row.out, row.given, row.held, row.redeemed, row.expired, row.void)
    amounts = (_plain(row.spent, row.currency), None if row.budget is None else _plain(row.budget, row.currency))
    return row.code, display.say(row.name), state, *figures, *amounts, row.currency


def _plain(minor: int, currency: str) -> str:
    return money.show(minor, currency, sign=False).replace(",", "")


@page("coupons.manage", methods=("POST",))
def install(request: Any) -> HttpResponse:
    """Publish a batch that ships with the product, from today on."""
    preset, on = request.POST.get("preset", ""), local_date(request.at)
    refusal = attempt(
        request, lambda: loyalty.install_coupon_preset(preset, from_on=on, by=request.actor, at=request.at)
    )
    if refusal is None:
        return done(request, _("这批券已发布，从今天起可发。"), "/coupons")
    return _overview(request, refusal=refusal)


@page("coupons.view")
def of_customer(request: Any, customer_id: int) -> HttpResponse:
    """Show one customer's coupons, each with why it can be used or cannot, and the purchases they were used on."""
    return _of_customer(request, customer_id)


def _of_customer(request: Any, customer_id: int, *, refusal: Refusal | None = None) -> HttpResponse:
    card = customer_reads.customer(request.actor, customer_id)
    batches = loyalty_reads.coupon_batches(request.actor, at=request.at)
    on = local_date(request.at)
    context = frame(request, card, tab="coupons") | {
        "cards": loyalty_reads.coupons_of(request.actor, customer_id, at=request.at),
        "uses": loyalty_reads.coupon_uses_of(request.actor, customer_id, limit=USES),
        "giving": [
            (row.code, row.name) for row in batches if row.stopped_at is None and row.left and row.from_on <= on
        ],
        "words": coupon_words,
        "on": on,
        "given": request.POST,
        "key": request.POST.get("key") or uuid4().hex,
        "error": answers.told(refusal) if refusal else "",
    }
    status = refusal.status if refusal else 200
    return render(request, "customer/coupons.html", context, status=status, using="jinja")


@page("coupons.issue", methods=("POST",))
def issue(request: Any, customer_id: int) -> HttpResponse:
    """Give a customer a coupon; the form's own key counts once."""
    batch, key = request.POST.get("batch", ""), f"web-{request.POST.get('key', '').strip()}"
    refusal = attempt(
        request, lambda: loyalty.issue_coupon(batch, customer_id, key=key, by=request.actor, at=request.at)
    )
    if refusal is None:
        return done(request, _("券已发放。"), f"/customers/{customer_id}/coupons")
    return _of_customer(request, customer_id, refusal=refusal)


urls = [
    path("coupons", overview, name="coupons"),
    path("coupons/file", batches_file, name="coupons_file"),
    path("coupons/installation", install, name="coupons_install"),
    path("customers/<int:customer_id>/coupons", of_customer, name="customer_coupons"),
    path("customers/<int:customer_id>/coupons/issue", issue, name="customer_coupons_issue"),
]

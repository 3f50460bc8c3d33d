"""One batch of coupons 优惠券批次: its terms in words, its versions, codes made once, coupons given to many, stopping it."""

import re
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.queries import BatchSheet
from minghua.interfaces.web import answers, coupon_words
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.periods import local_date

MOST_AT_ONCE = 10_000
MOST_MEMBERS = 200


@page("coupons.view")
def batch(request: Any, code: str) -> HttpResponse:
    """Show one batch."""
    return _batch(request, code)


def _batch(request: Any, code: str, *, refusal: Refusal | None = None) -> HttpResponse:
    sheet = loyalty_reads.coupon_batch(request.actor, code, at=request.at)
    context = {
        "sheet": sheet,
        "told": coupon_words.terms(sheet.spec),
        "history": _history(sheet),
        "words": coupon_words,
        "on": local_date(request.at),
        "may": request.actor.may,
        "given": request.POST,
        "key": uuid4().hex,
        "most": MOST_AT_ONCE,
        "error": answers.told(refusal) if refusal else "",
    }
    return render(request, "coupons/batch.html", context, status=refusal.status if refusal else 200, using="jinja")


def _history(sheet: BatchSheet) -> list[tuple[Any, list[coupon_words.Change]]]:
    """Each version with what it changed of the one before, the latest first."""
    before = (*sheet.specs[1:], None)
    changed = [coupon_words.changes(old, new) for old, new in zip(before, sheet.specs, strict=True)]
    return list(zip(sheet.versions, changed, strict=True))


@page("coupons.manage", methods=("POST",))
def codes(request: Any, code: str) -> HttpResponse:
    """Make codes and hand them over as a file, this once; the form's own key counts once."""
    made: list[loyalty.Minted] = []
    refusal = attempt(request, lambda: made.append(_mint(request, code)))
    if refusal is not None:
        return _batch(request, code, refusal=refusal)
    answer = HttpResponse("".join(f"{each}\r\n" for each in made[0].codes), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="codes-{code}-{made[0].run_id}.txt"'
    return answer


def _mint(request: Any, code: str) -> loyalty.Minted:
    told, key = request.POST.get("count", "").strip(), request.POST.get("key", "").strip()
    if not (told.isascii() and told.isdigit()) or not 1 <= int(told[:9]) <= MOST_AT_ONCE:
        raise Invalid(f"一次制 1 至 {MOST_AT_ONCE:,} 张。", f"Between 1 and {MOST_AT_ONCE:,} are made at once.", field="count")  # fmt: skip
    made = loyalty.mint_coupons(code, int(told), key=f"web-{key}", by=request.actor, at=request.at)
    if made.again:
        raise Invalid(
            "这些券码已经交付过一次，不会再次显示。要更多请打开本页重新制码。",
            "These codes were handed over once and are not told again. Open the page anew to make more.",
            field="key",
        )
    return made


@page("coupons.issue", methods=("POST",))
def issues(request: Any, code: str) -> HttpResponse:
    """Give a coupon to each of the customers named by number: all of them or none."""
    members: list[int] = []
    refusal = attempt(request, lambda: members.extend(_issue(request, code)))
    if refusal is None:
        said = _("已发给 %(n)s 位客户。") % {"n": len(members)}
        return done(request, said, f"/coupons/batches/{code}")
    return _batch(request, code, refusal=refusal)


def _issue(request: Any, code: str) -> list[int]:
    told, key = re.findall(r"[^\s,，、]+", request.POST.get("customers", "")), request.POST.get("key", "").strip()
    if not 1 <= len(told) <= MOST_MEMBERS:
        raise Invalid(f"写 1 至 {MOST_MEMBERS} 个客户编号。", f"Name 1 to {MOST_MEMBERS} customers.", field="customers")
    members = {_member(request, place, each): (place, each) for place, each in enumerate(told, start=1)}
    for customer_id in sorted(members):  # in one order for everybody, so that no two wait for each other
        place, number = members[customer_id]
        try:
            loyalty.issue_coupon(code, customer_id, key=f"web-{key}-{customer_id}", by=request.actor, at=request.at)
        except Refusal as refusal:
            raise Invalid(
                f"第 {place} 个（客户 {number}）：{refusal.message('zh')}一张都没有发。",
                f"Number {place} (customer {number}): {refusal.message('en')} None was given.",
                field="customers",
            ) from None
    return list(members)


def _member(request: Any, place: int, number: str) -> int:
    """Return the customer of a number as it stands on their page."""
    try:
        return customer_reads.by_number(request.actor, number.upper())
    except NotFound:
        raise Invalid(
            f"第 {place} 个「{number[:20]}」：没有这个客户编号，或您无权查看。",
            f"Number {place}, “{number[:20]}”: there is no such customer, or you may not see it.",
            field="customers",
        ) from None


@page("coupons.manage", methods=("POST",))
def closure(request: Any, code: str) -> HttpResponse:
    """Stop a batch."""
    refusal = attempt(request, lambda: loyalty.stop_batch(code, by=request.actor, at=request.at))
    if refusal is None:
        return done(request, _("这批券已停发；已发出的照旧可用。"), f"/coupons/batches/{code}")
    return _batch(request, code, refusal=refusal)


urls = [
    path("coupons/batches/<slug:code>", batch, name="coupon_batch"),
    path("coupons/batches/<slug:code>/codes", codes, name="coupon_codes"),
    path("coupons/batches/<slug:code>/issues", issues, name="coupon_issues"),
    path("coupons/batches/<slug:code>/closure", closure, name="coupon_closure"),
]

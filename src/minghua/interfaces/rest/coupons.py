"""Coupons at the till: a member's coupons, what they would save, holding, using, letting go, giving back (R24.5)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.operations import CouponsUsed
from minghua.interfaces.rest import coupon_shapes as shapes
from minghua.interfaces.rest import guessing
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Id, ListOut

router = Door(tags=["coupons"])
OWN = "/customers/{customer_id}/coupons"


@router.read(OWN, permission="coupons.view", answers=ListOut[shapes.CouponOut])
def list_customer_coupons(request: HttpRequest, customer_id: Id) -> Any:
    """A member's coupons, those to be used first."""
    caller = of(request)
    return shapes.cards(loyalty_reads.coupons_of(caller.actor, customer_id, at=caller.at))


@router.write("POST", OWN, permission="coupons.issue", answers=shapes.CouponIssuedOut, blank=("code",))
def issue_coupon(request: HttpRequest, customer_id: Id, body: shapes.CouponIssueIn) -> Any:
    """Give a member a coupon; its code is told this once."""
    caller = of(request)
    return loyalty.issue_coupon(body.batch, customer_id, key=body.key, by=caller.actor, at=caller.at)


@router.write("POST", "/coupons/quotes", permission="coupons.redeem", answers=shapes.QuoteOut)
def quote_coupons(request: HttpRequest, body: shapes.SaleIn) -> Any:
    """What coupons would save on a basket, and why others would not; nothing is kept."""
    caller = of(request)
    guessing.require_patience(request)
    found = loyalty_reads.quote_coupons(caller.actor, shapes.sale(body), at=caller.at)
    guessing.note(request, found.skipped)
    return shapes.quoted(found)


@router.write("POST", "/coupons/holds", permission="coupons.redeem", answers=shapes.CouponsUsedOut)
def hold_coupons(request: HttpRequest, body: shapes.CouponHoldIn) -> Any:
    """Keep coupons for a purchase under way; they are let go by themselves when the time is over."""
    caller = of(request)
    sale = shapes.sale(body)
    return _guarded(
        request,
        lambda: loyalty.hold_coupons(sale, key=body.key, minutes=body.minutes, by=caller.actor, at=caller.at),
    )


@router.write("POST", "/coupons/redemptions", permission="coupons.redeem", answers=shapes.CouponsUsedOut)
def redeem_coupons(request: HttpRequest, body: shapes.KeyedSaleIn) -> Any:
    """Use coupons on a purchase at once."""
    caller = of(request)
    sale = shapes.sale(body)
    return _guarded(request, lambda: loyalty.redeem_coupons(sale, key=body.key, by=caller.actor, at=caller.at))


@router.write("POST", "/coupons/captures", permission="coupons.redeem", answers=shapes.CouponsUsedOut)
def capture_coupons(request: HttpRequest, body: shapes.CouponCaptureIn) -> Any:
    """Use what is held, as it was quoted then; 409 when the hold is over."""
    caller = of(request)
    return shapes.used(loyalty.redeem_hold(body.key, order=body.order, by=caller.actor, at=caller.at))


@router.write("POST", "/coupons/releases", permission="coupons.redeem", answers=shapes.CouponsUsedOut)
def release_coupons(request: HttpRequest, body: shapes.CouponReleaseIn) -> Any:
    """Let go what is held; 409 when it was used."""
    caller = of(request)
    return shapes.used(loyalty.release_coupons(body.key, by=caller.actor, at=caller.at))


@router.write("POST", "/coupons/reversals", permission="coupons.redeem", answers=shapes.CouponsReversedOut)
def reverse_coupons(request: HttpRequest, body: shapes.CouponReversalIn) -> Any:
    """Give back a purchase, all that is left of it or so much of some lines, by the shares that were stored."""
    caller = of(request)
    lines = shapes.back(body.lines)
    return shapes.reversed_(loyalty.reverse_coupons(body.of, key=body.key, lines=lines, by=caller.actor, at=caller.at))


def _guarded(request: HttpRequest, run: Callable[[], CouponsUsed]) -> dict[str, Any]:
    """Use or hold coupons; codes that do not exist are counted, also where the whole is refused for them."""
    guessing.require_patience(request)
    try:
        told = run()
    except loyalty.CouponsRefused as refused:
        guessing.note(request, refused.skipped)
        raise
    guessing.note(request, told.quote.skipped)
    return shapes.used(told)

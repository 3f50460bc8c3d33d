"""A member's own pages: level, points, packs, orders, what is known of them, what they allow and ask."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect

from minghua.domain.customers import queries as customer_reads
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.interactions.types import ANY, PURPOSES, NewConsent, NewRequest
from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.orders import queries as order_reads
from minghua.domain.tiering import queries as tiering_reads
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.portal import door
from minghua.kernel.errors import Invalid
from minghua.kernel.periods import local_date

ASKS: Final = ("copy", "correct", "delete")
CLOSED: Final = ("fulfilled", "refused")


@door.member()
def home(request: Any) -> HttpResponse:
    """Show level, points and what may be taken now."""
    playing = loyalty_reads.activities_for(request.member, door.me(request), at=request.at)
    told = {
        "check_ins": [each for each in playing if each.play.check_in is not None],
        "card": customer_reads.customer(request.member, door.me(request)),
        "levels": tiering_reads.memberships_of(request.member, door.me(request), at=request.at),
        "accounts": loyalty_reads.points_of(request.member, door.me(request), at=request.at),
        "benefits": loyalty_reads.benefits_of(request.member, door.me(request), at=request.at, latest=5),
    }
    return door.page(request, "home", told)


@door.member()
def points(request: Any) -> HttpResponse:
    """Show what may be spent, what expires when, and every line of the statement."""
    accounts = loyalty_reads.points_of(request.member, door.me(request), at=request.at)
    told = [
        (each, loyalty_reads.points_statement(request.member, each.scheme, door.me(request), limit=50))
        for each in accounts
    ]
    return door.page(request, "points", {"accounts": told})


@door.member()
def benefits(request: Any) -> HttpResponse:
    """Show coupons, what the level brings, what may be taken, and what was given."""
    told = {
        "benefits": loyalty_reads.benefits_of(request.member, door.me(request), at=request.at),
        "coupons": loyalty_reads.coupons_of(request.member, door.me(request), at=request.at),
    }
    return door.page(request, "benefits", told)


@door.member("POST")
def claim(request: Any, scheme: str, pack: str) -> HttpResponse:
    """Take a pack; a second tap finds the same one."""
    with unit_of_work(request.member, at=request.at):
        loyalty.claim_pack(scheme, pack, door.me(request), by=request.member, at=request.at)
    return redirect("member_benefits")


@door.member("POST")
def check_in(request: Any, portfolio: str, activity: str) -> HttpResponse:
    """Check in for today; a second tap changes nothing."""
    with unit_of_work(request.member, at=request.at):
        loyalty.check_in(portfolio, activity, door.me(request), by=request.member, at=request.at)
    return redirect("member_home")


@door.member()
def orders(request: Any) -> HttpResponse:
    """List one's orders, the latest first."""
    found = order_reads.orders_of(request.member, door.me(request), cursor=request.GET.get("cursor") or None)
    return door.page(request, "orders", {"orders": found})


@door.member()
def order(request: Any, order_id: int) -> HttpResponse:
    """Show one of one's orders with its lines."""
    return door.page(request, "order", {"found": order_reads.order(request.member, order_id)})


@door.member()
def data(request: Any) -> HttpResponse:
    """Show what is known of the member, what they allow, and what they asked."""
    on = local_date(request.at)
    told = {
        "card": customer_reads.customer(request.member, door.me(request)),
        "consents": interaction_reads.matrix(request.member, door.me(request), at=request.at),
        "asked": interaction_reads.desk(request.member, which="open", customer_id=door.me(request), on=on).items,
        "asks": ASKS,
    }
    return door.page(request, "data", told)


@door.member("POST")
def consent(request: Any) -> HttpResponse:
    """Give or withdraw a consent by one tap; the form in the member centre is its evidence."""
    purpose, channel = request.POST.get("purpose", ""), request.POST.get("channel", ANY)
    with unit_of_work(request.member, at=request.at):
        if request.POST.get("give"):
            given = NewConsent(
                customer_id=door.me(request), purpose=purpose, channel=channel, how="form", separate=_apart(purpose)
            )
            interactions.record_consent(given, by=request.member, at=request.at)
        else:
            interactions.withdraw_consent(
                door.me(request), purpose=purpose, channel=channel, how="form", by=request.member, at=request.at
            )
    return redirect("member_data")


@door.member("POST")
def ask(request: Any) -> HttpResponse:
    """Put a request on the desk: a copy, a correction, deletion."""
    wanted = request.POST.get("ask", "")
    if wanted not in ASKS:
        raise Invalid("请选择一项请求。", "Choose a request.", field="ask")
    new = NewRequest(
        customer_id=door.me(request), ask=wanted, channel="member_centre", text=request.POST.get("text", "")[:500]
    )
    with unit_of_work(request.member, at=request.at):
        interactions.receive_request(new, by=request.member, at=request.at)
    return redirect("member_data")


def _apart(purpose: str) -> bool:
    """Each purpose has its own button here: what the law wants asked apart is asked apart."""
    return purpose in PURPOSES and PURPOSES[purpose].separate

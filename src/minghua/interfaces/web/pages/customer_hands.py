"""Into whose hands a customer passes: assignment, pool, collaborators; its archive verified, closed, reopened."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import answers, customer_panels
from minghua.interfaces.web.guard import page
from minghua.kernel.errors import Invalid, Refusal


@page("customers.assign", methods=("POST",))
def owner(request: Any, customer_id: int) -> HttpResponse:
    """Give the customer to a colleague."""
    form = request.POST
    with unit_of_work(request.actor, at=request.at):
        customers.assign_owner(
            customer_id,
            owner_id=answers.number(form.get("owner_id"), field="owner_id"),
            note=form.get("note", "")[:300],
            by=request.actor,
            at=request.at,
        )
    return _again(request, customer_id)


@page("customers.view", methods=("POST",))
def pool(request: Any, customer_id: int) -> HttpResponse:
    """Put the customer back into the public pool, with a reason."""
    form = request.POST
    with unit_of_work(request.actor, at=request.at):
        customers.return_to_pool(
            customer_id,
            reason=form.get("reason", ""),
            note=form.get("note", "")[:300],
            by=request.actor,
            at=request.at,
        )
    return _again(request, customer_id)


@page("pool.claim", methods=("POST",))
def claim(request: Any, customer_id: int) -> HttpResponse:
    """Take the customer out of the pool."""
    with unit_of_work(request.actor, at=request.at):
        customers.claim(customer_id, by=request.actor, at=request.at)
    return _again(request, customer_id)


@page("customers.share", methods=("POST",))
def shares(request: Any, customer_id: int) -> HttpResponse:
    """Open the customer to a colleague or a team."""
    form = request.POST
    whom, _colon, key = form.get("with", "").partition(":")
    if whom not in {"user", "team"}:
        raise Invalid("请选择一位同事或一个部门。", "Choose one colleague or one team.", field="with")
    with unit_of_work(request.actor, at=request.at):
        customers.share(
            customer_id,
            user_id=answers.number(key, field="with") if whom == "user" else None,
            team_id=answers.number(key, field="with") if whom == "team" else None,
            may_edit=form.get("may_edit") == "1",
            reason=form.get("reason", ""),
            by=request.actor,
            at=request.at,
        )
    return _hands(request, customer_id, _("已共享。"))


@page("customers.share", methods=("DELETE",))
def share(request: Any, customer_id: int, share_id: int) -> HttpResponse:
    """Take a share back."""
    with unit_of_work(request.actor, at=request.at):
        customers.unshare(customer_id, share_id=share_id, by=request.actor, at=request.at)
    return _hands(request, customer_id, _("已取消共享。"))


@page("customers.close", methods=("POST", "DELETE"))
def closure(request: Any, customer_id: int) -> HttpResponse:
    """Close the archive with a reason, or (DELETE) open it again."""
    with unit_of_work(request.actor, at=request.at):
        if request.method == "POST":
            customers.close(customer_id, reason=request.POST.get("reason", ""), by=request.actor, at=request.at)
        else:
            customers.reopen(customer_id, by=request.actor, at=request.at)
    return _again(request, customer_id)


@page("customers.edit", methods=("POST",))
def verification(request: Any, customer_id: int) -> HttpResponse:
    """Confirm that the archive is true today."""
    with unit_of_work(request.actor, at=request.at):
        customers.verify_archive(customer_id, by=request.actor, at=request.at)
    return answers.go(request, reverse("customer_archive", args=[customer_id]))


def _again(request: Any, customer_id: int) -> HttpResponse:
    """Show the page as it is now; whoever gave the customer away is led to the list."""
    try:
        customer_reads.require_seen(request.actor, customer_id)
    except Refusal:
        return answers.go(request, "/customers")
    return answers.go(request, reverse("customer", args=[customer_id]))


def _hands(request: Any, customer_id: int, text: str) -> HttpResponse:
    card = customer_reads.customer(request.actor, customer_id)
    context = {
        "card": card,
        "customer_id": customer_id,
        "toast_text": text,
        **customer_panels.common(request),
        **customer_panels.hands(request, customer_id),
    }
    context |= {"colleagues": customer_panels.colleagues(request.actor), "teams": customer_panels.teams(request.actor)}
    return render(request, "customer/_hands.html", context, using="jinja")


_AT = "customers/<int:customer_id>/"
urls = [
    path(f"{_AT}owner", owner, name="customer_owner"),
    path(f"{_AT}pool", pool, name="customer_pool"),
    path(f"{_AT}claim", claim, name="customer_claim"),
    path(f"{_AT}shares", shares, name="customer_shares"),
    path(f"{_AT}shares/<int:share_id>", share, name="customer_share"),
    path(f"{_AT}closure", closure, name="customer_closure"),
    path(f"{_AT}verification", verification, name="customer_verification"),
]

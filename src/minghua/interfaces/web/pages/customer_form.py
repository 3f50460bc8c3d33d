"""A new customer: person, household or organisation."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types import NewCustomer
from minghua.domain.customers.types.fields import ArchiveField
from minghua.domain.customers.types.likeness import Candidate
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import answers, customer_panels, customer_values, display
from minghua.interfaces.web.guard import page
from minghua.kernel.errors import Refusal

KINDS = ("person", "household", "organization")
FIELDS = (
    "name", "short_name", "gender", "birthday", "mobile", "phone", "wechat", "email", "province", "city", "district",
    "address", "area", "market_kind", "channel_kind", "origin_channel",
)  # fmt: skip


@page("customers.create", methods=("GET", "HEAD", "POST"))
def new_customer(request: Any) -> HttpResponse:
    """Show the form of a new customer, or keep what was filled in."""
    if request.method != "POST":
        return _form(request, {"kind": request.GET.get("kind", "person")})
    anew = "anyway" not in request.POST
    try:
        with unit_of_work(request.actor, at=request.at):
            customer_id = customers.create_customer(
                read_form(request), refuse_alike=anew, by=request.actor, at=request.at
            )
    except customers.LooksAlike as refusal:
        return _form(request, request.POST.dict(), alike=refusal.candidates)
    except Refusal as refusal:
        if refusal.status not in {404, 409, 422}:
            raise
        return _form(request, request.POST.dict(), refusal)
    return redirect(reverse("customer", args=[customer_id]))


def read_form(request: Any) -> NewCustomer:
    """Return the customer that stands in the form, as it was typed."""
    form = request.POST
    values = {code: form.get(code, "").strip() for code in FIELDS}
    owner = form.get("owner_id", "")
    return NewCustomer(
        kind=form.get("kind", ""),
        owner_id=int(owner) if owner.isascii() and owner.isdigit() and len(owner) < 19 else None,
        archive=_archive(request),
        **values,
    )


def asked_fields(request: Any, kind: str) -> list[tuple[str, list[ArchiveField]]]:
    """Return what a new customer of that kind is asked for beside the basics, by section: what the layout says, and all
    that a new customer must have; with `all` every field of the layout, to key in a card that was filled by hand."""
    laid = customer_reads.archive_layout(request.actor, kind)
    if "all" in request.GET or "all" in request.POST:
        return [
            (display.say(part.title), [each for each in part.fields if not each.column and each.code != "family_size"])
            for part in laid.sections
        ]
    needed = [field for part in laid.sections for field in part.fields if field.custom and field.required]
    fields = {
        field.code: field
        for field in (*laid.places["quick"], *needed)
        if not field.column and field.code != "family_size"
    }
    return [(_("本店字段"), list(fields.values()))]


def _archive(request: Any) -> dict[str, Any]:
    """Return what was filled in of the archive: the size of a household, and what the layout asks."""
    form = request.POST
    kind = form.get("kind", "") if form.get("kind") in KINDS else "person"
    codes = ("family_size", *(field.code for _title, part in asked_fields(request, kind) for field in part))
    given = {code: customer_values.of_form(f"archive.{code}", form, code) for code in codes if code in form}
    return {code: value for code, value in given.items() if value and str(value).strip()}


def _form(
    request: Any, typed: dict[str, Any], refusal: Refusal | None = None, *, alike: Sequence[Candidate] = ()
) -> HttpResponse:
    kind = typed.get("kind") if typed.get("kind") in KINDS else "person"
    field = (refusal.field or "").removeprefix("archive.") if refusal else ""
    message = answers.told(refusal) if refusal else ""
    asked = asked_fields(request, str(kind))
    own = [each for _title, part in asked for each in part]
    shown = field in FIELDS or field in {"family_size", "owner_id"} or field in {each.code for each in own}
    given = {each.code: customer_values.of_form(each.path, request.POST, each.code) for each in own}
    context = {
        "kind": kind,
        "typed": typed | given,
        "asked": [(title, part) for title, part in asked if part],
        "all": "all" in request.GET or "all" in request.POST,
        "errors": {field: message} if shown else {},
        "form_problems": [message] if refusal and not shown else [],
        "values": customer_values,
        "alike": alike,
        "owners": customer_panels.owners(request.actor) if request.actor.may("customers.assign") else [],
    }
    status = refusal.status if refusal else 409 if alike else 200
    return render(request, "customer/form.html", context, status=status, using="jinja")


urls = [path("customers/new", new_customer, name="customer_new")]

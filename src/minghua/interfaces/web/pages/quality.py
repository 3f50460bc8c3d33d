"""Data quality 数据质量: what the data of everyone, a team, an owner or a view is worth, its course, and one customer's reasons."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.queries import quality as reads
from minghua.domain.customers.types.quality import DIMENSIONS, SetQuality
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import customer_values
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.customer import frame
from minghua.interfaces.web.pages.settings_home import done
from minghua.kernel.periods import local_date

FAULTS_SHOWN = 12


@page("customers.view")
def sets(request: Any) -> HttpResponse:
    """Show the figures of the sets in reach, and the course of the one chosen."""
    found = reads.set_qualities(request.actor)
    chosen = _chosen(request, found)
    course = []
    if chosen is not None:
        course = reads.course(
            request.actor, scope=chosen.scope, scope_id=chosen.scope_id or 0, until=local_date(request.at)
        )
    context = {
        "sets": found,
        "chosen": chosen,
        "course": course,
        "dimensions": DIMENSIONS,
        "scopes": {"all": _("全部客户"), "team": _("部门"), "owner": _("负责人"), "view": _("视图")},
        "drill": drill,
        "percent": percent,
    }
    return render(request, "quality/page.html", context, using="jinja")


def _chosen(request: Any, found: list[SetQuality]) -> SetQuality | None:
    asked = request.GET.get("set", "")
    named = [one for one in found if f"{one.scope}-{one.scope_id or 0}" == asked]
    widest = [one for scope in ("all", "team", "owner") for one in found if one.scope == scope]
    return next(iter(named or widest), None)


def drill(one: SetQuality, code: str) -> str:
    """Return the address of the customers behind a figure: those of the set that fall short of it."""
    field = f"quality_{code}" if code in DIMENSIONS else code
    if one.scope == "view":
        return f"/customers?view={one.scope_id}"
    narrowed = {"team": f"&team={one.scope_id}", "owner": f"&owner={one.scope_id}"}.get(one.scope, "")
    return f"/customers?own=1&{field}.lt=100&open=true&sort={'quality' if code in DIMENSIONS else code}{narrowed}"


def percent(e4: int | None) -> str:
    """Return a share in ten-thousandths as per cent, "—" where there is none."""
    return "—" if e4 is None else f"{e4 / 100:.1f}%"


@page("customers.view")
def of_customer(request: Any, customer_id: int) -> HttpResponse:
    """Show one customer's five sides with every reason and what to do next."""
    card = customer_reads.customer(request.actor, customer_id)
    context = frame(request, card, tab="quality") | {
        "sheet": reads.quality_sheet(request.actor, customer_id, on=local_date(request.at)),
        "dimensions": DIMENSIONS,
        "label_of": customer_reads.label_of,
        "most": FAULTS_SHOWN,
        "percent": percent,
    }
    return render(request, "customer/quality.html", context, using="jinja")


@page("customers.edit", methods=("POST",))
def field_verification(request: Any, customer_id: int, field: str) -> HttpResponse:
    """Confirm that one field is true today."""
    with unit_of_work(request.actor, at=request.at):
        customers.verify_field(customer_id, field, by=request.actor, at=request.at)
    text = _("已核实：%(name)s") % {"name": customer_values.label(field)}
    if request.headers.get("HX-Request"):
        return render(request, "customer/_verified.html", {"said": text, "path": field}, using="jinja")
    return done(request, text, f"/customers/{customer_id}/archive")


urls = [
    path("quality", sets, name="quality"),
    path("customers/<int:customer_id>/quality", of_customer, name="customer_quality"),
    path("customers/<int:customer_id>/fields/<str:field>/verification", field_verification, name="field_verification"),
]

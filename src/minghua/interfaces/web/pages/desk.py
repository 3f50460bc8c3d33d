"""The desk 服务台: every case by what is due, the first look beside the list, a new case of two fields, the list as a file."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import queries as customer_reads
from minghua.domain.service import operations as service
from minghua.domain.service import queries as service_reads
from minghua.domain.service.types import Kind, NewCase, Severity
from minghua.foundation.listing import coding
from minghua.foundation.listing.views import VISIBILITIES
from minghua.foundation.people import queries as people
from minghua.interfaces.web import answers, customer_values, desk_words, display, leaving
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.lists import builder, words
from minghua.interfaces.web.lists import desk as desk_list
from minghua.interfaces.web.lists.look import Look, tabs
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.journeys import export_cases
from minghua.kernel.errors import Refusal
from minghua.kernel.ids import hex_id
from minghua.kernel.periods import local_date

ROWS = 50


@page("service.view")
def desk(request: Any) -> HttpResponse:
    """Show the list, or only its next rows when they are asked for."""
    look, on = desk_list.look(request), local_date(request.at)
    cursor = request.GET.get("cursor") or None
    found = service_reads.case_list(request.actor, look.spec, on=on, text=look.text, cursor=cursor, limit=ROWS)
    context = {"look": look, "rows": found.items, "next_cursor": found.next_cursor, "now": request.at}
    if cursor and request.headers.get("HX-Request"):
        return render(request, "desk/rows.html", context, using="jinja")
    return render(request, "desk/list.html", context | _frame(request, look), using="jinja")


@page("service.view")
def condition(request: Any) -> HttpResponse:
    """Answer the part of the filter builder that fits the chosen field, or lead to the list that keeps the condition."""
    look = desk_list.look(request)
    return builder.answer(request, look, desk_list.builder_fields(look))


@page("service.view")
def panel(request: Any, case_id: int) -> HttpResponse:
    """Answer the first look at a case for the side panel, with its neighbours on the list."""
    look, on = desk_list.look(request), local_date(request.at)
    card = service_reads.case(request.actor, case_id)
    before, after = service_reads.case_neighbours(request.actor, look.spec, case_id, on=on, text=look.text)
    log = service_reads.entries(request.actor, case_id)
    names = people_named(log)
    context = {
        "card": card, "look": look, "previous_id": before, "next_id": after, "now": request.at,
        "clocks": [each for each in service_reads.clocks_of(request.actor, case_id, at=request.at) if not each.done_at],
        "why": desk_words.why, "lines": desk_words.lines(log, names=names)[:3],
    }  # fmt: skip
    return render(request, "desk/panel.html", context, using="jinja")


@page("service.work", methods=("GET", "HEAD", "POST"))
def new(request: Any) -> HttpResponse:
    """Ask who and what (GET), open the case (POST)."""
    if request.method != "POST":
        return _form(request)
    made: list[int] = []

    def record() -> None:
        made.append(service.open_case(_told(request.POST), by=request.actor, at=request.at).id)

    refusal = attempt(request, record)
    return (
        done(request, _("工单已登记，时限开始计算。"), f"/desk/{made[0]}")
        if refusal is None
        else _form(request, refusal)
    )


@page("customers.export")
def export(request: Any) -> Any:
    """Hand out the list as it stands."""
    look = desk_list.look(request)
    return leaving.hand_out(request, export_cases.LIST, {"list": coding.spec_to_json(look.spec)})


def people_named(log: Any) -> dict[int, str]:
    """Return the names of the people that a log speaks of."""
    return people.names_of(desk_words.people_in(log))


def _frame(request: Any, look: Look) -> dict[str, Any]:
    on, actor = local_date(request.at), request.actor
    return {
        "tabs": tabs(look, actor, list_code=desk_list.CODE, presets=desk_list.VIEWS, say=display.say),
        "chips": words.chips(look, actor),
        "total": service_reads.case_count(actor, look.spec, on=on, text=look.text),
        "sort": look.spec.sorts[0].code if look.spec.sorts else "due",
        "visibilities": [(code, display.say(text)) for code, text in VISIBILITIES.items()],
        "may": actor.may,
    }


def _told(form: Any) -> NewCase:
    kind, severity = form.get("kind", ""), form.get("severity", "")
    return NewCase(
        customer_id=answers.number(form.get("other_id") or form.get("customer_id"), field="customer_id"),
        kind=Kind(kind) if kind in set(Kind) else Kind.SERVICE,
        subject=form.get("subject", ""),
        story=form.get("story", ""),
        channel=form.get("channel", "") or "phone",
        severity=Severity(severity) if severity in set(Severity) else Severity.GENERAL,
        answered=bool(form.get("answered")),
        taken=not form.get("untaken"),
        key=form.get("key", ""),
    )


def _form(request: Any, refusal: Refusal | None = None) -> HttpResponse:
    typed = request.POST if refusal else request.GET
    customer_id = answers.optional_number(typed.get("other_id") or typed.get("customer_id"), field="customer_id")
    known = customer_reads.customer(request.actor, customer_id) if customer_id else None
    context = {
        "typed": typed,
        "customer": known,
        "units": service_reads.units_of(request.actor, known.id) if known else [],
        "cases": service_reads.cases_of(request.actor, known.id, limit=5) if known else [],
        "kinds": customer_values.choices("service.kind"),
        "severities": customer_values.choices("service.severity"),
        "channels": customer_values.choices("interactions.channel"),
        "key": typed.get("key") or hex_id(),
        "now": request.at,
        "error": answers.told(refusal) if refusal else "",
        "needs_unit": refusal is not None and refusal.code == "unit_not_named",
    }
    return render(request, "desk/new.html", context, status=refusal.status if refusal else 200, using="jinja")


urls = [
    path("desk", desk, name="desk"),
    path("desk/condition", condition, name="desk_condition"),
    path("desk/export", export, name="desk_export"),
    path("desk/new", new, name="desk_new"),
    path("desk/<int:case_id>/panel", panel, name="case_panel"),
]

"""One case 工单 with everything already known on one page, and the talk about it: answers, what the customer says, notes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import queries as customer_reads
from minghua.domain.orders import queries as order_reads
from minghua.domain.service import operations as service
from minghua.domain.service import queries as service_reads
from minghua.domain.service.queries import PromiseFilter
from minghua.domain.service.types.complaints import MISSING
from minghua.foundation.people import queries as people
from minghua.interfaces.web import answers, customer_panels, customer_values, desk_words
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.kernel.errors import Invalid, Refusal
from minghua.kernel.ids import hex_id
from minghua.kernel.periods import SHANGHAI, local_date

LATEST_ORDERS = 5


@page("service.view")
def case(request: Any, case_id: int) -> HttpResponse:
    """Show one case whole."""
    return shown(request, case_id)


@page("service.work", methods=("POST",))
def talk(request: Any, case_id: int) -> HttpResponse:
    """Keep an answer, what the customer says, or a note; an answer over something unread is refused with it, the draft kept."""
    form, key = request.POST, request.POST.get("key", "")[:80]
    text, channel = form.get("text", ""), form.get("channel", "phone")

    def say() -> None:
        who = {"key": key, "by": request.actor, "at": request.at}
        if form.get("act") == "message":
            service.message(case_id, text, channel=channel, **who)
        elif form.get("act") == "note":
            service.note(case_id, text, **who)
        else:
            service.reply(case_id, text, base=answers.number(form.get("base"), field="base"), channel=channel, **who)

    return after(request, case_id, _("已记下。"), say)


def after(request: Any, case_id: int, text: str, act: Callable[[], Any]) -> HttpResponse:
    """Do a deed on a case and show it; what is refused is said on the page, with what was typed."""
    refusal = attempt(request, act)
    return done(request, text, f"/desk/{case_id}") if refusal is None else shown(request, case_id, refusal)


def deed(request: Any, case_id: int, text: str, act: Callable[..., Any], /, *given: Any, **told: Any) -> HttpResponse:
    """Do a deed that takes a case, what is given, who and when."""
    return after(request, case_id, text, lambda: act(case_id, *given, **told, by=request.actor, at=request.at))


def moment(form: Any, name: str) -> datetime:
    """Return the local date and time of a form field as an instant; raises Invalid naming the field."""
    try:
        told = datetime.fromisoformat(form.get(name, ""))
    except ValueError:
        raise Invalid("请填写日期和时间。", "Give a day and a time.", field=name) from None
    return told.replace(tzinfo=SHANGHAI) if told.tzinfo is None else told


def shown(request: Any, case_id: int, refusal: Refusal | None = None) -> HttpResponse:
    """Show a case; a refusal stands on top, what was typed stays in its form."""
    card = service_reads.case(request.actor, case_id)
    log = service_reads.entries(request.actor, case_id)
    context = {
        "card": card,
        "clocks": service_reads.clocks_of(request.actor, case_id, at=request.at),
        "why": desk_words.why,
        "lines": desk_words.lines(log, names=people.names_of(desk_words.people_in(log))),
        "story": log[0].text if log else "",
        "key": hex_id(),
        "now": request.at,
        "me": request.actor.user_id,
        "may": request.actor.may,
        "typed": request.POST if refusal else {},
        "error": answers.told(refusal) if refusal else "",
        "said_meanwhile": refusal is not None and refusal.code == "said_meanwhile",
        **_known(request, card),
        **_choices(request),
    }
    return render(request, "desk/page.html", context, status=refusal.status if refusal else 200, using="jinja")


def _known(request: Any, card: Any) -> dict[str, Any]:
    """Everything already known, so that nothing is asked twice."""
    actor, at = request.actor, request.at
    complaint = service_reads.complaint_of(actor, card.id)
    problem = service_reads.problem_of_case(actor, card.id, at=at)
    unit_id = problem.problem.unit_id if problem else None
    keep = PromiseFilter(state="unended", customer_id=card.customer_id)
    return {
        "complaint": complaint if card.kind == "complaint" or complaint.safety else None,
        "lacking": [MISSING[code] for code in service_reads.lacking(actor, card.id)],
        "customer": customer_reads.customer(actor, card.customer_id),
        "problem": problem,
        "cover": service_reads.cover_of(actor, unit_id, on=local_date(at)) if unit_id else None,
        "units": service_reads.units_of(actor, card.customer_id),
        "promises": service_reads.promises(actor, keep, at=at).items,
        "others": [each for each in service_reads.cases_of(actor, card.customer_id, limit=6) if each.id != card.id],
        "orders": order_reads.orders_of(actor, card.customer_id, limit=LATEST_ORDERS).items
        if actor.may("orders.view")
        else (),
    }


def _choices(request: Any) -> dict[str, Any]:
    names = ("pause", "outcome", "severity", "cause", "remedy", "reaction", "payment")
    listed: dict[str, Any] = {f"{name}_options": customer_values.choices(f"service.{name}") for name in names}
    promised = ("callback", "on_site", "part_arrival", "obligation")
    return listed | {
        "clock_options": [each for each in customer_values.choices("service.clock") if each[0] in promised],
        "channels": customer_values.choices("interactions.channel"),
        "colleagues": customer_panels.colleagues(request.actor),
    }


urls = [
    path("desk/<int:case_id>", case, name="case"),
    path("desk/<int:case_id>/talk", talk, name="case_talk"),
]

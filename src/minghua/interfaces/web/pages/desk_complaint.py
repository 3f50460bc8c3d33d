"""The complaint's part of a case: cause and decision, tries, the customer's reaction, what they are given."""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.service import operations as service
from minghua.domain.service.types import Decision, Payment
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.desk_case import after, deed
from minghua.journeys.compensate_case import compensate_case
from minghua.kernel.errors import Invalid
from minghua.kernel.money import NotAnAmount, parse_minor


@page("service.work", methods=("POST",))
def decision(request: Any, case_id: int) -> HttpResponse:
    """Write the cause, the remedy and the sentence for the customer."""
    form = request.POST
    told = Decision(
        cause=form.get("cause", ""), remedy=form.get("remedy", ""), text=form.get("text", ""),
        valid=not form.get("invalid"),
    )  # fmt: skip
    return deed(request, case_id, _("原因和决定已写明。"), service.decide, told)


@page("service.work", methods=("POST",))
def attempts(request: Any, case_id: int) -> HttpResponse:
    """Keep that the customer was tried and did not answer."""
    return deed(request, case_id, _("已记下。"), service.try_to_reach, request.POST.get("note", ""))


@page("service.work", methods=("POST",))
def reaction(request: Any, case_id: int) -> HttpResponse:
    """Keep what the customer says to the decision."""
    form = request.POST
    told = {"words": form.get("words", ""), "recourse": bool(form.get("recourse"))}
    return deed(request, case_id, _("客户的态度已记下。"), service.take_reaction, form.get("reaction", ""), **told)


@page("service.work", methods=("POST",))
def compensations(request: Any, case_id: int) -> HttpResponse:
    """Give the customer something, within one's authority."""
    form = request.POST

    def act() -> None:
        payment = Payment(
            kind=form.get("kind", ""), amount_minor=_fen(form.get("amount", "")), reason=form.get("reason", ""),
            key=form.get("key", ""),
        )  # fmt: skip
        compensate_case(case_id, payment, by=request.actor, at=request.at)

    return after(request, case_id, _("补偿已登记并记账。"), act)


def _fen(text: str) -> int:
    try:
        return parse_minor(text)
    except NotAnAmount:
        raise Invalid("金额不对。", "This is no amount.", field="amount") from None


urls = [
    path("desk/<int:case_id>/decision", decision, name="case_decision"),
    path("desk/<int:case_id>/attempts", attempts, name="case_attempts"),
    path("desk/<int:case_id>/reaction", reaction, name="case_reaction"),
    path("desk/<int:case_id>/compensations", compensations, name="case_compensations"),
]

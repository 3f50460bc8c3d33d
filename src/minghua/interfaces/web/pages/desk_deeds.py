"""What is done to a case: handing over and taking over, waiting, promising, judging, ending and going on."""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.service import operations as service
from minghua.domain.service.types import HandOver, NewPromise
from minghua.interfaces.web import answers
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.desk_case import after, deed, moment


@page("service.work", methods=("POST",))
def assignment(request: Any, case_id: int) -> HttpResponse:
    """Put the case into somebody's hands; without a name into one's own."""
    to_id = answers.optional_number(request.POST.get("to_id"), field="to_id") or request.actor.user_id
    return deed(request, case_id, _("已指派。"), service.assign, to_id)


@page("service.work", methods=("POST",))
def hand_over(request: Any, case_id: int) -> HttpResponse:
    """Offer the case to the next person with all they must know."""
    form = request.POST

    def act() -> None:
        given = HandOver(
            to_id=answers.number(form.get("to_id"), field="to_id"), need=form.get("need", ""),
            checked=form.get("checked", ""), ask=form.get("ask", ""), contact=form.get("contact", ""),
            reply_by=moment(form, "reply_by"),
        )  # fmt: skip
        service.offer(case_id, given, by=request.actor, at=request.at)

    return after(request, case_id, _("已转交，对方接手前仍在您手里。"), act)


@page("service.work", methods=("POST",))
def acceptance(request: Any, case_id: int) -> HttpResponse:
    """Take over what was offered to oneself."""
    return deed(request, case_id, _("您已接手。"), service.accept)


@page("service.work", methods=("POST",))
def sending_back(request: Any, case_id: int) -> HttpResponse:
    """Give back what was offered, saying why."""
    return deed(request, case_id, _("已退回首问负责人。"), service.send_back, reason=request.POST.get("reason", ""))


@page("service.work", methods=("POST",))
def pause(request: Any, case_id: int) -> HttpResponse:
    """Let the case wait for a reason."""
    form = request.POST
    reason, note = form.get("reason", ""), form.get("note", "")
    return deed(request, case_id, _("已设为等待，等待有自己的期限。"), service.pause, reason, note=note)


@page("service.work", methods=("POST",))
def resumption(request: Any, case_id: int) -> HttpResponse:
    """Let a waiting case go on."""
    return deed(request, case_id, _("继续处理。"), service.resume, note=request.POST.get("note", ""))


@page("service.work", methods=("POST",))
def promises(request: Any, case_id: int) -> HttpResponse:
    """Keep what was promised to the customer in this case."""
    form = request.POST

    def act() -> None:
        new = NewPromise(clock=form.get("clock", ""), text=form.get("text", ""), due_at=moment(form, "due_at"))
        service.promise(case_id, new, by=request.actor, at=request.at)

    return after(request, case_id, _("承诺已登记。"), act)


@page("service.work", methods=("POST",))
def keeping(request: Any, case_id: int, ref: int) -> HttpResponse:
    """Say that a promise was kept, and what the customer was told."""
    return deed(request, case_id, _("承诺已兑现。"), service.keep, ref, finding=request.POST.get("finding", ""))


@page("service.lead", methods=("POST",))
def waiver(request: Any, case_id: int, ref: int) -> HttpResponse:
    """Let a promise of the case go, with its reason."""
    return deed(request, case_id, _("承诺已减免。"), service.waive, ref, reason=request.POST.get("reason", ""))


@page("service.work", methods=("POST",))
def severity(request: Any, case_id: int) -> HttpResponse:
    """Say how grave the case is."""
    form = request.POST
    grave, reason = form.get("severity", ""), form.get("reason", "")
    return deed(request, case_id, _("轻重已改，时限重新计算。"), service.set_severity, grave, reason=reason)


@page("service.work", methods=("POST",))
def regulator(request: Any, case_id: int) -> HttpResponse:
    """Keep what the authority asked or was answered."""
    form = request.POST
    return deed(request, case_id, _("已记下。"), service.regulator, form.get("act", ""), text=form.get("text", ""))


@page("service.work", methods=("POST",))
def closure(request: Any, case_id: int) -> HttpResponse:
    """End the case."""
    form = request.POST
    told = {"answer": form.get("answer", ""), "reason": form.get("reason", "")}
    return deed(request, case_id, _("工单已办结。"), service.close, form.get("outcome", ""), **told)


@page("service.work", methods=("POST",))
def reopening(request: Any, case_id: int) -> HttpResponse:
    """Let a closed case go on."""
    return deed(request, case_id, _("工单已重开。"), service.reopen, reason=request.POST.get("reason", ""))


urls = [
    path("desk/<int:case_id>/assignment", assignment, name="case_assignment"),
    path("desk/<int:case_id>/hand-over", hand_over, name="case_hand_over"),
    path("desk/<int:case_id>/acceptance", acceptance, name="case_acceptance"),
    path("desk/<int:case_id>/sending-back", sending_back, name="case_sending_back"),
    path("desk/<int:case_id>/pause", pause, name="case_pause"),
    path("desk/<int:case_id>/resumption", resumption, name="case_resumption"),
    path("desk/<int:case_id>/promises", promises, name="case_promises"),
    path("desk/<int:case_id>/promises/<int:ref>/keeping", keeping, name="case_promise_keeping"),
    path("desk/<int:case_id>/promises/<int:ref>/waiver", waiver, name="case_promise_waiver"),
    path("desk/<int:case_id>/severity", severity, name="case_severity"),
    path("desk/<int:case_id>/regulator", regulator, name="case_regulator"),
    path("desk/<int:case_id>/closure", closure, name="case_closure"),
    path("desk/<int:case_id>/reopening", reopening, name="case_reopening"),
]

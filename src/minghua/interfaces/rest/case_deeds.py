"""Deeds on cases: hands, waiting, promises, severity, the authority, the end and going on."""

from typing import Any

from django.http import HttpRequest

from minghua.domain.service import operations as service
from minghua.domain.service.types import HandOver, NewPromise
from minghua.interfaces.rest import case_shapes as shapes
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Id

router = Door(tags=["cases"])
Done = shapes.CaseDoneOut


@router.write("PUT", "/cases/{case_id}/assignment", permission="service.work", answers=Done)
def assign_case(request: HttpRequest, case_id: Id, body: shapes.CaseAssignmentIn) -> Any:
    """Put a case into somebody's hands; into others' with `service.lead`."""
    caller = of(request)
    to_id = body.to_id or caller.actor.user_id or 0
    return service.assign(case_id, to_id, by=caller.actor, at=caller.at)


@router.write("POST", "/cases/{case_id}/hand-over", permission="service.work", answers=Done, status=201)
def hand_case_over(request: HttpRequest, case_id: Id, body: shapes.HandOverIn) -> Any:
    """Offer a case with everything the next person must know; it stays with the giver until it is accepted."""
    caller = of(request)
    return service.offer(case_id, HandOver(**body.model_dump()), by=caller.actor, at=caller.at)


@router.write("POST", "/cases/{case_id}/acceptance", permission="service.work", answers=Done)
def accept_case(request: HttpRequest, case_id: Id) -> Any:
    """Take over what was offered to oneself."""
    caller = of(request)
    return service.accept(case_id, by=caller.actor, at=caller.at)


@router.write("POST", "/cases/{case_id}/sending-back", permission="service.work", answers=Done)
def send_case_back(request: HttpRequest, case_id: Id, body: shapes.CaseReasonIn) -> Any:
    """Give back what was offered; it returns to who answers for it."""
    caller = of(request)
    return service.send_back(case_id, reason=body.reason, by=caller.actor, at=caller.at)


@router.write("PUT", "/cases/{case_id}/pause", permission="service.work", answers=Done)
def pause_case(request: HttpRequest, case_id: Id, body: shapes.CasePauseIn) -> Any:
    """Let a case wait; the pause has a clock of its own."""
    caller = of(request)
    return service.pause(case_id, body.reason, note=body.note, by=caller.actor, at=caller.at)


@router.write("DELETE", "/cases/{case_id}/pause", permission="service.work", answers=Done)
def resume_case(request: HttpRequest, case_id: Id) -> Any:
    """Let a waiting case go on."""
    caller = of(request)
    return service.resume(case_id, by=caller.actor, at=caller.at)


@router.write("POST", "/cases/{case_id}/promises", permission="service.work", answers=Done, status=201)
def promise_in_case(request: HttpRequest, case_id: Id, body: shapes.CasePromiseIn) -> Any:
    """Keep what was promised to the customer; the entry's number names it from now on."""
    caller = of(request)
    return service.promise(case_id, NewPromise(**body.model_dump()), by=caller.actor, at=caller.at)


@router.write("PUT", "/cases/{case_id}/promises/{ref}/keeping", permission="service.work", answers=Done)
def keep_case_promise(request: HttpRequest, case_id: Id, ref: Id, body: shapes.FindingIn) -> Any:
    """Say that a promise was kept, and what the customer was told."""
    caller = of(request)
    return service.keep(case_id, ref, finding=body.finding, by=caller.actor, at=caller.at)


@router.write("PUT", "/cases/{case_id}/promises/{ref}/waiver", permission="service.lead", answers=Done)
def waive_case_promise(request: HttpRequest, case_id: Id, ref: Id, body: shapes.CaseReasonIn) -> Any:
    """Let a promise go, with its reason."""
    caller = of(request)
    return service.waive(case_id, ref, reason=body.reason, by=caller.actor, at=caller.at)


@router.write("PUT", "/cases/{case_id}/severity", permission="service.work", answers=Done)
def set_case_severity(request: HttpRequest, case_id: Id, body: shapes.SeverityIn) -> Any:
    """Say how grave a case is; only a lead lowers."""
    caller = of(request)
    return service.set_severity(case_id, body.severity, reason=body.reason, by=caller.actor, at=caller.at)


@router.write("POST", "/cases/{case_id}/regulator", permission="service.work", answers=Done, status=201)
def note_regulator(request: HttpRequest, case_id: Id, body: shapes.RegulatorIn) -> Any:
    """Keep what the authority asks, was answered, or ended."""
    caller = of(request)
    return service.regulator(case_id, body.act, text=body.text, by=caller.actor, at=caller.at)


@router.write("PUT", "/cases/{case_id}/closure", permission="service.work", answers=Done)
def close_case(request: HttpRequest, case_id: Id, body: shapes.CaseClosureIn) -> Any:
    """End a case; 409 while a promise is not kept, 422 as solved while the customer was told nothing."""
    caller = of(request)
    told = body.model_dump(exclude={"outcome"})
    return service.close(case_id, body.outcome, **told, by=caller.actor, at=caller.at)


@router.write("POST", "/cases/{case_id}/reopening", permission="service.work", answers=Done)
def reopen_case(request: HttpRequest, case_id: Id, body: shapes.CaseReasonIn) -> Any:
    """Let a closed case go on; what was broken stays broken."""
    caller = of(request)
    return service.reopen(case_id, reason=body.reason, by=caller.actor, at=caller.at)

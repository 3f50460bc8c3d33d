"""Cases: the desk's list, a new one, one with its clocks and log, and the talk with the customer."""

from typing import Any

from django.http import HttpRequest

from minghua.domain.service import operations as service
from minghua.domain.service import queries as service_reads
from minghua.domain.service.types import Kind, NewCase, Severity
from minghua.interfaces.rest import case_shapes as shapes
from minghua.interfaces.rest import lists
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Cursor, Id, Limit, PageOut
from minghua.kernel.periods import local_date

router = Door(tags=["cases"])


@router.read("/cases", permission="service.view", answers=PageOut[shapes.CaseOut], flat_filters=True)
def list_cases(
    request: HttpRequest, filter: lists.FilterJson = "", sort: lists.SortCodes = "", q: lists.Text = "",
    cursor: Cursor = "", limit: Limit = 50,
) -> Any:  # fmt: skip
    """Cases in reach whatever channel they came by; what is due first unless sorted."""
    caller, spec = of(request), lists.spec(request, "cases")
    on = local_date(caller.at)
    return service_reads.case_list(caller.actor, spec, on=on, text=q, cursor=cursor or None, limit=limit)


@router.read("/cases/count", permission="service.view", answers=lists.CountOut, flat_filters=True)
def count_cases(request: HttpRequest, filter: lists.FilterJson = "", q: lists.Text = "") -> Any:
    """How many cases the list has, counted no further than 10,000."""
    caller, spec = of(request), lists.spec(request, "cases")
    return service_reads.case_count(caller.actor, spec, on=local_date(caller.at), text=q)


@router.write("POST", "/cases", permission="service.work", answers=shapes.CaseMadeOut, status=201)
def open_case(request: HttpRequest, body: shapes.CaseIn) -> Any:
    """Open a case, once per key; a repair of somebody with units is reported on the unit (409)."""
    caller = of(request)
    told = body.model_dump() | {"kind": Kind(body.kind), "severity": Severity(body.severity)}
    return service.open_case(NewCase(**told), by=caller.actor, at=caller.at)


@router.read("/cases/{case_id}", permission="service.view", answers=shapes.CaseWholeOut)
def get_case(request: HttpRequest, case_id: Id) -> Any:
    """One case with its clocks and its log."""
    caller = of(request)
    return {
        "case": service_reads.case(caller.actor, case_id),
        "clocks": service_reads.clocks_of(caller.actor, case_id, at=caller.at),
        "entries": service_reads.entries(caller.actor, case_id),
    }


@router.write("POST", "/cases/{case_id}/replies", permission="service.work", answers=shapes.CaseDoneOut, status=201)
def reply_to_case(request: HttpRequest, case_id: Id, body: shapes.ReplyIn) -> Any:
    """Answer the customer; 409 with what was said meanwhile when `base` is behind."""
    caller = of(request)
    return service.reply(case_id, **body.model_dump(), by=caller.actor, at=caller.at)


@router.write("POST", "/cases/{case_id}/messages", permission="service.work", answers=shapes.CaseDoneOut, status=201)
def keep_case_message(request: HttpRequest, case_id: Id, body: shapes.CaseMessageIn) -> Any:
    """Keep what the customer said; it reopens a case closed not long ago."""
    caller = of(request)
    return service.message(case_id, **body.model_dump(), by=caller.actor, at=caller.at)


@router.write("POST", "/cases/{case_id}/notes", permission="service.work", answers=shapes.CaseDoneOut, status=201)
def note_case(request: HttpRequest, case_id: Id, body: shapes.CaseNoteIn) -> Any:
    """Keep a note that the customer does not see."""
    caller = of(request)
    return service.note(case_id, **body.model_dump(), by=caller.actor, at=caller.at)

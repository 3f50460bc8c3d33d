"""Problems of units: reporting a fault, what was done, the proven end, the story."""

from typing import Any, Literal

from django.http import HttpRequest

from minghua.domain.service import operations as service
from minghua.domain.service import queries as service_reads
from minghua.domain.service.types import Basis, Condition, NewReport, Outcome
from minghua.interfaces.rest import service_shapes as shapes
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Cursor, Id, Limit, MadeOut, PageOut

router = Door(tags=["problems"])


@router.write("POST", "/units/{unit_id}/faults", permission="service.work", answers=shapes.ReportedOut)
def report_fault(request: HttpRequest, unit_id: Id, body: shapes.FaultIn) -> Any:
    """Report a fault: it joins its problem, the level rises, a case is opened; the same key again counts once."""
    caller = of(request)
    told = body.model_dump(exclude={"condition"})
    new = NewReport(unit_id=unit_id, condition=Condition(body.condition), **told)
    return service.report_fault(new, by=caller.actor, at=caller.at)


@router.read("/problems", permission="service.view", answers=PageOut[shapes.UnitProblemOut])
def list_problems(
    request: HttpRequest,
    state: Literal["", "unended", "open", "watched", "at_rest"] = "",
    unit_id: Id | None = None,
    customer_id: Id | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Problems in reach, the gravest and oldest first."""
    return service_reads.problems(
        of(request).actor, state=state, unit_id=unit_id, customer_id=customer_id, cursor=cursor or None, limit=limit
    )


@router.read("/problems/{problem_id}", permission="service.view", answers=shapes.UnitProblemPageOut)
def get_problem(request: HttpRequest, problem_id: Id) -> Any:
    """One problem with its story and what its level asks for."""
    caller = of(request)
    return service_reads.problem(caller.actor, problem_id, at=caller.at)


@router.write("POST", "/problems/{problem_id}/repairs", permission="service.work", answers=MadeOut, status=201)
def record_repair(request: HttpRequest, problem_id: Id, body: shapes.RepairIn) -> Any:
    """Record what was found and done about the latest report."""
    caller = of(request)
    made = service.record_repair(
        problem_id, Outcome(body.outcome), diagnosis=body.diagnosis, parts=body.parts, by=caller.actor, at=caller.at
    )
    return {"id": made}


@router.write("POST", "/problems/{problem_id}/rest", permission="service.work", status=204)
def end_problem(request: HttpRequest, problem_id: Id, body: shapes.RestIn) -> Any:
    """Prove its end: the customer's words, or enough days in the condition that brings it (409 when not enough)."""
    caller = of(request)
    service.end_problem(
        problem_id, Basis(body.basis), words=body.words, seen_days=body.seen_days, by=caller.actor, at=caller.at
    )

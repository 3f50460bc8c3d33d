"""Promises: giving, keeping, waiving, the list with the most overdue first, how everybody keeps their word."""

from typing import Any, Literal

from django.http import HttpRequest

from minghua.domain.service import operations as service
from minghua.domain.service import queries as service_reads
from minghua.domain.service.queries import PromiseFilter
from minghua.domain.service.types import PromiseKind, PromiseToKeep
from minghua.interfaces.rest import service_shapes as shapes
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Cursor, Id, Limit, MadeOut, PageOut

router = Door(tags=["promises"])


@router.read("/promises", permission="service.view", answers=PageOut[shapes.PromiseOut])
def list_promises(
    request: HttpRequest,
    state: Literal["", "unended", "open", "broken", "kept", "late", "waived"] = "",
    owner_id: Id | None = None,
    customer_id: Id | None = None,
    unit_id: Id | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Promises in reach, the longest overdue first."""
    caller = of(request)
    keep = PromiseFilter(state=state, owner_id=owner_id, customer_id=customer_id, unit_id=unit_id)
    return service_reads.promises(caller.actor, keep, at=caller.at, cursor=cursor or None, limit=limit)


@router.write("POST", "/promises", permission="service.work", answers=MadeOut, status=201)
def give_promise(request: HttpRequest, body: shapes.PromiseGivenIn) -> Any:
    """Write down what was promised, once per key."""
    caller = of(request)
    new = PromiseToKeep(**(body.model_dump() | {"kind": PromiseKind(body.kind)}))
    return {"id": service.give_promise(new, by=caller.actor, at=caller.at)}


@router.write("POST", "/promises/{promise_id}/keeping", permission="service.work", status=204)
def keep_promise(request: HttpRequest, promise_id: Id, body: shapes.KeepingIn) -> Any:
    """Say that it was fulfilled, with evidence; after its time it is kept late."""
    caller = of(request)
    service.keep_promise(promise_id, evidence=body.evidence, by=caller.actor, at=caller.at)


@router.write("POST", "/promises/{promise_id}/waiver", permission="service.work", status=204)
def waive_promise(request: HttpRequest, promise_id: Id, body: shapes.WaiverIn) -> Any:
    """Say that the customer lets it go, in the customer's words."""
    caller = of(request)
    service.waive_promise(promise_id, words=body.words, by=caller.actor, at=caller.at)


@router.read("/promise-tallies", permission="service.view", answers=shapes.TalliesOut)
def get_promise_tallies(request: HttpRequest) -> Any:
    """How each owner and each department keeps promises, of customers in reach."""
    caller = of(request)
    return {
        "owners": service_reads.kept_by_owner(caller.actor, at=caller.at),
        "teams": service_reads.kept_by_team(caller.actor, at=caller.at),
    }

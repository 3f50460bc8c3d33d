"""Retention and legal holds: the table with what is due, a customer's hold, and the list of holds."""

from typing import Any

from django.http import HttpRequest

from minghua.foundation.personal import holding, purging
from minghua.foundation.personal import queries as personal_reads
from minghua.foundation.personal.models import LegalHold
from minghua.foundation.personal.retention import FATES
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Body, Cursor, Day, Id, Instant, Limit, ListOut, NonEmptyLine, Out, PageOut
from minghua.kernel.errors import NotFound
from minghua.kernel.personal import BASES

router = Door(tags=["privacy"])


class RetentionOut(Out):
    """One kind of data: its term in days (0: no limit, null: nobody sets it) and rows due tonight by table."""

    code: str
    name: str
    basis: str
    fate: str
    fate_text: str
    parameter: str
    days: int | None
    version: int | None
    due: dict[str, int]


class HoldIn(Body):
    """Why, and the last day it stands; without a day it stands until it is lifted."""

    why: NonEmptyLine
    last_on: Day | None = None


class LiftIn(Body):
    """Why the hold is lifted."""

    reason: NonEmptyLine


class HoldOut(Out):
    """One legal hold; `until` is empty while it is open, `lapsed` when its day ended it."""

    id: int
    customer_id: int
    why: str
    since: Instant
    last_on: Day | None
    until: Instant | None
    set_by_name: str
    ended_by_name: str
    lift_reason: str


@router.read("/retention", permission="privacy.view", answers=ListOut[RetentionOut])
def retention_table(request: HttpRequest) -> Any:
    """Every kind of data with its term, its basis, what becomes of it and how much is due; changes nothing."""
    caller = of(request)
    language = caller.actor.language
    return {
        "items": [
            {
                "code": line.kind.code,
                "name": line.kind.name.say(language),
                "basis": BASES[line.kind.basis].say(language),
                "fate": line.kind.fate,
                "fate_text": FATES[line.kind.fate].say(language),
                "parameter": line.kind.term,
                "days": line.days,
                "version": line.term.version if line.term else None,
                "due": dict(line.due),
            }
            for line in purging.table(caller.actor, at=caller.at)
        ]
    }


@router.read("/legal-holds", permission="privacy.view", answers=PageOut[HoldOut])
def list_holds(request: HttpRequest, only_open: bool = False, cursor: Cursor = "", limit: Limit = 50) -> Any:
    """Legal holds of the customers in reach, newest first."""
    found = personal_reads.holds(of(request).actor, only_open=only_open, cursor=cursor, limit=limit)
    return {"items": [_told(hold) for hold in found.items], "next_cursor": found.next_cursor}


@router.read("/customers/{customer_id}/hold", permission="privacy.view", answers=HoldOut)
def read_hold(request: HttpRequest, customer_id: Id) -> Any:
    """The open hold of a customer; 404 when there is none."""
    return _open_hold(request, customer_id)


@router.write("PUT", "/customers/{customer_id}/hold", permission="privacy.hold", answers=HoldOut)
def place_hold(request: HttpRequest, customer_id: Id, body: HoldIn) -> Any:
    """Forbid erasure, purge and the end of a merge's way back; one hold is open at a time."""
    caller = of(request)
    made = holding.hold(customer_id, why=body.why, last_on=body.last_on, by=caller.actor, at=caller.at)
    return _told(personal_reads.hold_made(made))


@router.write("PUT", "/customers/{customer_id}/hold/lifting", permission="privacy.hold", answers=HoldOut)
def lift_hold(request: HttpRequest, customer_id: Id, body: LiftIn) -> Any:
    """Lift the open hold with a reason."""
    caller = of(request)
    return _told(personal_reads.hold_made(holding.lift(customer_id, reason=body.reason, by=caller.actor, at=caller.at)))


def _open_hold(request: HttpRequest, customer_id: int) -> dict[str, Any]:
    found = personal_reads.open_hold(of(request).actor, customer_id)
    if found is None:
        raise NotFound(field="customer_id")
    return _told(found)


def _told(hold: LegalHold) -> dict[str, Any]:
    return {
        "id": hold.pk,
        "customer_id": hold.customer_id,
        "why": hold.why,
        "since": hold.since,
        "last_on": hold.last_on,
        "until": hold.until,
        "set_by_name": hold.set_by.name if hold.set_by else "",
        "ended_by_name": hold.ended_by.name if hold.ended_by else "",
        "lift_reason": hold.lift_reason,
    }

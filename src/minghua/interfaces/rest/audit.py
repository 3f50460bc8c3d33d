"""The audit record: read it, verify its chain."""

from typing import Any

from django.http import HttpRequest

from minghua.foundation.audit import queries as audit_reads
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Cursor, Id, Instant, Limit, Line, Out, PageOut

router = Door(tags=["audit"])


class AuditEventOut(Out):
    """One act: who, when, through which door, on what; `hash` chains it to the one before."""

    seq: int
    at: Instant
    actor_id: int | None
    actor_name: str
    channel: str
    request_id: str
    verb: str
    subject_type: str
    subject_id: str
    data: dict[str, Any]
    hash: str


class ChainOut(Out):
    """How many events were read and the first that does not fit; null when the chain is whole."""

    events: int
    broken_at: int | None


@router.read("/audit/events", permission="audit.view", answers=PageOut[AuditEventOut])
def list_audit_events(
    request: HttpRequest,
    actor_id: Id | None = None,
    verb: Line = "",
    subject_type: Line = "",
    subject_id: Line = "",
    since: Instant | None = None,
    until: Instant | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Acts, newest first; `verb` matches by its beginning."""
    return audit_reads.events(
        of(request).actor,
        actor_id=actor_id,
        verb=verb,
        subject_type=subject_type,
        subject_id=subject_id,
        since=since,
        until=until,
        cursor=cursor,
        limit=limit,
    )


@router.read("/audit/chain", permission="audit.view", answers=ChainOut)
def verify_audit_chain(request: HttpRequest) -> Any:
    """Read the whole chain and say whether it is whole."""
    return audit_reads.check_chain(of(request).actor)

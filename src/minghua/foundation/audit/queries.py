"""Reads of the audit record: pages of it, and whether its chain is whole."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from minghua.foundation.audit import masking, privacy
from minghua.foundation.audit.chain import GENESIS, digest
from minghua.foundation.audit.models import AuditEvent, AuditHead
from minghua.foundation.audit.operations import FIELDS
from minghua.foundation.audit.types import Sought
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid
from minghua.kernel.paging import Page, decode_cursor, encode_cursor

HASH: Final = re.compile(r"[0-9a-f]{64}")
LONGEST_SEQ: Final = 18


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """How many events were read, and the sequence number of the first one that does not fit (None: whole)."""

    events: int
    broken_at: int | None


def events(
    viewer: Actor,
    *,
    actor_id: int | None = None,
    verb: str = "",
    subject_type: str = "",
    subject_id: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Page[AuditEvent]:
    """Return events newest first, filtered; needs `audit.view`."""
    asked = Sought(
        actor_id=actor_id, verb=verb, subject_type=subject_type, subject_id=subject_id, since=since, until=until
    )
    return sought(viewer, asked, cursor=cursor, limit=limit)


def sought(viewer: Actor, asked: Sought, *, cursor: str = "", limit: int = 50) -> Page[AuditEvent]:
    """Return the events somebody looks for, newest first; needs `audit.view`."""
    found = _found(viewer, asked)
    if cursor:
        found = found.filter(seq__lt=decode_cursor(cursor, int)[0])
    rows = list(found.order_by("-seq")[: limit + 1])
    more = encode_cursor((rows[limit - 1].seq,)) if len(rows) > limit else None
    shown = privacy.opened(rows[:limit])
    for event in shown:
        event.data = masking.covered(event.data, masking.fields_of(event.subject_type, viewer.masked))
    return Page(tuple(shown), more)


def count(viewer: Actor, asked: Sought, *, most: int) -> int:
    """Return how many events somebody looks for, counted no further than `most`."""
    return _found(viewer, asked).order_by()[:most].count()


def _found(viewer: Actor, asked: Sought) -> "QuerySet[AuditEvent]":
    require(viewer, "audit.view")
    wanted = {
        "actor_id": asked.actor_id,
        "verb__startswith": asked.verb or None,
        "subject_type": asked.subject_type or None,
        "subject_id": asked.subject_id or None,
        "request_id": asked.request_id or None,
        "at__gte": asked.since,
        "at__lt": asked.until,
    }
    return AuditEvent.objects.filter(**{key: value for key, value in wanted.items() if value is not None})


def events_about(
    viewer: Actor, subjects: Mapping[str, Collection[int]], *, cursor: str = "", limit: int = 30
) -> Page[AuditEvent]:
    """Return what was done to any of these records (type → ids), newest first; needs `audit.view`."""
    require(viewer, "audit.view")
    about = Q(pk__in=())
    for subject_type, ids in subjects.items():
        about |= Q(subject_type=subject_type, subject_id__in=[str(pk) for pk in ids])
    found = AuditEvent.objects.filter(about)
    if cursor:
        found = found.filter(seq__lt=decode_cursor(cursor, int)[0])
    rows = list(found.order_by("-seq")[: limit + 1])
    more = encode_cursor((rows[limit - 1].seq,)) if len(rows) > limit else None
    return Page(tuple(privacy.opened(rows[:limit])), more)


def head() -> str:
    """Return the present end of the chain, `SEQ:HASH`: who keeps it elsewhere can tell whether the record was rewritten."""
    row = AuditHead.objects.filter(pk=1).first()
    return f"{row.seq}:{row.hash}" if row else f"0:{GENESIS}"


def holds(viewer: Actor, kept: str) -> bool:
    """Return whether an end of the chain that was kept elsewhere (`SEQ:HASH`) still stands in it; raises Invalid."""
    require(viewer, "audit.view")
    seq, _, hashed = kept.strip().partition(":")
    if not (seq.isascii() and seq.isdigit() and len(seq) <= LONGEST_SEQ and HASH.fullmatch(hashed)):
        raise Invalid("应为「序号:哈希」。", "Expected SEQ:HASH.", field="head")
    return int(seq) == 0 or AuditEvent.objects.filter(seq=int(seq), hash=hashed).exists()


def check_chain(viewer: Actor) -> ChainCheck:
    """Read the chain up to its present end and name the first event that was changed, lost or added (trust INV-A1).

    The end is read first: what is recorded meanwhile belongs to the next check.
    """
    require(viewer, "audit.view")
    head = AuditHead.objects.filter(pk=1).first()
    end, end_hash = (head.seq, head.hash) if head else (0, GENESIS)
    previous, expected = GENESIS, 0
    for event in AuditEvent.objects.filter(seq__lte=end).order_by("seq").iterator(chunk_size=2000):
        expected += 1
        fresh = digest(previous, **{name: getattr(event, name) for name in FIELDS})
        if (event.seq, event.previous_hash, event.hash) != (expected, previous, fresh):
            return ChainCheck(expected, event.seq)
        previous = event.hash
    whole = (end, end_hash) == (expected, previous) and _nothing_beyond(end)
    return ChainCheck(expected, None if whole else expected + 1)


def _nothing_beyond(end: int) -> bool:
    """An event beyond the end counts only when the end has moved on with it."""
    beyond = AuditEvent.objects.filter(seq__gt=end).exists()
    return not beyond or AuditHead.objects.filter(pk=1, seq__gt=end).exists()

"""Writes to the audit record: gathered during a unit of work, chained and stored as its last act."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from minghua.foundation.audit import privacy
from minghua.foundation.audit.chain import GENESIS, digest
from minghua.foundation.audit.models import AuditEvent, AuditHead
from minghua.foundation.people.types import Actor

Acts = Sequence[Mapping[str, Any]]
_listeners: list[Callable[[Acts], None]] = []
_pending: ContextVar[list[dict[str, Any]] | None] = ContextVar("pending_audit", default=None)
FIELDS = (
    "seq", "at", "actor_id", "actor_name", "channel", "request_id", "verb", "subject_type", "subject_id", "data",
)  # fmt: skip


def listen(hear: Callable[[Acts], None]) -> None:
    """Have what a unit of work recorded told to somebody at its end, inside its transaction, before it is sealed."""
    if hear not in _listeners:
        _listeners.append(hear)


class OutsideUnitOfWork(RuntimeError):
    """Something was to be recorded although no unit of work is open: a defect of the caller."""


def record(
    verb: str,
    subject_type: str,
    subject_id: int | str,
    data: Mapping[str, Any] | None = None,
    *,
    private: Mapping[str, Any] | None = None,
    about: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Remember an act; it is stored when the unit of work ends, and never without it.

    `private` holds values of the customer `about` whom this act was: it is sealed under that customer's key and told
    again to whoever may read the audit record, until the key is destroyed. Values of people belong nowhere else here.
    """
    pending = _pending.get()
    if pending is None:
        raise OutsideUnitOfWork(verb)
    plain = _plain(data or {})
    told = _plain({name: value for name, value in (private or {}).items() if value not in (None, "", {}, [])})
    pending.append(
        {
            "at": at,
            "actor_id": by.user_id,
            "actor_name": by.name,
            "channel": by.channel,
            "request_id": by.request_id,
            "verb": verb,
            "subject_type": subject_type,
            "subject_id": str(subject_id),
            "data": plain,
            "private": privacy.Told(about, told) if told and about is not None else None,
        }
    )


@contextmanager
def gathering() -> Iterator[None]:
    """Collect acts and store them at the end; the outermost one stores, an exception drops them."""
    if _pending.get() is not None:
        yield
        return
    pending: list[dict[str, Any]] = []
    token = _pending.set(pending)
    try:
        yield
        for hear in _listeners:
            hear(pending)
        if pending:
            _append(pending)
    finally:
        _pending.reset(token)


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(dict(data), cls=DjangoJSONEncoder))
    return plain


def _append(pending: list[dict[str, Any]]) -> None:
    """Chain the events; the head's row lock lets one transaction at a time do so."""
    head = AuditHead.objects.select_for_update().get_or_create(pk=1, defaults={"seq": 0, "hash": GENESIS})[0]
    seq, previous = head.seq, head.hash
    rows = []
    privacy.seal(pending)
    for fields in pending:
        seq += 1
        event = AuditEvent(**fields, seq=seq, previous_hash=previous)
        previous = event.hash = digest(previous, **{name: getattr(event, name) for name in FIELDS})
        rows.append(event)
    AuditEvent.objects.bulk_create(rows, batch_size=500)
    AuditHead.objects.filter(pk=1).update(seq=seq, hash=previous)

"""The audit record as a table: who did what, when, to which record, with what changed."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from minghua.foundation.audit import queries as audit_reads
from minghua.foundation.audit.types import Sought
from minghua.foundation.exports.types import ExportKind
from minghua.foundation.exports.types import Spec as Part
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.words import Text

BATCH = 400
HEADS = (
    Text("序号", "Number"),
    Text("时间", "Time"),
    Text("操作人", "Person"),
    Text("入口", "Door"),
    Text("请求编号", "Request id"),
    Text("动作", "Verb"),
    Text("对象类型", "Kind of record"),
    Text("对象编号", "Record"),
    Text("内容", "Content"),
    Text("指纹", "Hash"),
)


def rows(viewer: Actor, sought: Sought) -> Iterator[tuple[str, ...]]:
    """Yield the header and a row per event, newest first; values the viewer reads masked are masked."""
    require(viewer, "audit.view")
    yield tuple(head.say(viewer.language) for head in HEADS)
    cursor = ""
    while True:
        found = audit_reads.sought(viewer, sought, cursor=cursor, limit=BATCH)
        for event in found.items:
            yield _cells(event)
        if found.next_cursor is None:
            return
        cursor = found.next_cursor


def _cells(event: Any) -> tuple[str, ...]:
    told = "；".join(f"{key}={value}" for key, value in event.data.items())
    head = (str(event.seq), event.at.isoformat(), event.actor_name, event.channel, event.request_id)
    return (*head, event.verb, event.subject_type, event.subject_id, told, event.hash)


def _sought(part: Part) -> Sought:
    given = dict(part.get("sought") or {})
    for name in ("since", "until"):
        given[name] = datetime.fromisoformat(given[name]) if given.get(name) else None
    return Sought(**given)


def _size(viewer: Actor, part: Part, on: date, most: int) -> int:
    return audit_reads.count(viewer, _sought(part), most=most)


AUDIT = "audit.events"
KINDS = (
    ExportKind(
        AUDIT, Text("审计记录", "Audit record"), "audit.view", "audit.exported", "audit.AuditEvent",
        _size, lambda viewer, part, on: rows(viewer, _sought(part)),
    ),
)  # fmt: skip

"""Writes to the timeline, inside the transaction of what happened."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from minghua.foundation.people.types import Actor
from minghua.foundation.timeline.models import TimelineEntry


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What happened to a customer, before it is stored; `ref` names the record behind it."""

    customer_id: int
    kind: str
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    ref: tuple[str, int] | None = None


def post(
    customer_id: int,
    kind: str,
    *,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    ref: tuple[str, int] | None = None,
    run_id: int | None = None,
    by: Actor,
) -> int:
    """Put one entry on a customer's timeline and return its id."""
    return post_many([NewEntry(customer_id, kind, at, data or {}, ref)], run_id=run_id, by=by)[0]


def post_many(entries: Iterable[NewEntry], *, run_id: int | None = None, by: Actor) -> list[int]:
    """Put many entries on timelines in a few statements and return their ids."""
    rows = [
        TimelineEntry(
            customer_id=entry.customer_id,
            at=entry.at,
            kind=entry.kind,
            data=json.loads(json.dumps(dict(entry.data), cls=DjangoJSONEncoder)),
            ref_type=entry.ref[0] if entry.ref else "",
            ref_id=entry.ref[1] if entry.ref else None,
            by_id=by.user_id,
            by_name=by.name,
            run_id=run_id,
        )
        for entry in entries
    ]
    return [row.pk for row in TimelineEntry.objects.bulk_create(rows, batch_size=1000)]


def withdraw_run(run_id: int) -> int:
    """Take back the entries an undone import had posted; returns how many."""
    return TimelineEntry.objects.filter(run_id=run_id).delete()[0]


def withdraw_refs(ref_type: str, ref_ids: Iterable[int]) -> int:
    """Take back the entries that point to records that no longer exist; returns how many."""
    return TimelineEntry.objects.filter(ref_type=ref_type, ref_id__in=list(ref_ids)).delete()[0]

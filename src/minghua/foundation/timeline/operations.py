"""Writes to the timeline, inside the transaction of what happened."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from minghua.foundation.people.types import Actor
from minghua.foundation.storage import rows as straight
from minghua.foundation.timeline.models import TimelineEntry

_COLUMNS = ("id", "customer_id", "at", "kind", "data", "ref_type", "ref_id", "by_id", "by_name", "run_id")


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
    new = list(entries)
    ids = straight.take_ids(TimelineEntry, len(new))
    written = lru_cache(1)(straight.moment)
    rows = [
        (key, one.customer_id, written(one.at), one.kind, data, *(one.ref or ("", None)), by.user_id, by.name, run_id)
        for key, one, data in zip(ids, new, _written_data(new), strict=True)
    ]
    straight.insert(TimelineEntry, _COLUMNS, rows)
    return list(ids)


def _written_data(entries: Iterable[NewEntry]) -> Iterator[str]:
    """Yield what each entry tells, as it is stored; neighbours that tell the very same are written once."""
    last: Mapping[str, Any] | None = None
    text = ""
    for entry in entries:
        if entry.data is not last:
            last, text = entry.data, json.dumps(dict(entry.data), cls=DjangoJSONEncoder)
        yield text


def withdraw_run(run_id: int) -> int:
    """Take back the entries an undone import had posted; returns how many."""
    return TimelineEntry.objects.filter(run_id=run_id).delete()[0]


def withdraw_refs(ref_type: str, ref_ids: Iterable[int]) -> int:
    """Take back the entries that point to records that no longer exist; returns how many."""
    return TimelineEntry.objects.filter(ref_type=ref_type, ref_id__in=list(ref_ids)).delete()[0]

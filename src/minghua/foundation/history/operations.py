"""Writes of field history; rows are only ever added, and go with their record alone."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder

from minghua.foundation.history.models import FieldChange
from minghua.foundation.people.types import Actor


class Changes(NamedTuple):
    """The changed fields of one record: field → (old, new)."""

    subject_id: int
    fields: Mapping[str, tuple[Any, Any]]


def record_changes(
    subject_type: str,
    subject_id: int,
    changes: Mapping[str, tuple[Any, Any]],
    *,
    source: str = "",
    run_id: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Keep old and new value of each changed field of one record."""
    record_many(subject_type, [Changes(subject_id, changes)], source=source, run_id=run_id, by=by, at=at)


def record_many(
    subject_type: str,
    changes: Iterable[Changes],
    *,
    source: str = "",
    run_id: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Keep the changes of many records in a few statements."""
    rows = [
        FieldChange(
            subject_type=subject_type,
            subject_id=change.subject_id,
            field=name,
            old=_plain(old),
            new=_plain(new),
            at=at,
            by_id=by.user_id,
            by_name=by.name,
            source=source or by.channel,
            run_id=run_id,
        )
        for change in changes
        for name, (old, new) in change.fields.items()
    ]
    FieldChange.objects.bulk_create(rows, batch_size=1000)


def forget(subject_type: str, subject_ids: Sequence[int]) -> int:
    """Forget the history of records that are gone as if they had never been, and return how many lines went."""
    gone = FieldChange.objects.filter(subject_type=subject_type, subject_id__in=subject_ids)
    return gone.delete()[0]


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))

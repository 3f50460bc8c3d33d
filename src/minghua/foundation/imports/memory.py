"""What a run remembers for its later phases and its undo: touched records, and what changed records held before."""

from collections.abc import Mapping
from typing import Any

from minghua.foundation.imports.models import ImportChange, ImportTouch


def touched_after(run_id: int, after: int, *, limit: int) -> list[int]:
    """Return the next touched record ids, ascending."""
    rows = ImportTouch.objects.filter(run_id=run_id, subject_id__gt=after).order_by("subject_id")
    return list(rows.values_list("subject_id", flat=True)[:limit])


def touched(run_id: int) -> Any:
    """Return all touched record ids, as a subquery."""
    return ImportTouch.objects.filter(run_id=run_id).values("subject_id")


def changes_after(run_id: int, after: int, *, limit: int) -> list[tuple[int, str, int, Mapping[str, Any]]]:
    """Return the next (change id, subject type, subject id, values before), in the order they were made."""
    rows = ImportChange.objects.filter(run_id=run_id, pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", "subject_type", "subject_id", "before")[:limit])


def is_first_change(run_id: int, change_id: int, subject_type: str, subject_id: int) -> bool:
    """Return whether the run had not changed this record before: only the first change knows what was there."""
    same = ImportChange.objects.filter(run_id=run_id, subject_type=subject_type, subject_id=subject_id)
    return not same.filter(pk__lt=change_id).exists()


def changed_ids(run_id: int, subject_type: str) -> list[int]:
    """Return the records of a type that the run changed."""
    rows = ImportChange.objects.filter(run_id=run_id, subject_type=subject_type)
    return list(rows.order_by("subject_id").values_list("subject_id", flat=True).distinct())

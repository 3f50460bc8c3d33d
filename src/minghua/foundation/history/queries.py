"""Reads of field history. The caller has shown that the viewer may see the record."""

from minghua.foundation.history.models import FieldChange
from minghua.foundation.vault.sealing import is_sealed
from minghua.kernel.paging import Page, decode_cursor, encode_cursor

SEALED = "****"  # what a history tells of a value kept sealed


def changes_of(
    subject_type: str, subject_id: int, *, field: str = "", cursor: str = "", limit: int = 50
) -> Page[FieldChange]:
    """Return the changes of one record, newest first, of one field if named."""
    found = FieldChange.objects.filter(subject_type=subject_type, subject_id=subject_id)
    if field:
        found = found.filter(field=field)
    if cursor:
        found = found.filter(pk__lt=decode_cursor(cursor, int)[0])
    rows = list(found.order_by("-pk")[: limit + 1])
    for row in rows:
        row.old, row.new = (SEALED if is_sealed(value) else value for value in (row.old, row.new))
    more = encode_cursor((rows[limit - 1].pk,)) if len(rows) > limit else None
    return Page(tuple(rows[:limit]), more)

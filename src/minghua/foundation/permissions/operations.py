"""Writes about shares: open a record to one more person or team, and close it again."""

from datetime import datetime

from django.db import IntegrityError, transaction

from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.models import RecordShare


def share(
    subject_type: str,
    subject_id: int,
    *,
    user_id: int | None = None,
    team_id: int | None = None,
    may_edit: bool = False,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """Share a record (the caller has judged that it may) and return the share's id; again is no second share."""
    key = {"subject_type": subject_type, "subject_id": subject_id, "user_id": user_id, "team_id": team_id}
    try:
        with transaction.atomic():
            made = RecordShare.objects.create(
                **key, may_edit=may_edit, reason=reason, shared_by_id=by.user_id, shared_at=at
            )
    except IntegrityError:
        RecordShare.objects.filter(**key).update(may_edit=may_edit, reason=reason)
        made = RecordShare.objects.get(**key)
    return made.pk


def unshare(subject_type: str, subject_id: int, *, share_id: int) -> bool:
    """Take a share back and return whether there was one."""
    gone, _ = RecordShare.objects.filter(pk=share_id, subject_type=subject_type, subject_id=subject_id).delete()
    return gone > 0

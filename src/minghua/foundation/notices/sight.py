"""What of a notice its person may be shown: nothing about a record that is out of their sight."""

from collections.abc import Iterable

from django.apps import apps

from minghua.foundation.notices.models import Notice
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import ROW_SCOPES, visible
from minghua.kernel.words import Text

HIDDEN = Text("这条通知涉及您已无权查看的记录", "This notice is about a record you can no longer see")


def hidden_ids(notices: Iterable[Notice], viewer: Actor) -> set[int]:
    """Return the ids of those whose record this person cannot see, with one query per type of record."""
    about: dict[str, dict[int, list[int]]] = {}
    for notice in notices:
        if notice.subject_id is not None and notice.subject_type in ROW_SCOPES:
            about.setdefault(notice.subject_type, {}).setdefault(notice.subject_id, []).append(notice.pk)
    return {pk for label, subjects in about.items() for pk in _unseen(label, subjects, viewer)}


def _unseen(label: str, subjects: dict[int, list[int]], viewer: Actor) -> list[int]:
    rows = visible(apps.get_model(label)._default_manager.filter(pk__in=subjects), viewer)
    seen = set(rows.values_list("pk", flat=True))
    return [pk for subject_id, ids in subjects.items() if subject_id not in seen for pk in ids]

"""Reads of exports: what a person would take, one's own, those that wait for approval, and whose a mark is."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from minghua.foundation.exports import marks, register, rules
from minghua.foundation.exports.models import Export, ExportDay
from minghua.foundation.exports.types import Asked, State
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.models import User
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.paging import Page, decode_cursor, encode_cursor
from minghua.kernel.periods import local_date


@dataclass(frozen=True, slots=True)
class Size:
    """How large an export would be, how it would go on, and the limits it meets."""

    rows: int
    way: rules.Way
    facts: rules.Facts


def size_up(viewer: Actor, asked: Asked, *, at: datetime) -> Size:
    """Return what this export would hold and whether it leaves at once; counts no further than what is allowed."""
    kind = register.kind(asked.kind)
    require(viewer, kind.permission)
    on = local_date(at)
    cap = _cap(viewer, on=on)
    above = int(parameters.value("exports.approval_above", on=on))
    day = ExportDay.objects.filter(user_id=viewer.user_id or 0, day=on).first()
    rows = kind.size(viewer, asked.spec, on, max(cap, above) + 1)
    facts = rules.Facts(rows, kind.personal, day.rows if day else 0, day.unapproved if day else 0, above, cap)
    return Size(rows, rules.judge(facts), facts)


def _cap(viewer: Actor, *, on: object) -> int:
    """The rows a day of this person (and token); whoever runs the machine itself has no role and the default."""
    default = int(parameters.value("exports.daily_rows", on=on))  # type: ignore[arg-type]
    held = User.objects.filter(pk=viewer.user_id or 0, roles__isnull=False).values_list("roles__export_rows", flat=True)
    return rules.daily_cap(list(held), default=default, token_cap=viewer.row_cap)


def exports(viewer: Actor) -> "QuerySet[Export]":
    """Return the exports this person may see: one's own, and everybody's for who approves."""
    require(viewer, "signed_in")
    return visible(Export.objects.select_related("user", "decided_by"), viewer)


def one(viewer: Actor, export_id: str) -> Export:
    """Return one export; raises NotFound."""
    found = exports(viewer).filter(pk=export_id).first()
    if found is None:
        raise NotFound(field="export_id")
    return found


def mine(viewer: Actor, *, cursor: str = "", limit: int = 50) -> Page[Export]:
    """Return one's own exports, newest first."""
    return _page(exports(viewer).filter(user_id=viewer.user_id or 0), cursor, limit)


def awaiting(viewer: Actor, *, waiting: bool = True, cursor: str = "", limit: int = 50) -> Page[Export]:
    """Return the requests of others that wait for a decision (or every export), newest first; needs `exports.approve`."""
    require(viewer, "exports.approve")
    found = exports(viewer)
    if waiting:
        found = found.filter(state=State.WAITING).exclude(user_id=viewer.user_id or 0)
    return _page(found, cursor, limit)


def waiting_count(viewer: Actor) -> int:
    """Return how many requests of others wait for this person; 0 for who does not approve."""
    if not viewer.may("exports.approve"):
        return 0
    return exports(viewer).filter(state=State.WAITING).exclude(user_id=viewer.user_id or 0).count()


def traced(viewer: Actor, text: str) -> Export | None:
    """Return the export whose file carries this mark, or None; needs `exports.approve`."""
    require(viewer, "exports.approve")
    mark = marks.found_in(text)
    return exports(viewer).filter(mark=mark).first() if mark else None


def _page(found: "QuerySet[Export]", cursor: str, limit: int) -> Page[Export]:
    if cursor:
        asked_at, pk = decode_cursor(cursor, datetime, str)
        found = found.filter(asked_at__lte=asked_at).exclude(asked_at=asked_at, pk__gte=pk)
    rows = list(found.order_by("-asked_at", "-pk")[: limit + 1])
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(tuple(rows[:limit]), encode_cursor((last.asked_at, last.pk)) if last else None)

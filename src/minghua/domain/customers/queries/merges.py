"""Merges as pages show them: two records side by side, and what was merged and can be taken back."""

from collections.abc import Iterable
from datetime import datetime

from minghua.domain.customers.models import Merge
from minghua.domain.customers.queries import cards, rows
from minghua.domain.customers.queries.merging import choices_between, undo_days, undoable_until
from minghua.domain.customers.types.merging import FieldChoice, MergeRow
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.personal.queries import held_among
from minghua.kernel.errors import NotFound


def choices(viewer: Actor, survivor_id: int, loser_id: int) -> list[FieldChoice]:
    """Return the fields in which two visible records speak, as this viewer reads them, with what a merge would keep."""
    one, two = rows.one(viewer, survivor_id), rows.one(viewer, loser_id, field="other")
    return [
        FieldChoice(
            choice.path,
            cards.shown(viewer, one, choice.path),
            cards.shown(viewer, two, choice.path),
            choice.kept,
            choice.differs,
        )
        for choice in choices_between(one, two, {})
    ]


def merges(viewer: Actor, *, customer_id: int | None = None, limit: int = 50, at: datetime) -> list[MergeRow]:
    """Return the merges whose survivor the viewer may see, newest first, of one survivor if named."""
    found = visible(Merge.objects.select_related("survivor", "loser", "by"), viewer)
    if customer_id is not None:
        found = found.filter(survivor_id=customer_id)
    return _rows(viewer, found.order_by("-at", "-pk")[:limit], at=at)


def merge(viewer: Actor, merge_id: int, *, at: datetime) -> MergeRow:
    """Return one merge whose survivor the viewer may see; raises NotFound."""
    found = visible(Merge.objects.select_related("survivor", "loser", "by"), viewer).filter(pk=merge_id)
    for row in _rows(viewer, found, at=at):
        return row
    raise NotFound(field="merge_id")


def _rows(viewer: Actor, found: Iterable[Merge], *, at: datetime) -> list[MergeRow]:
    merges, days = list(found), undo_days(at)
    held = held_among(pk for made in merges for pk in (made.survivor_id, made.loser_id))
    return [_row(viewer, made, days, held) for made in merges]


def _row(viewer: Actor, made: Merge, days: int, held: frozenset[int]) -> MergeRow:
    return MergeRow(
        id=made.pk,
        survivor_id=made.survivor_id,
        survivor_name=cards.shown(viewer, made.survivor, "name"),
        loser_id=made.loser_id,
        loser_number=made.loser.number,
        loser_name=cards.shown(viewer, made.loser, "name"),
        by_name=made.by.name if made.by else "",
        at=made.at,
        undone_at=made.undone_at,
        may_undo_until=undoable_until(made, days),
        kept_by_hold=bool(made.journal) and not held.isdisjoint((made.survivor_id, made.loser_id)),
    )

"""A merge is taken back: rows, values and hands return; what was added since stays with the survivor and is told (R06.8)."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import F

from minghua.domain.customers.models import Customer, Merge
from minghua.domain.customers.operations import merging, repointing, sealing, trees
from minghua.domain.customers.operations.editing import columns_of, put_value, value_of
from minghua.domain.customers.operations.merge_journal import Journal, plain, stored
from minghua.domain.customers.queries import merging as reads
from minghua.domain.customers.queries import rows
from minghua.domain.customers.types.merging import Unmerged
from minghua.domain.customers.types.references import REFERENCES
from minghua.foundation.audit import operations as audit
from minghua.foundation.history import operations as history
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.personal.queries import held_among
from minghua.foundation.timeline import operations as timeline
from minghua.foundation.vault import queries as vault
from minghua.foundation.vault.types import Erased, Sealed
from minghua.kernel.errors import NotFound, Refusal
from minghua.kernel.words import Text


class UndoneAlready(Refusal):
    """The merge was taken back before."""

    code = "unmerged_already"
    status = 409
    text = Text("这次合并已经撤销。", "This merge has been undone already.")
    remedy = Text("无需再次撤销。", "There is nothing left to undo.")


class TooLate(Refusal):
    """The days in which a merge can be undone are over."""

    code = "unmerge_too_late"
    status = 409
    text = Text("合并已超过 {days} 天，不能撤销。", "The merge is more than {days} days old and cannot be undone.")
    remedy = Text("请新建客户并手工转移资料。", "Create a customer and move the data by hand.")


class LaterMerge(Refusal):
    """A later merge stands on this one."""

    code = "later_merge_first"
    status = 409
    text = Text("之后还有一次合并（#{merge}）建立在它之上。", "A later merge (#{merge}) stands on this one.")
    remedy = Text("请先撤销合并 #{merge}。", "Undo merge #{merge} first.")


def unmerge(merge_id: int, *, by: Actor, at: datetime) -> Unmerged:
    """Give back everything a merge took and return what went back, what had changed since and what stays.

    The latest merge is undone first. Raises NotFound, Forbidden, UndoneAlready, TooLate, LaterMerge, Erased.
    """
    require(by, "customers.merge")
    made = Merge.objects.filter(pk=merge_id).first()
    if made is None:
        raise NotFound(field="merge_id")
    rows.changeable(by, reads.survivor_of(made.survivor_id))
    held = {
        c.pk: c
        for c in Customer.objects.filter(pk__in=(made.survivor_id, made.loser_id)).select_for_update().order_by("pk")
    }
    made.refresh_from_db()
    survivor, loser = held[made.survivor_id], held[made.loser_id]
    _require_undoable(made, survivor, at=at)
    journal = Journal.read(_opened(made))
    if survivor.kind == "organization":
        trees.stand_in_line()
    stayed = _added_since(survivor, journal)
    kept = _values_back(survivor, journal, by=by, at=at)
    returned, changed = repointing.give_back(journal, loser_id=loser.pk, survivor_id=survivor.pk)
    Customer.objects.filter(pk=loser.pk).update(version=F("version") + 1, updated_at=at)
    Merge.objects.filter(pk=made.pk, undone_at=None).update(undone_at=at, undone_by_id=by.user_id)
    loser.refresh_from_db()
    merging.follow(survivor, loser, at=at)
    undone = Unmerged(survivor.pk, loser.pk, returned, (*kept, *changed), stayed)
    _tell(made, undone, by=by, at=at)
    return undone


def _require_undoable(made: Merge, survivor: Customer, *, at: datetime) -> None:
    if made.undone_at is not None:
        raise UndoneAlready(field="merge_id")
    later = Merge.objects.filter(pk__gt=made.pk, undone_at=None)
    blocking = (
        later.filter(survivor_id=survivor.pk).order_by("-pk").first() or later.filter(loser_id=survivor.pk).first()
    )
    if blocking is not None:
        raise LaterMerge(field="merge_id", merge=blocking.pk)
    days = reads.undo_days(at)
    if reads.undoable_until(made, days) < at and not (made.journal and held_among([survivor.pk, made.loser_id])):
        raise TooLate(field="merge_id", days=days)


def _opened(made: Merge) -> str:
    """The journal as it was written; raises NotFound when the survivor has been erased: nothing is left to give back."""
    if not made.journal:
        raise NotFound(field="merge_id")
    (text,) = vault.unseal_many([Sealed(made.survivor_id, merging.JOURNAL, made.journal)])
    if isinstance(text, Erased):
        raise NotFound(field="merge_id")
    return text


def _added_since(survivor: Customer, journal: Journal) -> Mapping[str, int]:
    """Return how many rows came to the survivor from the merge on: they were made for the two as one."""
    counts = {}
    for reference in REFERENCES:
        if reference.model in _COUNTED and reference.column == "customer_id":
            newer = repointing.rows_of(reference, survivor.pk).filter(pk__gt=journal.newest.get(reference.model, 0))
            counts[reference.model] = newer.count()
    return {model: count for model, count in counts.items() if count}


_COUNTED = ("orders.Order", "orders.Return", "interactions.Contact", "interactions.NextStep", "care.Jar")


def _values_back(survivor: Customer, journal: Journal, *, by: Actor, at: datetime) -> list[str]:
    """Give the survivor's fields their own values again, except those somebody changed since."""
    changes, conflicts = {}, []
    for path, (old, new) in journal.fields.items():
        present = value_of(survivor, path)
        if plain(present) != new:
            conflicts.append(path)
            continue
        column = path if not path.startswith("archive.") else ""
        put_value(survivor, path, stored(Customer, column, old) if column else old)
        changes[path] = (present, value_of(survivor, path))
    with sealing.at_rest([survivor], at=at):
        columns = {column: getattr(survivor, column) for column in columns_of(changes)}
        Customer.objects.filter(pk=survivor.pk).update(**columns, version=F("version") + 1, updated_at=at)
    told = sealing.sealed_changes({survivor.pk: changes}, at=at)[survivor.pk]
    history.record_changes(rows.SUBJECT, survivor.pk, told, source="unmerge", by=by, at=at)
    return conflicts


def _tell(made: Merge, undone: Unmerged, *, by: Actor, at: datetime) -> None:
    data = {"event": "unmerged", "number": made.loser.number, "name": made.loser.name, "merge": made.pk}
    timeline.post(made.survivor_id, "change", at=at, data=data, by=by)
    timeline.post(made.loser_id, "change", at=at, data=data | {"number": made.survivor.number}, by=by)
    told = {"merge": made.pk, "returned": undone.returned, "conflicts": list(undone.conflicts), "stayed": undone.stayed}
    audit.record("customer.unmerged", rows.SUBJECT, made.survivor_id, told, by=by, at=at)

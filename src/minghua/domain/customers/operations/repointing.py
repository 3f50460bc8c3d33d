"""Everything that names one customer comes to name another, table by table; and the way back (R06.8)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Max, Model, QuerySet

from minghua.domain.customers.operations.merge_journal import Journal, plain, stored
from minghua.domain.customers.types.references import REFERENCES, Reference
from minghua.kernel.periods import local_date

_CHUNK = 500
_LATEST = ("act", "since", "separate", "guarded", "policy_version", "record_id")


def repoint(loser_id: int, survivor_id: int, *, journal: Journal, at: datetime) -> None:
    """Let every row that names the loser name the survivor."""
    for reference in REFERENCES:
        model = apps.get_model(reference.model)
        journal.newest[reference.model] = model._default_manager.aggregate(most=Max("pk"))["most"] or 0
        if reference.derived:
            for row in rows_of(reference, loser_id):
                journal.drop(row)
            continue
        _part_twins(reference, loser_id, survivor_id, journal, at=at)
        _move(reference, loser_id, survivor_id, journal)


def rows_of(reference: Reference, customer_id: int) -> "QuerySet[Any]":
    """Return the rows of that table that name the customer."""
    found = apps.get_model(reference.model)._default_manager.filter(**{reference.column: customer_id})
    return (
        found.filter(**reference.only).exclude(**reference.without)
        if reference.without
        else found.filter(**reference.only)
    )


def _part_twins(reference: Reference, loser_id: int, survivor_id: int, journal: Journal, *, at: datetime) -> None:
    """Rows that would be a second one of their kind, or tie the customer to itself, are settled first."""
    if reference.one_per is None:
        return
    live = _living(reference)
    mine = {_likeness(reference, row): row for row in rows_of(reference, survivor_id).filter(**live)}
    for row in rows_of(reference, loser_id).filter(**live):
        if _to_itself(reference, row, survivor_id):
            journal.change(row, {"until_on": local_date(at)})
        elif (twin := mine.get(_likeness(reference, row))) is not None:
            _settle(reference, row, twin, journal, at=at)


def _living(reference: Reference) -> dict[str, Any]:
    return {
        (f"{name}__isnull" if value is None else name): True if value is None else value
        for name, value in reference.while_.items()
    }


def _likeness(reference: Reference, row: Model) -> tuple[Any, ...] | None:
    key = tuple(getattr(row, name) for name in reference.one_per or ())
    return None if reference.model == "customers.HouseholdMember" and None in key else key


def _to_itself(reference: Reference, row: Any, survivor_id: int) -> bool:
    if reference.model != "customers.Relation":
        return False
    other = "to_customer_id" if reference.column == "from_customer_id" else "from_customer_id"
    return bool(getattr(row, other) == survivor_id)


def _settle(reference: Reference, row: Any, twin: Any, journal: Journal, *, at: datetime) -> None:
    if _likeness(reference, row) is None:
        return
    if reference.clash == "rest":
        journal.change(row, {"active": False})
    elif reference.clash == "end":
        name = next(iter(reference.while_))
        journal.change(row, {name: local_date(at) if name.endswith("_on") else at})
    else:
        if reference.clash == "latest" and _is_later(row, twin):
            journal.change(twin, {name: getattr(row, name) for name in _LATEST})
        journal.drop(row)


def _is_later(row: Any, twin: Any) -> bool:
    """Of two words about consent the later counts, and of two at the same instant the withdrawal."""
    return bool((row.since, row.act == "withdrawn") > (twin.since, twin.act == "withdrawn"))


def _move(reference: Reference, loser_id: int, survivor_id: int, journal: Journal) -> None:
    found = rows_of(reference, loser_id)
    if reference.model == "customers.Relation":  # what ended between the two stays where it is
        other = "to_customer_id" if reference.column == "from_customer_id" else "from_customer_id"
        found = found.exclude(**{other: survivor_id})
    ids = list(found.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), _CHUNK):
        found.model._default_manager.filter(pk__in=ids[start : start + _CHUNK]).update(
            **{reference.column: survivor_id}
        )
    if ids:
        journal.moved[reference.code] = ids
        journal.counts[reference.model] = journal.counts.get(reference.model, 0) + len(ids)


def give_back(journal: Journal, *, loser_id: int, survivor_id: int) -> tuple[int, list[str]]:
    """Undo what the journal tells and return how many rows went back and what had changed since."""
    conflicts: list[str] = []
    returned = 0
    for reference in REFERENCES:
        ids = journal.moved.get(reference.code, [])
        came = _move_back(reference, ids, loser_id, survivor_id)
        returned += came
        if came < len(ids):
            conflicts.append(f"{reference.model}: {len(ids) - came}")
    conflicts += [
        told for label, pk, columns in reversed(journal.changed) if (told := _change_back(label, pk, columns))
    ]
    for label, columns in journal.dropped:
        _insert(label, columns)
    return returned, conflicts


def _move_back(reference: Reference, ids: Sequence[int], loser_id: int, survivor_id: int) -> int:
    rows = apps.get_model(reference.model)._default_manager
    return sum(
        rows.filter(pk__in=ids[start : start + _CHUNK], **{reference.column: survivor_id}).update(
            **{reference.column: loser_id}
        )
        for start in range(0, len(ids), _CHUNK)
    )


def _change_back(label: str, pk: int, columns: Mapping[str, list[Any]]) -> str:
    """Give columns their old values unless somebody changed them since; return what stays, "" for nothing."""
    model = apps.get_model(label)
    row = model._default_manager.filter(pk=pk).first()
    if row is None:
        return label
    same = {name: old for name, (old, new) in columns.items() if plain(getattr(row, name)) == new}
    if same:
        model._default_manager.filter(pk=pk).update(**{name: stored(model, name, old) for name, old in same.items()})
    return "" if len(same) == len(columns) else f"{label}: {', '.join(sorted(columns.keys() - same.keys()))}"


def _insert(label: str, columns: Mapping[str, Any]) -> None:
    model = apps.get_model(label)
    model(**{name: stored(model, name, value) for name, value in columns.items()}).save()

"""Stores a batch of customers, or tells what storing it would do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, Final

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.operations import creating, editing, hands, terms
from minghua.domain.customers.operations.recurring import Cleaner
from minghua.domain.customers.types import NewCustomer
from minghua.domain.customers.types.likeness import Candidate
from minghua.domain.interactions import operations as interactions
from minghua.foundation.imports.staff import Staff
from minghua.foundation.imports.targets import Outcome, RunFacts
from minghua.foundation.imports.types import EXCERPT, Mode, Problem, Unit
from minghua.foundation.people.types import Actor
from minghua.journeys.import_customers import consents, doubling, kin, known
from minghua.journeys.import_customers.batch import Batch
from minghua.journeys.import_customers.keys import key_of
from minghua.kernel.errors import Refusal

_COLUMNS: Final = frozenset(field.name for field in fields(NewCustomer))
_APART: Final = frozenset(
    {"number", "external_id", "source_system", "kind", "owner", "parent", "tags", "created_at", kin.MEMBERS}
)
_PLAIN: Final = _COLUMNS - _APART
_ELSEWHERE: Final = ("archive.", consents.PREFIX)


def sort(units: Sequence[Unit], run: RunFacts, *, by: Actor, dry: bool) -> Batch:
    """Return the batch sorted by what has to be done with each row."""
    batch = Batch()
    good = []
    for unit in units:
        if unit.lines[0].bad:
            batch.refuse(unit, Problem(unit.lines[0].number, "", "bad_row", ""))
        else:
            good.append(unit)
    stored = known.rows_by_key(good, run.options, by=by)
    above = known.parents((unit.lines[0].values.get("parent") or "" for unit in good), run.options, by=by)
    staff = Staff(by)
    for unit in good:
        _place(unit, stored.get(key_of(unit.lines[0].values, run.options)), above, staff, run, batch, dry=dry)
    return batch


def _place(
    unit: Unit, row: Any, above: Mapping[str, int], staff: Staff, run: RunFacts, batch: Batch, *, dry: bool
) -> None:
    line = unit.lines[0]
    values = line.values
    mode = run.options.mode
    if row is None and mode == Mode.UPDATE:
        return batch.pass_over(unit, "not_found")
    if row is not None and mode == Mode.INSERT:
        return batch.pass_over(unit, "exists")
    owner, parent = values.get("owner") or "", values.get("parent") or ""
    owner_id, parent_id = staff.id_of(owner) if owner else None, above.get(parent)
    kind = row.kind if row is not None else values.get("kind") or run.options.customer_kind
    if owner and owner_id is None:
        return batch.refuse(unit, Problem(line.number, "owner", "unknown_person", owner[:EXCERPT]))
    if parent and kind != "organization":
        return batch.refuse(unit, Problem(line.number, "parent", "parent_not_organization", parent[:EXCERPT]))
    if parent and parent_id is None and not (dry and unit.rank):
        return batch.refuse(unit, Problem(line.number, "parent", "parent_missing", parent[:EXCERPT]))
    wrong = kin.problem(line, kind)
    if wrong is not None:
        return batch.refuse(unit, wrong)
    if row is None:
        batch.news.append((unit, _new(values, kind, owner_id, parent_id, run)))
        return None
    if row.pk in batch.updates:
        other = batch.updates[row.pk][0].lines[0].number
        return batch.refuse(
            unit, Problem(line.number, "", "duplicate_key", row.name[:EXCERPT], params={"other": other})
        )
    batch.stored[row.pk] = row
    batch.updates[row.pk] = (unit, _changes(values, owner_id, parent_id))
    return None


def _new(
    values: Mapping[str, Any], kind: str, owner_id: int | None, parent_id: int | None, run: RunFacts
) -> NewCustomer:
    columns = {name: value for name, value in values.items() if name in _PLAIN and value is not None}
    external = values.get("external_id") or ""
    return NewCustomer(
        kind=kind,
        archive=_archive(values),
        number=values.get("number") or "",
        external_id=external,
        source_system=(values.get("source_system") or run.options.source) if external else "",
        owner_id=owner_id,
        parent_id=parent_id,
        created_at=values.get("created_at"),
        import_run_id=run.run_id,
        currency=run.options.currency,
        **({"origin_channel": "import"} | columns),
    )


def _archive(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name.removeprefix("archive."): str(value)
        for name, value in values.items()
        if value is not None and name.startswith("archive.")
    }


def _changes(values: Mapping[str, Any], owner_id: int | None, parent_id: int | None) -> dict[str, Any]:
    """Return what the row says; an empty cell says nothing and erases nothing."""
    changes = {n: v for n, v in values.items() if v is not None and n not in _APART and not n.startswith(_ELSEWHERE)}
    changes |= {f"archive.{code}": value for code, value in _archive(values).items()}
    placed = {"owner_id": owner_id, "parent_id": parent_id}
    return changes | {name: value for name, value in placed.items() if value is not None}


def store(batch: Batch, run: RunFacts, *, by: Actor, at: datetime) -> Outcome:
    """Store what was sorted."""
    _create(batch, run, by=by, at=at)
    _update(batch, run, by=by, at=at)
    if by.may("customers.tag"):
        for name, ids in batch.tags.items():
            customers.bulk_tag(ids, name=name, by=by, at=at)
    customers.bring_members(batch.members, run_id=run.run_id, by=by, at=at)
    interactions.bring_consents(batch.said, import_run_id=run.run_id, by=by, at=at)
    return batch.outcome


def _create(batch: Batch, run: RunFacts, *, by: Actor, at: datetime) -> None:
    if not batch.news:
        return
    alike = doubling.wanted(run.options)
    outcomes = customers.create_many([new for _, new in batch.news], run_id=run.run_id, alike=alike, by=by, at=at)
    for (unit, new), one in zip(batch.news, outcomes, strict=True):
        if one.refusal is not None:
            batch.refuse(unit, refused(unit, one.refusal))
        elif one.what == "existing":
            batch.refuse(unit, Problem(unit.lines[0].number, "", "foreign_record", unit.key[2:][:EXCERPT]))
        elif one.what == "alike":
            _bring_home(batch, unit, new, one.alike, run, by=by)
        elif one.customer_id is not None:
            batch.settle("created")
            _wear(batch, unit, one.customer_id)
            if one.alike:
                batch.tell_alike(unit, one.alike, left_out=False)


def _bring_home(
    batch: Batch, unit: Unit, new: NewCustomer, alike: Sequence[Candidate], run: RunFacts, *, by: Actor
) -> None:
    """A row set apart changes the customer it looks like, where that is wanted and allowed; otherwise it stays out."""
    pk = doubling.home(run.options, alike)
    if pk is None or pk in batch.updates:
        return batch.tell_alike(unit, alike, left_out=True)
    batch.outcome.counts.update({"customers.alike": 1})
    batch.stored[pk] = customer_reads.seen(by).get(pk=pk)
    batch.updates[pk] = (unit, _changes(unit.lines[0].values, new.owner_id, new.parent_id))
    return None


def _wear(batch: Batch, unit: Unit, customer_id: int) -> None:
    for name in unit.lines[0].values.get("tags") or ():
        batch.tags.setdefault(name, []).append(customer_id)
    batch.said += consents.said(unit.lines[0].values, customer_id)
    if members := kin.said(unit.lines[0].values):
        batch.members[customer_id] = members


def _update(batch: Batch, run: RunFacts, *, by: Actor, at: datetime) -> None:
    plain = {
        pk: {name: value for name, value in changes.items() if name not in {"owner_id", "parent_id"}}
        for pk, (_, changes) in batch.updates.items()
    }
    outcomes = customers.update_many(plain, run_id=run.run_id, by=by, at=at) if plain else {}
    grown = customers.bring_members(kin.of_batch(batch.updates), run_id=run.run_id, by=by, at=at)
    for pk, one in outcomes.items():
        unit, changes = batch.updates[pk]
        if one.refusal is not None:
            batch.refuse(unit, refused(unit, one.refusal))
            continue
        moved = _move(batch, pk, changes, by=by, at=at)
        batch.settle("updated" if moved or pk in grown or one.what == "updated" else "unchanged")
        _wear(batch, unit, pk)


def _move(batch: Batch, pk: int, changes: Mapping[str, Any], *, by: Actor, at: datetime) -> bool:
    """Follow a row's owner and parent; a refusal keeps the whole batch out, to be stored row by row."""
    row, moved = batch.stored[pk], False
    if changes.get("owner_id", row.owner_id) != row.owner_id:
        held = {"owner_id": row.owner_id, "team_id": row.team_id, "pool_id": row.pool_id}
        batch.outcome.changes.append(("owner", pk, held))
        customers.assign_owner(pk, owner_id=changes["owner_id"], by=by, at=at)
        moved = True
    if changes.get("parent_id", row.parent_id) != row.parent_id:
        batch.outcome.changes.append(("parent", pk, {"parent_id": row.parent_id}))
        edits = {"parent_id": changes["parent_id"]}
        customers.edit_customer(pk, edits, base_version=None, source="import", by=by, at=at)
        moved = True
    return moved


def foretell(batch: Batch, run: RunFacts, *, by: Actor, at: datetime) -> Outcome:
    """Return what storing would do: the same cleaning and the same look for doubles, nothing written."""
    clean: list[tuple[Unit, Any]] = []
    lookup = terms.learned(by, [new for _, new in batch.news])
    cleaner = Cleaner(lookup, at=at)
    for unit, new in batch.news:
        try:
            hands.require_naming(by, new.owner_id)
            clean.append((unit, creating.draft(new, cleaner=cleaner, at=at)))
        except Refusal as refusal:
            batch.refuse(unit, refused(unit, refusal))
    found = customer_reads.candidates_of_many(by, [customer_reads.traits_of(new) for _, new in clean], at=at)
    for (unit, _), alike in zip(clean, found, strict=True):
        _foretell_new(batch, unit, alike, run)
    editable = customer_reads.changeable_ids(by, batch.updates)
    growing = kin.would_grow(batch.updates, by=by)
    for pk, (unit, changes) in batch.updates.items():
        if pk not in editable:
            batch.refuse(unit, Problem(unit.lines[0].number, "", "foreign_record", unit.key[2:][:EXCERPT]))
            continue
        try:
            batch.settle(
                "updated" if pk in growing or _would_change(batch.stored[pk], changes, lookup, at=at) else "unchanged"
            )
        except Refusal as refusal:
            batch.refuse(unit, refused(unit, refusal))
    return batch.outcome


def _foretell_new(batch: Batch, unit: Unit, alike: Sequence[Candidate], run: RunFacts) -> None:
    apart = doubling.set_apart(run.options, alike)
    if apart and doubling.home(run.options, alike) is not None:
        batch.outcome.counts.update({"customers.alike": 1})
        return batch.settle("updated")
    if not apart:
        batch.settle("created")
    if alike:
        batch.tell_alike(unit, alike, left_out=apart)
    return None


def _would_change(
    row: Any, changes: Mapping[str, Any], lookup: Callable[[str], Mapping[str, str]], *, at: datetime
) -> bool:
    columns = {name: value for name, value in changes.items() if name in _COLUMNS and name != "archive"}
    archive = {name.removeprefix("archive."): value for name, value in changes.items() if name.startswith("archive.")}
    asked = NewCustomer(**{"kind": row.kind, "name": row.name} | columns, archive=archive, in_passing=True)
    cleaned = creating.clean(asked, at=at, lookup=lookup)
    return any(
        (cleaned.archive.get(name[8:], "") if name.startswith("archive.") else getattr(cleaned, name))
        != editing.value_of(row, name)
        for name in changes
    )


def refused(unit: Unit, refusal: Refusal) -> Problem:
    """Return a refused row in the words of the room."""
    line = unit.lines[0]
    field_name = refusal.field or ""
    params = {
        "zh": refusal.message("zh-hans"),
        "en": refusal.message("en"),
        "do_zh": refusal.advice("zh-hans"),
        "do_en": refusal.advice("en"),
    }
    excerpt = "" if field_name.startswith("archive.") else str(line.values.get(field_name) or "")[:EXCERPT]
    return Problem(line.number, field_name, "refused", excerpt, params=params)

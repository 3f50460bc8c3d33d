"""The fast way in for importers: many customers in a few statements, each row judged by itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Literal

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from minghua.domain.customers.models import Customer
from minghua.domain.customers.operations import (
    creating,
    editing,
    erasing,
    hands,
    indexing,
    keying,
    numbering,
    sealing,
    terms,
    trees,
    uniques,
)
from minghua.domain.customers.operations.recurring import Cleaner
from minghua.domain.customers.queries import digests, likeness, merging, rows
from minghua.domain.customers.queries.traits import KEYED, traits_of
from minghua.domain.customers.types.likeness import Candidate
from minghua.domain.customers.types.parties import NewCustomer
from minghua.foundation.audit import operations as audit
from minghua.foundation.history import operations as history
from minghua.foundation.history.operations import Changes
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.foundation.storage import rows as straight
from minghua.foundation.storage.among import among
from minghua.foundation.timeline import operations as timeline
from minghua.foundation.timeline.operations import NewEntry
from minghua.kernel.errors import NotFound, Refusal

SOURCE = "import"
_FOREIGN = 0
Alike = Literal["ignore", "list", "apart"]
Updates = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row: created, existing, updated, unchanged, alike (set aside), or refused with the reason.

    `alike` names stored customers that look like the row.
    """

    what: str
    customer_id: int | None = None
    refusal: Refusal | None = None
    alike: tuple[Candidate, ...] = ()


def create_many(
    news: Sequence[NewCustomer], *, run_id: int | None = None, alike: Alike = "ignore", by: Actor, at: datetime
) -> list[Outcome]:
    """Create customers and return one outcome per row, in order; a known source key or number is "existing".

    With `alike` other than "ignore" each row is compared with those stored (R06.8): "list" creates and tells, "apart" leaves
    out the rows for which a merge would be suggested.
    """
    require(by, "customers.create")
    outcomes: list[Outcome | None] = [None] * len(news)
    known = _known(news, by=by)
    placing, cleaner = _Placing(by, news), Cleaner(terms.learned(by, news), at=at)
    erased = erasing.refuse_erased([(new.source_system, new.external_id) for new in news], at=at)
    fresh: list[tuple[int, Customer]] = []
    for index, new in enumerate(news):
        key = _key(new)
        if key is not None and key in known:
            outcomes[index] = _existing(known[key], new)
            continue
        if key in erased:
            outcomes[index] = Outcome("refused", refusal=erasing.ErasedBefore(field="external_id", key=new.external_id))
            continue
        try:
            row = creating.draft(new, cleaner=cleaner, at=at)
            placing.place(row, new)
        except Refusal as refusal:
            outcomes[index] = Outcome("refused", refusal=refusal)
            continue
        fresh.append((index, row))
        if key is not None:
            known[key] = -index - 1  # a second row of the same key within this batch
    fresh = _free(fresh, outcomes)
    traits = [traits_of(row) for _, row in fresh]
    keys = digests.keys_of(traits, at=at)
    like = likeness.candidates_of_many(by, traits, keys=keys, at=at) if alike != "ignore" else [[] for _ in fresh]
    apart = {
        index: Outcome("alike", alike=tuple(some))
        for (index, _), some in zip(fresh, like, strict=True)
        if alike == "apart" and some and some[0].verdict == "suggest"
    }
    stored = [
        (index, row, tuple(some), mine)
        for (index, row), some, mine in zip(fresh, like, keys, strict=True)
        if index not in apart
    ]
    _insert([row for _, row, _, _ in stored], [mine for *_, mine in stored], run_id=run_id, by=by, at=at)
    refused = {index: outcome for index, outcome in enumerate(outcomes) if outcome is not None}
    created = refused | apart | {index: Outcome("created", row.pk, alike=some) for index, row, some, _ in stored}
    return [_resolved(outcome or created[index], created) for index, outcome in enumerate(outcomes)]


def update_many(
    updates: Updates, *, run_id: int | None = None, source: str = SOURCE, by: Actor, at: datetime
) -> dict[int, Outcome]:
    """Change fields of many customers (customer id → {field: value}) and return an outcome for each."""
    require(by, "customers.edit")
    outcomes: dict[int, Outcome] = {}
    lookup = terms.lookup(by)
    terms.learn(lookup, _archives(updates))
    changed: list[tuple[Customer, editing.Changes]] = []
    above = trees.above(by, editing.named_parents(updates.values()))
    for customer in _hold(updates, by=by):
        try:
            wanted = editing.cleaned(customer, updates[customer.pk], lookup=lookup, above=above, by=by, at=at)
        except Refusal as refusal:
            outcomes[customer.pk] = Outcome("refused", customer.pk, refusal)
            continue
        changes = {p: (old, new) for p, new in wanted.items() if (old := editing.value_of(customer, p)) != new}
        outcomes[customer.pk] = Outcome("updated" if changes else "unchanged", customer.pk)
        if changes:
            changed.append((customer, changes))
            for path, (_, new) in changes.items():
                editing.put_value(customer, path, new)
        if "parent_id" in changes:  # the next row's check for cycles must see this link
            Customer.objects.filter(pk=customer.pk).update(parent_id=changes["parent_id"][1])
    refusals = uniques.taken([customer for customer, _ in changed])
    outcomes |= {changed[i][0].pk: Outcome("refused", changed[i][0].pk, each) for i, each in refusals.items()}
    changed = [pair for place, pair in enumerate(changed) if place not in refusals]
    store_changes(changed, run_id=run_id, source=source, by=by, at=at)
    missing = {i: Outcome("refused", refusal=NotFound(field="customer_id")) for i in updates if i not in outcomes}
    return outcomes | missing


def _free(fresh: list[tuple[int, Customer]], outcomes: list["Outcome | None"]) -> list[tuple[int, Customer]]:
    """Refuse rows whose unique values are taken, and return the others."""
    refusals = uniques.taken([row for _, row in fresh])
    for place, refusal in refusals.items():
        outcomes[fresh[place][0]] = Outcome("refused", refusal=refusal)
    return [pair for place, pair in enumerate(fresh) if place not in refusals]


def _archives(updates: Updates) -> Iterator[dict[str, Any]]:
    for changes in updates.values():
        yield {path.removeprefix("archive."): raw for path, raw in changes.items() if path.startswith("archive.")}


def _hold(customer_ids: Iterable[int], *, by: Actor) -> "QuerySet[Customer]":
    """The rows this actor may change, held in one order before they are read, so that no edit is overwritten."""
    rows = visible(Customer.objects.filter(erased_at=None), by, editing=True).filter(among("pk", customer_ids))
    return rows.select_for_update(of=("self",), no_key=True).order_by("pk")


class _Placing:
    """Owners, pools and parents named by rows, each looked up once."""

    def __init__(self, by: Actor, news: Sequence[NewCustomer]) -> None:
        self.by = by
        self.above = trees.above(by, (new.parent_id for new in news if new.parent_id is not None))
        self.known: dict[tuple[int | None, int | None], hands.Hands | Refusal] = {}

    def place(self, row: Customer, new: NewCustomer) -> None:
        if new.parent_id is not None:
            trees.require_parent(row, new.parent_id, above=self.above)
        named = (new.owner_id, new.pool_id)
        if named not in self.known:
            self.known[named] = self._found(new)
        held = self.known[named]
        if isinstance(held, Refusal):
            raise held
        creating.put_into(row, held)

    def _found(self, new: NewCustomer) -> hands.Hands | Refusal:
        try:
            return hands.of_new(self.by, owner_id=new.owner_id, pool_id=new.pool_id)
        except Refusal as refusal:
            return refusal


def _key(new: NewCustomer) -> tuple[str, str] | None:
    if new.external_id:
        return new.source_system, new.external_id
    return ("#", new.number) if new.number else None


def _existing(customer_id: int, new: NewCustomer) -> Outcome:
    """Somebody else's customer, out of the actor's reach, is taken rather than named."""
    if customer_id == _FOREIGN:
        return Outcome("refused", refusal=creating.NumberTaken(field="external_id", key=new.external_id or new.number))
    return Outcome("existing", customer_id)


def _known(news: Sequence[NewCustomer], *, by: Actor) -> dict[tuple[str, str], int]:
    keys = [(new.source_system, new.external_id) for new in news if new.external_id]
    numbers = [new.number for new in news if new.number and not new.external_id]
    found = rows.of_source_keys(Customer.objects.values_list("source_system", "external_id", "pk"), keys)
    known = {(system, external): pk for system, external, pk in found}
    numbered = Customer.objects.filter(among("number", numbers)).values_list("number", "pk")
    known |= {("#", number): pk for number, pk in numbered}
    moved = merging.homes(known.values())
    known = {key: moved.get(pk, pk) for key, pk in known.items()}
    seen = rows.visible_ids(by, known.values())
    return {key: pk if pk in seen else _FOREIGN for key, pk in known.items()}


def _resolved(outcome: Outcome, created: Mapping[int, Outcome]) -> Outcome:
    """A row that repeats an earlier row of its batch points to the customer that one made."""
    if outcome.customer_id is None or outcome.customer_id >= 0:
        return outcome
    made = created[-outcome.customer_id - 1]
    return made if made.customer_id is None else Outcome("existing", made.customer_id)


def _insert(
    customers: list[Customer], keys: Sequence[likeness.Keys], *, run_id: int | None, by: Actor, at: datetime
) -> None:
    if not customers:
        return
    numbering.reserve(customer.number for customer in customers if customer.number)
    unnumbered = [customer for customer in customers if not customer.number]
    for customer, number in zip(unnumbered, numbering.take(len(unnumbered)), strict=True):
        customer.number = number
    for customer in customers:
        customer.import_run_id = customer.import_run_id or run_id
    with _kept_unique(customers):
        sealing.store(customers, partial(straight.store, customers), at=at)
    hands.open_spells(customers, reason="imported" if run_id else "created", by=by, at=at)
    indexing.index_new(customers)
    keying.put([customer.pk for customer in customers], keys)
    told = {"event": "created"}
    entries = (NewEntry(customer.pk, "import", at, told) for customer in customers)
    timeline.post_many(entries, run_id=run_id, by=by)
    data = {"count": len(customers), "run": run_id, "first": customers[0].pk, "last": customers[-1].pk}
    audit.record("customers.created", rows.SUBJECT, customers[0].pk, data, by=by, at=at)


@contextmanager
def _kept_unique(customers: list[Customer]) -> Iterator[None]:
    """A value that somebody took meanwhile is a refusal, which an importer then follows row by row."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        for refusal in uniques.taken(customers).values():
            raise refusal from None
        raise


def store_changes(
    changed: list[tuple[Customer, editing.Changes]],
    *,
    run_id: int | None = None,
    source: str = SOURCE,
    by: Actor,
    at: datetime,
) -> None:
    """Write new values into rows that are held, as they are given, with all that follows a change."""
    if not changed:
        return
    columns = {"version", "updated_at"}
    for customer, changes in changed:
        customer.version, customer.updated_at = customer.version + 1, at
        columns |= editing.columns_of(changes)
    updated = [customer for customer, _ in changed]
    with _kept_unique(updated), sealing.at_rest(updated, at=at):
        Customer.objects.bulk_update(updated, sorted(columns), batch_size=100)
    sealed = sealing.sealed_changes({customer.pk: changes for customer, changes in changed}, at=at)
    kept = [Changes(pk, changes) for pk, changes in sealed.items()]
    history.record_many(rows.SUBJECT, kept, source=source, run_id=run_id, by=by, at=at)
    findable = indexing.findable()
    indexing.index(*(customer for customer, changes in changed if findable & changes.keys()))
    keying.rekey([customer for customer, changes in changed if KEYED & changes.keys()], at=at)
    kind, event = ("import", "updated") if source == SOURCE else ("change", "edited")
    entries = (NewEntry(c.pk, kind, at, {"event": event, "fields": sorted(f)}) for c, f in changed)
    timeline.post_many(entries, run_id=run_id, by=by)
    data = {"count": len(changed), "run": run_id, "source": source}
    audit.record("customers.updated", rows.SUBJECT, changed[0][0].pk, data, by=by, at=at)

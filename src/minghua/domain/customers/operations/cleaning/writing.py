"""Applying proposals and putting values back: only where the value is still the one that was seen."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from minghua.domain.customers.models import CleaningChange, CleaningRun, Customer
from minghua.domain.customers.operations import editing, importing, terms
from minghua.domain.customers.queries import readings
from minghua.domain.customers.rules import values
from minghua.domain.customers.types.cleaning import ChangeState
from minghua.domain.customers.types.columns import EDITABLE
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.kernel.errors import Refusal

BATCH = 300
Verdicts = dict[ChangeState, list[int]]
Pair = tuple[Customer, editing.Changes]


def apply_some(run: CleaningRun, *, by: Actor, at: datetime) -> bool:
    """Apply the proposals of the next customers and return whether there were any."""
    groups = _next(run, ChangeState.PROPOSED)
    held, lookup = _held(groups, by=by), terms.lookup()
    verdicts: Verdicts = defaultdict(list)
    changed: list[Pair] = []
    for customer_id, changes in groups.items():
        customer = held.get(customer_id)
        if customer is None:
            verdicts[ChangeState.REFUSED] += [change.pk for change in changes]
            continue
        wanted = _judged(customer, changes, verdicts, lookup, by=by, at=at)
        if wanted:
            changed.append((customer, wanted))
    _store(changed, source=f"clean:{run.pk}", by=by, at=at)
    return _noted(run, groups, verdicts)


def _judged(
    customer: Customer,
    changes: Sequence[CleaningChange],
    verdicts: Verdicts,
    lookup: values.Terms,
    *,
    by: Actor,
    at: datetime,
) -> editing.Changes:
    """The pairs of old and new value that may be stored; each change by itself, so that one refusal spoils no other."""
    wanted: editing.Changes = {}
    for change in changes:
        old = editing.value_of(customer, change.path)
        if readings.plain(old) != change.old:
            verdicts[ChangeState.SKIPPED].append(change.pk)
            continue
        try:
            new = editing.cleaned(customer, {change.path: change.new}, lookup=lookup, above={}, by=by, at=at)
        except Refusal:
            verdicts[ChangeState.REFUSED].append(change.pk)
            continue
        verdicts[ChangeState.APPLIED].append(change.pk)
        wanted[change.path] = (old, new[change.path])
    return wanted


def undo_some(run: CleaningRun, *, by: Actor, at: datetime) -> bool:
    """Put back the values of the next customers, exactly as they were, and return whether there were any."""
    groups = _next(run, ChangeState.APPLIED)
    held = _held(groups, by=by)
    verdicts: Verdicts = defaultdict(list)
    changed: list[Pair] = []
    for customer_id, changes in groups.items():
        customer = held.get(customer_id)
        back: editing.Changes = {}
        for change in changes:
            now = editing.value_of(customer, change.path) if customer else None
            if customer is None or readings.plain(now) != change.new:
                verdicts[ChangeState.KEPT].append(change.pk)
            else:
                verdicts[ChangeState.UNDONE].append(change.pk)
                back[change.path] = (now, _stored(change.path, change.old))
        if customer is not None and back:
            changed.append((customer, back))
    _store(changed, source=f"unclean:{run.pk}", by=by, at=at)
    return _noted(run, groups, verdicts)


def _store(changed: Sequence[Pair], *, source: str, by: Actor, at: datetime) -> None:
    for customer, changes in changed:
        for path, (_, new) in changes.items():
            editing.put_value(customer, path, new)
    importing.store_changes(list(changed), source=source, by=by, at=at)


def _stored(path: str, value: Any) -> Any:
    """The value as the row keeps it: days of columns are dates, everything else is what JSON holds."""
    column = EDITABLE.get(path)
    if column is not None and column.type in {"date", "past_date"}:
        return date.fromisoformat(value) if value else None
    return "" if value is None else value


def _next(run: CleaningRun, state: ChangeState) -> dict[int, list[CleaningChange]]:
    waiting = CleaningChange.objects.filter(run=run, state=state)
    ids = list(waiting.order_by("customer_id").values_list("customer_id", flat=True).distinct()[:BATCH])
    groups: dict[int, list[CleaningChange]] = {}
    for change in waiting.filter(customer_id__in=ids).order_by("customer_id", "pk"):
        groups.setdefault(change.customer_id, []).append(change)
    return groups


def _held(groups: dict[int, list[CleaningChange]], *, by: Actor) -> dict[int, Customer]:
    rows = visible(Customer.objects.filter(pk__in=list(groups), closed_at=None), by, editing=True)
    return {row.pk: row for row in rows.select_for_update(of=("self",), no_key=True).order_by("pk")}


def _noted(run: CleaningRun, groups: dict[int, list[CleaningChange]], verdicts: Verdicts) -> bool:
    for state, ids in verdicts.items():
        CleaningChange.objects.filter(pk__in=ids).update(state=state)
    run.done += sum(len(changes) for changes in groups.values())
    return bool(groups)

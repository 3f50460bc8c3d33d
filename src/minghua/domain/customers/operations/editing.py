"""Changing a customer: only what changed is written, with the old value kept and nobody's change overwritten."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from minghua.domain.customers.models import Customer
from minghua.domain.customers.operations import holding, indexing, keying, news, sealing, terms, trees, uniques
from minghua.domain.customers.queries import register, rows, secrets
from minghua.domain.customers.queries.traits import KEYED
from minghua.domain.customers.rules import values
from minghua.foundation.audit import operations as audit
from minghua.foundation.history import operations as history
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline
from minghua.kernel.errors import Conflict, Invalid
from minghua.kernel.periods import local_date

REACHING = frozenset({"mobile", "phone", "email", "wechat", "address"})
Changes = dict[str, tuple[Any, Any]]


class EditConflict(Conflict):
    """Somebody else saved first; `theirs` and `mine` hold the values of the fields this edit wanted."""

    code = "edit_conflict"

    def __init__(self, *, version: int, theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> None:
        self.version, self.theirs, self.mine = version, dict(theirs), dict(mine)
        super().__init__(field=next(iter(mine), None), version=version)


def edit_customer(
    customer_id: int, changes: Mapping[str, Any], *, base_version: int | None, source: str = "", by: Actor, at: datetime
) -> int:
    """Change the named fields (columns or `archive.<code>`, or `parent_id`) and return the new version.

    Raises Invalid naming the field, EditConflict when the version moved on, NotFound, Forbidden. Nothing new: no change.
    """
    require(by, "customers.edit")
    customer = holding.changeable(by, customer_id, *named_parents([changes]))
    above = trees.above(by, named_parents([changes]))
    wanted = cleaned(customer, changes, lookup=terms.lookup(by), above=above, by=by, at=at)
    if base_version is not None and base_version != customer.version:
        raise _conflict(customer, wanted)
    changed = {path: (old, new) for path, new in wanted.items() if (old := value_of(customer, path)) != new}
    if not changed:
        return customer.version
    _store(customer, changed, wanted, at=at)
    tell_changed(customer, changed, source=source, by=by, at=at)
    return customer.version


def value_of(customer: Customer, path: str) -> Any:
    """Return the stored value of a field."""
    if path.startswith("archive."):
        return secrets.open_value(customer.pk, path, customer.archive.get(path.removeprefix("archive."), ""))
    return getattr(customer, path)


def value_of_known(customer: Customer, path: str) -> Any:
    """Return the stored value of a field that a person may change; raises Invalid for any other."""
    values.column_of(path, kind=customer.kind, fields=register.archive_fields())
    return value_of(customer, path)


def put_value(customer: Customer, path: str, value: Any) -> None:
    """Set a field of the row in memory; an empty archive value leaves the archive."""
    if not path.startswith("archive."):
        setattr(customer, path, value)
    elif value == "":
        customer.archive.pop(path.removeprefix("archive."), None)
    else:
        customer.archive[path.removeprefix("archive.")] = value


def columns_of(paths: Mapping[str, Any]) -> set[str]:
    """Return the columns that hold these fields."""
    return {"archive" if path.startswith("archive.") else path for path in paths}


def cleaned(
    customer: Customer,
    changes: Mapping[str, Any],
    *,
    lookup: values.Terms,
    above: Mapping[int, Customer],
    by: Actor,
    at: datetime,
) -> dict[str, Any]:
    """Return the wanted values in their stored form; `above` holds the parents named. Raises Invalid, NotFound."""
    on, fields = local_date(at), register.archive_fields()
    wanted: dict[str, Any] = {}
    for path, raw in changes.items():
        if path.removeprefix("archive.") in by.masked:
            raise Invalid("脱敏字段不能修改。", "A masked field cannot be changed.", field=path)
        if path == "parent_id":
            wanted[path] = _parent(customer, raw, above=above)
        else:
            wanted[path] = values.clean(path, raw, kind=customer.kind, on=on, terms=lookup, fields=fields)
    return wanted


def named_parents(edits: Iterable[Mapping[str, Any]]) -> set[int]:
    """Return the ids these edits name as parents."""
    named = (str(changes.get("parent_id")) for changes in edits)
    return {int(raw) for raw in named if _is_id(raw)}


def _is_id(raw: Any) -> bool:
    return str(raw).isdecimal()


def _parent(customer: Customer, raw: Any, *, above: Mapping[int, Customer]) -> int | None:
    if raw in (None, ""):
        return None
    if not _is_id(raw):
        raise Invalid("上级单位无效。", "The parent is not valid.", field="parent_id")
    trees.require_parent(customer, int(raw), above=above)
    return int(raw)


def _store(customer: Customer, changed: Changes, wanted: Mapping[str, Any], *, at: datetime) -> None:
    """Write compare-and-set on the version that was read."""
    for path, (_, new) in changed.items():
        put_value(customer, path, new)
    with sealing.at_rest([customer], at=at):
        columns = {column: getattr(customer, column) for column in columns_of(changed)}
    if "archive" in columns:
        uniques.require_free(customer)
    found = Customer.objects.filter(pk=customer.pk, version=customer.version)
    try:
        with transaction.atomic():
            stored = found.update(**columns, version=F("version") + 1, updated_at=at)
    except IntegrityError:
        uniques.require_free(customer)  # somebody took the value between the question and the write
        raise
    if not stored:
        raise _conflict(Customer.objects.get(pk=customer.pk), wanted)
    customer.version += 1


def _conflict(customer: Customer, wanted: Mapping[str, Any]) -> EditConflict:
    theirs = {path: value_of(customer, path) for path in wanted}
    return EditConflict(version=customer.version, theirs=theirs, mine=wanted)


def tell_changed(customer: Customer, changed: Changes, *, source: str, by: Actor, at: datetime) -> None:
    """Keep old and new values, and let timeline (names of fields only), audit and search follow."""
    kept = sealing.sealed_changes({customer.pk: changed}, at=at)[customer.pk]
    history.record_changes(rows.SUBJECT, customer.pk, kept, source=source, by=by, at=at)
    timeline.post(customer.pk, "change", at=at, data={"event": "edited", "fields": sorted(changed)}, by=by)
    private = {"changes": {path: list(pair) for path, pair in changed.items() if not secrets.is_secret(path)}}
    told = {"fields": sorted(changed)}
    audit.record("customer.edited", rows.SUBJECT, customer.pk, told, private=private, about=customer.pk, by=by, at=at)
    if indexing.findable() & changed.keys():
        indexing.index(customer)
    if KEYED & changed.keys():
        keying.rekey([customer], at=at)
    if REACHING & changed.keys():
        key = f"contact_change:{customer.pk}:{customer.version}"
        news.spread_later("contact_change", customer.pk, key=key, by=by, at=at)

"""Many products at once, for importers: a few statements whatever the number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from minghua.domain.catalog.models import Product
from minghua.domain.catalog.operations.products import SUBJECT, check, facts_of
from minghua.domain.catalog.operations.shelves import shelf_ids
from minghua.domain.catalog.rules.nature import sku_key
from minghua.domain.catalog.types import MODES, NewProduct, ProductsStored
from minghua.foundation.audit import operations as audit
from minghua.foundation.history import operations as history
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.search import operations as search
from minghua.foundation.search.types import Document

_BATCH = 500


def upsert_many(news: Iterable[NewProduct], *, mode: str = "upsert", by: Actor, at: datetime) -> ProductsStored:
    """Store many products, last mention of a sku wins; `mode` insert leaves known ones alone, update makes no new ones.

    Raises Invalid for the first product that cannot be kept (importers check rows before).
    """
    require(by, "products.edit")
    if mode not in MODES:
        raise ValueError(mode)
    wanted = {sku_key(new.sku): new for new in news}
    for new in wanted.values():
        check(facts_of(new))
    shelves = shelf_ids({new.category for new in wanted.values()}, by=by, at=at)
    known = _known(wanted)
    missing = [new for key, new in wanted.items() if key not in known]
    created = _insert(missing, shelves) if mode != "update" else ()
    changes = {known[key].pk: _differences(known[key], new, shelves) for key, new in wanted.items() if key in known}
    changes = {pk: fields for pk, fields in changes.items() if fields} if mode != "insert" else {}
    _update({row.pk: row for row in known.values()}, changes, by=by, at=at)
    stored = _known(wanted) if created else known
    _tell(stored, created, changes, by=by, at=at)
    ids = {new.sku: stored[key].pk for key, new in wanted.items() if key in stored}
    updated = tuple(wanted[key].sku for key, row in known.items() if row.pk in changes)
    return ProductsStored(
        ids=ids,
        created=created,
        updated=updated,
        unchanged=tuple(wanted[key].sku for key, row in known.items() if row.pk not in changes),
        missing=tuple(new.sku for new in missing) if mode == "update" else (),
    )


def _known(wanted: Mapping[str, NewProduct]) -> dict[str, Product]:
    keys = sorted(wanted)
    found: dict[str, Product] = {}
    for start in range(0, len(keys), _BATCH):
        rows = Product.objects.filter(sku_key__in=keys[start : start + _BATCH])
        found.update({row.sku_key: row for row in rows})
    return found


def _insert(missing: Sequence[NewProduct], shelves: Mapping[str, int]) -> tuple[str, ...]:
    rows = [
        Product(**facts_of(new), category_id=shelves.get(new.category.strip()), import_run_id=new.import_run_id)
        for new in missing
    ]
    Product.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
    return tuple(new.sku for new in missing)


def _differences(row: Product, new: NewProduct, shelves: Mapping[str, int]) -> dict[str, tuple[Any, Any]]:
    """Return what the new facts say and the row does not; what they leave open stays."""
    facts = facts_of(replace(new, sku=row.sku, nature=new.nature or row.nature))  # type: ignore[arg-type]
    if new.category.strip():
        facts["category_id"] = shelves[new.category.strip()]
    given = {name: value for name, value in facts.items() if value not in (None, "")}
    return {name: (getattr(row, name), value) for name, value in given.items() if getattr(row, name) != value}


def _update(
    rows: Mapping[int, Product], changes: Mapping[int, dict[str, tuple[Any, Any]]], *, by: Actor, at: datetime
) -> None:
    fields = sorted({name for change in changes.values() for name in change})
    if not fields:
        return
    for pk, change in changes.items():
        for name, (_, value) in change.items():
            setattr(rows[pk], name, value)
    Product.objects.bulk_update([rows[pk] for pk in changes], fields, batch_size=_BATCH)
    kept = [history.Changes(pk, change) for pk, change in changes.items()]
    history.record_many(SUBJECT, kept, by=by, at=at)


def _tell(
    stored: Mapping[str, Product], created: Sequence[str], changes: Mapping[int, Any], *, by: Actor, at: datetime
) -> None:
    touched = [stored[sku_key(sku)] for sku in created if sku_key(sku) in stored]
    touched += [row for row in stored.values() if row.pk in changes]
    if not touched:
        return
    search.put_many(Document("product", row.pk, row.name, row.sku, (row.sku,)) for row in touched)
    data = {"created": len(created), "updated": len(changes)}
    audit.record("product.stored_many", SUBJECT, "many", data, by=by, at=at)


def index_after(last_id: int, *, most: int) -> tuple[int | None, int]:
    """Make the next products findable; return the last id to go on from (None: no more) and how many they were."""
    found = list(Product.objects.filter(pk__gt=last_id).order_by("pk")[:most])
    search.put_many(Document("product", row.pk, row.name, row.sku, (row.sku,)) for row in found)
    return (found[-1].pk if found else None), len(found)

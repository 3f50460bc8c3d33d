"""The products of a batch of documents: known by sku, or made from what the file says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import F, Q

from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog import queries as catalog_reads
from minghua.domain.catalog.types import NewProduct
from minghua.foundation.imports.targets import RunFacts
from minghua.foundation.people.types import Actor
from minghua.journeys.import_orders.documents import Document, Item
from minghua.kernel import money


def known(documents: Sequence[Document], *, by: Actor) -> dict[str, int]:
    """Return sku → product id for the products that exist."""
    return catalog_reads.ids_by_sku(by, {item.sku for document in documents for item in document.items})


def missing(documents: Sequence[Document], ids: Mapping[str, int]) -> dict[str, NewProduct]:
    """Return sku → a new product for each unknown sku, named and priced by the first rows that name and price it."""
    return {facts["sku"]: _product(facts) for facts in _told(documents, lambda sku: sku not in ids).values()}


def _told(documents: Sequence[Document], wanted: Callable[[str], bool]) -> dict[str, dict[str, Any]]:
    """Return what the rows say of the wanted skus; a sku is one in any case, the first spelling counts."""
    told: dict[str, dict[str, Any]] = {}
    for document in documents:
        for item in document.items:
            if wanted(item.sku):
                facts = told.setdefault(item.sku.upper(), {"sku": item.sku, "currency": document.currency})
                _learn(facts, item, document.currency)
    return told


def _learn(facts: dict[str, Any], item: Item, currency: str) -> None:
    if item.description:
        facts.setdefault("name", item.description)
    if item.category:
        facts.setdefault("category", item.category)
    if item.unit_price_e4 > 0 and "price_minor" not in facts:
        facts["price_minor"] = _price(item, currency)


def _price(item: Item, currency: str) -> int:
    return money.line_minor(unit_price_e4=item.unit_price_e4, quantity_milli=money.MILLI, currency=currency)


def _product(facts: Mapping[str, Any]) -> NewProduct:
    return NewProduct(**{"name": facts["sku"]} | dict(facts))


def complete(documents: Sequence[Document], run: RunFacts, *, by: Actor, at: datetime) -> None:
    """Name and price the run's products that earlier rows left nameless or without a price."""
    if not by.may("products.edit"):
        return
    bare = catalog_reads.products(by).filter(import_run_id=run.run_id).filter(Q(name=F("sku")) | Q(price_minor=None))
    rows = list(bare.values_list("pk", "sku", "name", "price_minor"))
    bare_skus = {sku.upper() for _, sku, _, _ in rows}
    told = _told(documents, lambda sku: sku.upper() in bare_skus) if rows else {}
    for pk, sku, name, price in rows:
        facts = told.get(sku.upper(), {})
        changes = {"name": facts["name"]} if name == sku and facts.get("name") else {}
        changes |= {"price_minor": facts["price_minor"]} if price is None and "price_minor" in facts else {}
        if changes:
            catalog.edit_product(pk, changes, by=by, at=at)


def store(documents: Sequence[Document], run: RunFacts, *, by: Actor, at: datetime) -> tuple[dict[str, int], int]:
    """Make the products still missing; return sku → id and how many were new. Without the permission none is made."""
    ids = known(documents, by=by)
    news = missing(documents, ids) if by.may("products.edit") else {}
    if not news:
        return ids, 0
    stored = catalog.upsert_many(
        [replace(new, import_run_id=run.run_id) for new in news.values()], mode="insert", by=by, at=at
    )
    return known(documents, by=by), len(stored.created)

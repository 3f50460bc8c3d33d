"""The products of a batch of documents: known by sku, or made from what the file says."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

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


def missing(documents: Sequence[Document], ids: dict[str, int]) -> dict[str, NewProduct]:
    """Return sku → a new product for each unknown sku: its first description and price above zero."""
    found: dict[str, tuple[Item, Document]] = {}
    for document in documents:
        for item in document.items:
            if item.sku not in ids and _says_more(item, found.get(item.sku)):
                found[item.sku] = (item, document)
    return {sku: _product(item, document) for sku, (item, document) in found.items()}


def _says_more(item: Item, so_far: tuple[Item, Document] | None) -> bool:
    if so_far is None:
        return True
    return item.unit_price_e4 > 0 >= so_far[0].unit_price_e4 or (not so_far[0].description and bool(item.description))


def _product(item: Item, document: Document) -> NewProduct:
    priced = item.unit_price_e4 > 0
    currency = document.currency
    each = money.line_minor(unit_price_e4=item.unit_price_e4, quantity_milli=money.MILLI, currency=currency)
    return NewProduct(
        sku=item.sku,
        name=item.description or item.sku,
        category=item.category,
        price_minor=each if priced else None,
        currency=currency,
    )


def store(news: dict[str, NewProduct], run: RunFacts, *, by: Actor, at: datetime) -> tuple[dict[str, int], int]:
    """Make the missing products; return sku → id and how many were new. Without the permission none is made."""
    if not news or not by.may("products.edit"):
        return {}, 0
    stored = catalog.upsert_many(_of_run(news, run), mode="insert", by=by, at=at)
    return catalog_reads.ids_by_sku(by, news), len(stored.created)


def _of_run(news: dict[str, NewProduct], run: RunFacts) -> list[NewProduct]:
    return [replace(new, import_run_id=run.run_id) for new in news.values()]

"""Writes of the catalog."""

from minghua.domain.catalog.operations.bulk import index_after, upsert_many
from minghua.domain.catalog.operations.products import SkuTaken, create_product, edit_product
from minghua.domain.catalog.operations.removal import remove_import
from minghua.domain.catalog.operations.shelves import CategoryTaken, create_category, shelf_ids
from minghua.domain.catalog.operations.units import SerialTaken, add_unit, complete_unit, retire_unit
from minghua.domain.catalog.operations.warranty import publish_terms

__all__ = [
    "CategoryTaken",
    "SerialTaken",
    "SkuTaken",
    "add_unit",
    "complete_unit",
    "create_category",
    "create_product",
    "edit_product",
    "index_after",
    "publish_terms",
    "remove_import",
    "retire_unit",
    "shelf_ids",
    "upsert_many",
]

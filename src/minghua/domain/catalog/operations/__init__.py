"""Writes of the catalog."""

from minghua.domain.catalog.operations.bulk import index_after, upsert_many
from minghua.domain.catalog.operations.products import SkuTaken, create_product, edit_product
from minghua.domain.catalog.operations.removal import remove_import
from minghua.domain.catalog.operations.shelves import CategoryTaken, create_category, shelf_ids

__all__ = [
    "CategoryTaken",
    "SkuTaken",
    "create_category",
    "create_product",
    "edit_product",
    "index_after",
    "remove_import",
    "shelf_ids",
    "upsert_many",
]

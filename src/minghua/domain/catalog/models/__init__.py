"""Tables of the catalog: categories, products, units sold, warranty terms."""

from minghua.domain.catalog.models.products import Category, Product
from minghua.domain.catalog.models.units import Unit
from minghua.domain.catalog.models.warranty import WarrantyTerms

__all__ = ["Category", "Product", "Unit", "WarrantyTerms"]

"""The words of the catalog: product natures and the frozen rows that pass through its doors."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from minghua.kernel.vocabularies import Term, Vocabularies


class Nature(StrEnum):
    """What a product code stands for; only goods can come back as merchandise."""

    GOODS = "goods"
    POSTAGE = "postage"
    CHARGE = "charge"
    DISCOUNT = "discount"
    MANUAL = "manual"
    ADJUSTMENT = "adjustment"


MODES: Final = ("insert", "update", "upsert")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProduct:
    """One product to be stored: prices in minor units, servings in thousandths of a serving."""

    sku: str
    name: str
    category: str = ""
    unit: str = "件"
    price_minor: int | None = None
    currency: str = "CNY"
    cost_minor: int | None = None
    nature: Nature | None = None
    replenishable: bool = False
    cycle_days: int | None = None
    servings_milli: int | None = None
    serving_name: str = ""
    active: bool = True
    import_run_id: int | None = None


@dataclass(frozen=True, slots=True)
class ProductCard:
    """One product as people see it."""

    id: int
    sku: str
    name: str
    category_id: int | None
    category: str
    unit: str
    price_minor: int | None
    currency: str
    cost_minor: int | None
    nature: str
    replenishable: bool
    cycle_days: int | None
    servings_milli: int | None
    serving_name: str
    active: bool


@dataclass(frozen=True, slots=True)
class CategoryNode:
    """One category with its parent and how many products stand in it."""

    id: int
    name: str
    parent_id: int | None
    products: int


@dataclass(frozen=True, slots=True)
class ProductsStored:
    """What a bulk write did: product id by sku as given, and which skus were new, changed, left alone or missing."""

    ids: dict[str, int]
    created: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    missing: tuple[str, ...] = ()


VOCABULARIES: Final[Vocabularies] = {
    "catalog.nature": (
        Term("goods", "商品", "Goods"),
        Term("postage", "运费", "Postage"),
        Term("charge", "费用", "Charge"),
        Term("discount", "折扣", "Discount"),
        Term("manual", "手工行", "Manual line"),
        Term("adjustment", "账务调整", "Book adjustment"),
    ),
}

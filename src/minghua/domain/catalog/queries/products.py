"""Reads of the catalog: products by id and sku, and the shelves."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Final, TypeVar

from django.db.models import Count, F, QuerySet, Value
from django.db.models.functions import Coalesce

from minghua.domain.catalog.models import Category, Product
from minghua.domain.catalog.rules.nature import sku_key
from minghua.domain.catalog.types import CategoryNode, ProductCard
from minghua.foundation.listing import compiling, paging
from minghua.foundation.listing.types import Field, Sort, Spec
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.foundation.search import queries as search
from minghua.kernel.errors import NotFound
from minghua.kernel.paging import Page
from minghua.kernel.words import Text

_CARD = (
    "id", "sku", "name", "category_id", "shelf", "unit", "price_minor", "currency", "cost_minor", "nature",
    "replenishable", "cycle_days", "servings_milli", "serving_name", "active",
)  # fmt: skip
T = TypeVar("T")
_CHUNK = 900
FIELDS: Final[tuple[Field, ...]] = (
    Field("sku", Text("货号", "Sku"), "text", "sku", sortable=True),
    Field("name", Text("名称", "Name"), "text", "name", sortable=True, editable=True),
    Field("category", Text("品类", "Category"), "text", "category__name", sortable=True),
    Field("category_id", Text("品类编号", "Category id"), "number", "category_id"),
    Field("price", Text("单价", "Price"), "money", "price_minor", sortable=True, editable=True),
    Field("nature", Text("性质", "Nature"), "choice", "nature", vocabulary="catalog.nature", sortable=True),
    Field("replenishable", Text("可续购", "Replenishable"), "bool", "replenishable", editable=True),
    Field("servings", Text("每单位份数", "Servings per unit"), "number", "servings_milli", scale=3, editable=True),
    Field("active", Text("在售", "Active"), "bool", "active", editable=True),
    Field("import_run", Text("导入批次", "Import"), "number", "import_run_id"),
)


BY_NAME: Final = (Sort("name"),)


def products(viewer: Actor) -> "QuerySet[Product]":
    """Return the products this person may see, for a list to filter and page."""
    require(viewer, "products.view")
    return visible(Product.objects.all(), viewer)


def cards(rows: "QuerySet[Product]") -> list[ProductCard]:
    """Return the cards of these rows in their order, in one query."""
    return [
        ProductCard(*row) for row in rows.annotate(shelf=Coalesce(F("category__name"), Value(""))).values_list(*_CARD)
    ]


def product(viewer: Actor, product_id: int) -> ProductCard:
    """Return one product; raises NotFound."""
    found = cards(products(viewer).filter(pk=product_id))
    if not found:
        raise NotFound(field="product_id")
    return found[0]


def products_by_id(viewer: Actor, ids: Collection[int]) -> dict[int, ProductCard]:
    """Return product id → card for those that exist."""
    return {card.id: card for card in cards(products(viewer).filter(pk__in=set(ids)))}


def ids_by_sku(viewer: Actor, skus: Iterable[str]) -> dict[str, int]:
    """Return sku as given → product id, compared without case; unknown skus are left out."""
    keys = {sku: sku_key(sku) for sku in skus}
    rows = products(viewer)
    found: dict[str, int] = {}
    for some in _chunks(sorted(set(keys.values()))):
        found.update(rows.filter(sku_key__in=some).values_list("sku_key", "id"))
    return {sku: found[key] for sku, key in keys.items() if key in found}


def natures(viewer: Actor, ids: Iterable[int]) -> dict[int, str]:
    """Return product id → nature for those that exist."""
    require(viewer, "products.view")
    known: dict[int, str] = {}
    for some in _chunks(sorted(set(ids))):
        known.update(visible(Product.objects.filter(pk__in=some), viewer).values_list("id", "nature"))
    return known


def suggestions(viewer: Actor, text: str, *, limit: int = 20) -> list[ProductCard]:
    """Return active products whose sku begins with the text or whose name holds it, by name."""
    rows = products(viewer).filter(active=True)
    if text.strip():
        rows = rows.filter(sku__istartswith=text.strip()) | rows.filter(name__icontains=text.strip())
    return cards(rows.order_by("name", "id")[:limit])


def chosen(viewer: Actor, spec: Spec, *, on: date, text: str = "") -> "QuerySet[Product]":
    """Return the products that filter and search text keep, unordered."""
    found = compiling.narrow(products(viewer), spec.filter, FIELDS, on=on, viewer=viewer)
    return found.filter(search.contains_query(viewer, text, kind="product")) if text.strip() else found


def listing(
    viewer: Actor, spec: Spec, *, on: date, text: str = "", cursor: str | None = None, limit: int = 50
) -> Page[ProductCard]:
    """Return one page of products, by name unless sorted; raises BadCursor, UnknownField."""
    found = chosen(viewer, spec, on=on, text=text)
    page = paging.page(found, spec.sorts or BY_NAME, FIELDS, cursor=cursor, limit=limit)
    shown = products_by_id(viewer, [row.pk for row in page.items])
    return Page(tuple(shown[row.pk] for row in page.items), page.next_cursor, page.previous_cursor)


def count(viewer: Actor, spec: Spec, *, on: date, text: str = "") -> paging.Count:
    """Return how many products the list has, counted no further than 10,000."""
    return paging.capped_count(chosen(viewer, spec, on=on, text=text))


def categories(viewer: Actor) -> list[CategoryNode]:
    """Return every shelf with its number of products, by name."""
    require(viewer, "products.view")
    counts = dict(Product.objects.values_list("category_id").annotate(n=Count("id")).order_by())
    rows = visible(Category.objects.order_by("name", "id"), viewer).values_list("id", "name", "parent_id")
    return [CategoryNode(pk, name, parent, counts.get(pk, 0)) for pk, name, parent in rows]


def _chunks(values: list[T]) -> Iterator[list[T]]:
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))

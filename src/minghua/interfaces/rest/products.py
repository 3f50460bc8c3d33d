"""Products and their categories."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog import queries as catalog_reads
from minghua.domain.catalog.types import Nature, NewProduct
from minghua.interfaces.rest import lists
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import (
    NO_NUL,
    Body,
    Currency,
    Cursor,
    Id,
    Limit,
    Line,
    ListOut,
    MadeOut,
    Minor,
    NonEmptyLine,
    Out,
    PageOut,
)
from minghua.kernel.clock import local_date

router = Door(tags=["products"])
Sku = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")]
Shelf = Annotated[str, Field(max_length=80, pattern=NO_NUL)]
Price = Annotated[Minor, Field(ge=0)]
CycleDays = Annotated[int, Field(ge=1, le=3_650, description="days between two purchases")]
Servings = Annotated[int, Field(ge=1, le=10**9, description="thousandths of a serving in one sales unit")]


class ProductOut(Out):
    """One product; money in minor units, servings in thousandths."""

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


class ProductIn(Body):
    """A product to be stored."""

    sku: Sku
    name: NonEmptyLine
    category: Shelf = ""
    unit: Annotated[Line, Field(max_length=16)] = "件"
    price_minor: Price | None = None
    currency: Currency = "CNY"
    cost_minor: Price | None = None
    nature: Nature | None = None
    replenishable: bool = False
    cycle_days: CycleDays | None = None
    servings_milli: Servings | None = None
    serving_name: Annotated[Line, Field(max_length=16)] = ""
    active: bool = True


class ProductEdit(Body):
    """The fields to change; those left out stay."""

    name: NonEmptyLine | None = None
    category_id: Id | None = None
    unit: Annotated[Line, Field(max_length=16)] | None = None
    price_minor: Price | None = None
    currency: Currency | None = None
    cost_minor: Price | None = None
    nature: Nature | None = None
    replenishable: bool | None = None
    cycle_days: CycleDays | None = None
    servings_milli: Servings | None = None
    serving_name: Annotated[Line, Field(max_length=16)] | None = None
    active: bool | None = None


class CategoryIn(Body):
    """A category to be put up."""

    name: Annotated[NonEmptyLine, Field(max_length=80)]
    parent_id: Id | None = None


class CategoryOut(Out):
    """One category and how many products stand in it."""

    id: int
    name: str
    parent_id: int | None
    products: int


EMPTIABLE = {"category_id", "price_minor", "cost_minor", "cycle_days", "servings_milli"}


@router.read("/products", permission="products.view", answers=PageOut[ProductOut], flat_filters=True)
def list_products(
    request: HttpRequest,
    filter: lists.FilterJson = "",
    sort: lists.SortCodes = "",
    q: lists.Text = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Products by name unless sorted."""
    caller, spec = of(request), lists.spec(request, "products")
    on = local_date(caller.at)
    return catalog_reads.listing(caller.actor, spec, on=on, text=q, cursor=cursor or None, limit=limit)


@router.read("/products/suggestions", permission="products.view", answers=ListOut[ProductOut])
def suggest_products(request: HttpRequest, q: Line = "", limit: Annotated[int, Field(ge=1, le=100)] = 20) -> Any:
    """Active products whose sku begins with the text or whose name holds it."""
    return {"items": catalog_reads.suggestions(of(request).actor, q, limit=limit)}


@router.read("/products/{product_id}", permission="products.view", answers=ProductOut)
def get_product(request: HttpRequest, product_id: Id) -> Any:
    """One product."""
    return catalog_reads.product(of(request).actor, product_id)


@router.write("POST", "/products", permission="products.edit", answers=ProductOut, status=201)
def create_product(request: HttpRequest, body: ProductIn) -> Any:
    """Store a product; 409 when the sku is taken."""
    caller = of(request)
    return catalog.create_product(NewProduct(**body.model_dump()), by=caller.actor, at=caller.at)


@router.write("PATCH", "/products/{product_id}", permission="products.edit", answers=ProductOut)
def edit_product(request: HttpRequest, product_id: Id, body: ProductEdit) -> Any:
    """Change some fields; null empties a field that may be empty."""
    caller = of(request)
    given = body.model_dump(exclude_unset=True)
    changes = {name: value for name, value in given.items() if value is not None or name in EMPTIABLE}
    return catalog.edit_product(product_id, changes, by=caller.actor, at=caller.at)


@router.read("/categories", permission="products.view", answers=ListOut[CategoryOut])
def list_categories(request: HttpRequest) -> Any:
    """Every category, by name."""
    return {"items": catalog_reads.categories(of(request).actor)}


@router.write("POST", "/categories", permission="products.edit", answers=MadeOut, status=201)
def create_category(request: HttpRequest, body: CategoryIn) -> Any:
    """Put up a category; 409 when the name is taken under that parent."""
    caller = of(request)
    made = catalog.create_category(body.name, parent_id=body.parent_id, by=caller.actor, at=caller.at)
    return {"id": made}

"""One product: made, changed, with its old values kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from minghua.domain.catalog import queries
from minghua.domain.catalog.models import Category, Product
from minghua.domain.catalog.rules import nature, product_facts
from minghua.domain.catalog.types import Nature, NewProduct, ProductCard
from minghua.foundation.audit import operations as audit
from minghua.foundation.history import operations as history
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.foundation.search import operations as search
from minghua.kernel.errors import Conflict, Invalid, NotFound
from minghua.kernel.words import Text

SUBJECT = "catalog.Product"
EDITABLE = frozenset(
    {"name", "category_id", "unit", "price_minor", "currency", "cost_minor", "nature", "replenishable",
     "cycle_days", "servings_milli", "serving_name", "active"}
)  # fmt: skip
_NATURES = frozenset(Nature)


class SkuTaken(Conflict):
    """Another product carries this sku, perhaps in other case."""

    code = "sku_taken"
    text = Text("货号「{sku}」已被使用。", "The sku “{sku}” is taken.")
    remedy = Text("请打开该产品修改，或换一个货号。", "Open that product instead, or choose another sku.")


def create_product(new: NewProduct, *, by: Actor, at: datetime) -> ProductCard:
    """Store one product and return its card; raises Invalid, SkuTaken."""
    require(by, "products.edit")
    facts = facts_of(new)
    check(facts)
    try:
        with transaction.atomic():
            shelf = _shelf(new.category)
            made = Product.objects.create(**facts, category_id=shelf, import_run_id=new.import_run_id)
    except IntegrityError:
        raise SkuTaken(field="sku", sku=new.sku) from None
    search.put("product", made.pk, title=made.name, subtitle=made.sku, keys=[made.sku])
    audit.record("product.created", SUBJECT, made.pk, {"sku": made.sku, "name": made.name}, by=by, at=at)
    return queries.product(by, made.pk)


def edit_product(product_id: int, changes: Mapping[str, Any], *, by: Actor, at: datetime) -> ProductCard:
    """Change some fields of a product, keep the old values, return the card; raises Invalid, NotFound."""
    require(by, "products.edit")
    row = visible(Product.objects.select_for_update(of=("self",)), by, editing=True).filter(pk=product_id).first()
    if row is None:
        raise NotFound(field="product_id")
    unknown = sorted(changes.keys() - EDITABLE)
    if unknown:
        raise Invalid("这个字段不能修改。", "This field cannot be changed.", field=unknown[0])
    check({"nature": row.nature, "replenishable": row.replenishable, **changes})
    _check_shelf(changes.get("category_id"), by=by)
    changed = {name: (getattr(row, name), value) for name, value in changes.items() if getattr(row, name) != value}
    if changed:
        _store(row, changed, by=by, at=at)
    return queries.product(by, product_id)


def _store(row: Product, changed: Mapping[str, tuple[Any, Any]], *, by: Actor, at: datetime) -> None:
    Product.objects.filter(pk=row.pk).update(**{name: new for name, (_, new) in changed.items()})
    history.record_changes(SUBJECT, row.pk, changed, by=by, at=at)
    name = changed.get("name", (row.name, row.name))[1]
    search.put("product", row.pk, title=name, subtitle=row.sku, keys=[row.sku])
    audit.record("product.edited", SUBJECT, row.pk, {"fields": sorted(changed)}, by=by, at=at)


def facts_of(new: NewProduct) -> dict[str, Any]:
    """Return the columns of a new product except its shelf."""
    return {
        "sku": new.sku.strip(),
        "sku_key": nature.sku_key(new.sku),
        "name": new.name.strip() or new.sku.strip(),
        "unit": new.unit,
        "price_minor": new.price_minor,
        "currency": new.currency,
        "cost_minor": new.cost_minor,
        "nature": str(new.nature or nature.guess(new.sku)),
        "replenishable": new.replenishable,
        "cycle_days": new.cycle_days,
        "servings_milli": new.servings_milli,
        "serving_name": new.serving_name,
        "active": new.active,
    }


def check(facts: Mapping[str, Any]) -> None:
    """Raise Invalid for the first thing that is wrong with these facts."""
    for name, code in product_facts.problems(facts, natures=_NATURES).items():
        text = product_facts.PROBLEMS[code]
        raise Invalid(text.zh, text.en, field=name, code=code)


def _shelf(name: str) -> int | None:
    if not name.strip():
        return None
    return Category.objects.get_or_create(name=name.strip(), parent=None)[0].pk


def _check_shelf(category_id: int | None, *, by: Actor) -> None:
    if category_id is not None and not visible(Category.objects.filter(pk=category_id), by).exists():
        raise NotFound(field="category_id")

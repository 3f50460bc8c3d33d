"""Shelves: made by hand or on the way of an import."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from minghua.domain.catalog.models import Category
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Conflict, Invalid, NotFound
from minghua.kernel.words import Text


class CategoryTaken(Conflict):
    """A shelf of that name stands there already."""

    code = "category_taken"
    text = Text("已有名为「{name}」的品类。", "There is a category “{name}” already.")
    remedy = Text("请直接选用它，或换一个名称。", "Use it, or choose another name.")


def create_category(name: str, *, parent_id: int | None = None, by: Actor, at: datetime) -> int:
    """Put up a shelf and return its id; raises Invalid, NotFound (parent), CategoryTaken."""
    require(by, "products.edit")
    plain = name.strip()
    if not plain or len(plain) > 80:
        raise Invalid("品类名称需为 1 至 80 个字。", "A category's name has 1 to 80 characters.", field="name")
    if parent_id is not None and not visible(Category.objects.filter(pk=parent_id), by).exists():
        raise NotFound(field="parent_id")
    try:
        with transaction.atomic():
            made = Category.objects.create(name=plain, parent_id=parent_id)
    except IntegrityError:
        raise CategoryTaken(field="name", name=plain) from None
    audit.record("category.created", "catalog.Category", made.pk, {"name": plain}, by=by, at=at)
    return made.pk


def shelf_ids(names: Iterable[str], *, by: Actor, at: datetime) -> dict[str, int]:
    """Return top shelf name → id, putting up those that are missing."""
    require(by, "products.edit")
    wanted = {name.strip() for name in names if name.strip()}
    known = dict(Category.objects.filter(parent=None, name__in=wanted).values_list("name", "id"))
    missing = sorted(wanted - known.keys())
    if not missing:
        return known
    Category.objects.bulk_create([Category(name=name) for name in missing], ignore_conflicts=True)
    audit.record("category.created", "catalog.Category", "many", {"names": missing[:50]}, by=by, at=at)
    return dict(Category.objects.filter(parent=None, name__in=wanted).values_list("name", "id"))

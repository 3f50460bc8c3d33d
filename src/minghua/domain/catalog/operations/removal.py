"""Taking away the products an undone import had brought."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError

from minghua.domain.catalog.models import Product
from minghua.domain.catalog.operations.products import SUBJECT
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.search import operations as search

_BATCH = 500


def remove_import(import_run_id: int, *, by: Actor, at: datetime) -> tuple[int, tuple[str, ...]]:
    """Take away the run's products; return how many went and the skus that stay because something uses them."""
    require(by, "imports.undo")
    rows = list(Product.objects.filter(import_run_id=import_run_id).order_by("id").values_list("id", "sku"))
    gone: list[int] = []
    kept: list[str] = []
    for start in range(0, len(rows), _BATCH):
        _remove(rows[start : start + _BATCH], gone, kept)
    if gone:
        search.drop("product", gone)
        audit.record("product.import_removed", SUBJECT, "many", {"run": import_run_id, "n": len(gone)}, by=by, at=at)
    return len(gone), tuple(kept)


def _remove(rows: Sequence[tuple[int, str]], gone: list[int], kept: list[str]) -> None:
    """Remove the rows together, or by halves when some of them are in use."""
    if not rows:
        return
    try:
        with transaction.atomic():
            Product.objects.filter(pk__in=[pk for pk, _ in rows]).delete()
    except ProtectedError:
        if len(rows) == 1:
            kept.append(rows[0][1])
            return
        middle = len(rows) // 2
        _remove(rows[:middle], gone, kept)
        _remove(rows[middle:], gone, kept)
    else:
        gone.extend(pk for pk, _ in rows)

"""Reads of units: by id, by serial as it stands on the plate."""

from collections.abc import Collection

from django.db.models import F, Value
from django.db.models.functions import Coalesce

from minghua.domain.catalog.models import Unit
from minghua.domain.catalog.rules.serials import serial_key
from minghua.domain.catalog.types.units import UnitCard
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound

_CARD = (
    "id", "product_id", "product__sku", "product__name", "shelf", "serial", "purchased_on", "installed_on", "retired_on",
    "sold_together", "evidence",
)  # fmt: skip


def units_by_id(viewer: Actor, ids: Collection[int]) -> dict[int, UnitCard]:
    """Return unit id → card for those that exist, in one query."""
    require(viewer, "service.view")
    rows = visible(Unit.objects.filter(pk__in=set(ids)), viewer)
    shelved = rows.annotate(shelf=Coalesce(F("product__category__name"), Value("")))
    return {row[0]: UnitCard(*row) for row in shelved.values_list(*_CARD)}


def unit(viewer: Actor, unit_id: int) -> UnitCard:
    """Return one unit; raises NotFound."""
    found = units_by_id(viewer, [unit_id])
    if not found:
        raise NotFound(field="unit_id")
    return found[unit_id]


def ids_by_serial(viewer: Actor, serial: str) -> list[int]:
    """Return the units of that serial, whatever its case, spaces and dashes; several when products share it."""
    require(viewer, "service.view")
    key = serial_key(serial)
    return (
        [] if key is None else list(visible(Unit.objects.filter(serial_key=key), viewer).values_list("pk", flat=True))
    )

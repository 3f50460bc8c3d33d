"""Reads of packages."""

from typing import Final

from minghua.domain.interactions.models import PersonPackage
from minghua.domain.interactions.types.rights import PackageCard
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require

_CARD: Final = (
    "id", "customer_id", "state", "asked_at", "asked_by__name", "ready_at", "expires_at", "handed_at", "size", "tables",
    "rows",
)  # fmt: skip


def packages_of(viewer: Actor, customer_id: int, *, limit: int = 10) -> list[PackageCard]:
    """Return the latest packages about a customer."""
    require(viewer, "rights.view")
    rows = visible(PersonPackage.objects.all(), viewer).filter(customer_id=customer_id)
    return [PackageCard(*row) for row in rows.order_by("-asked_at", "-pk").values_list(*_CARD)[:limit]]


def package_asked(package_id: int) -> PersonPackage | None:
    """Return a package that waits to be made, for the job; None when it is made or its customer went."""
    return PersonPackage.objects.filter(pk=package_id, state="making").first()

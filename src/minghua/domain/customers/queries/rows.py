"""The rows of this room that an actor may see or change; everything else starts here."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet

from minghua.domain.customers.models import Customer
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions import lists
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.foundation.storage.among import among
from minghua.kernel.errors import Forbidden, NotFound, Refusal
from minghua.kernel.words import Text

T = TypeVar("T")
SUBJECT = "customers.Customer"
_EDIT_THIS = Text("修改这位客户", "Change this customer")


class CustomerErased(Refusal):
    """The customer was erased: nothing is written to it any more (INV-N4)."""

    code = "customer_erased"
    status = 409
    text = Text("客户 {number} 已按请求删除。", "Customer {number} was erased on request.")
    remedy = Text("此记录只保留编号与交易合计。", "Only the number and the sums are kept.")


def seen(viewer: Actor) -> "QuerySet[Customer]":
    """Return the customers this viewer may see; needs `customers.view`."""
    require(viewer, "customers.view")
    return visible(Customer.objects.all(), viewer)


def listed(viewer: Actor) -> "QuerySet[Customer]":
    """Return the same customers, asked for as a list walks them."""
    require(viewer, "customers.view")
    return lists.listed(Customer.objects.all(), viewer)


def parted(viewer: Actor) -> "tuple[QuerySet[Customer], list[QuerySet[Customer]]]":
    """Return the same customers, and where that is quicker for a list also in parts that share none."""
    require(viewer, "customers.view")
    return lists.parted(Customer.objects.all(), viewer)


def one(viewer: Actor, customer_id: int, *, field: str = "customer_id") -> Customer:
    """Return one customer the viewer may see; raises NotFound."""
    found = seen(viewer).filter(pk=customer_id).first()
    if found is None:
        raise NotFound(field=field)
    return found


def require_seen(viewer: Actor, customer_id: int, *, field: str = "customer_id") -> None:
    """Raise NotFound unless the viewer may see this customer."""
    if not seen(viewer).filter(pk=customer_id).exists():
        raise NotFound(field=field)


def visible_ids(viewer: Actor, ids: Iterable[int], *, pooled: bool = True) -> frozenset[int]:
    """Return those of these customer ids that the viewer may see; `pooled=False` leaves out what must be claimed first."""
    rows = seen(viewer)
    if not pooled:  # those to act upon
        rows = rows.filter(erased_at=None)
    if not pooled and not viewer.scope.everything:
        rows = rows.filter(pool=None)
    return _among(rows, ids)


def changeable(by: Actor, customer_id: int) -> Customer:
    """Return one customer the actor may change; raises NotFound, CustomerErased, or Forbidden when only seen."""
    found = visible(Customer.objects.all(), by, editing=True).filter(pk=customer_id).first()
    if found is not None and found.erased_at is not None:
        raise CustomerErased(field="customer_id", number=found.number)
    if found is not None:
        return found
    require_seen(by, customer_id)
    raise Forbidden(permission=_EDIT_THIS.say(by.language))


def may_change(viewer: Actor, customer_id: int) -> bool:
    """Return whether the viewer may edit this customer."""
    return customer_id in changeable_ids(viewer, [customer_id])


def changeable_ids(viewer: Actor, ids: Iterable[int]) -> frozenset[int]:
    """Return those of these customer ids that the viewer may edit."""
    if not viewer.may("customers.edit"):
        return frozenset()
    return _among(visible(Customer.objects.filter(erased_at=None), viewer, editing=True), ids)


def is_erased(customer_id: int) -> bool:
    """Return whether the person behind this customer was erased on request."""
    return Customer.objects.filter(pk=customer_id, erased_at__isnull=False).exists()


def _among(rows: "QuerySet[Customer]", ids: Iterable[int]) -> frozenset[int]:
    return frozenset(rows.filter(among("pk", sorted(set(ids)))).values_list("pk", flat=True))


def of_source_keys(found: "QuerySet[Model, T]", keys: Iterable[tuple[str, str]]) -> Iterator[T]:
    """Yield the rows that have one of these source keys (system, id), found through the index of source keys."""
    by_system: dict[str, list[str]] = {}
    for system, external_id in keys:
        by_system.setdefault(system, []).append(external_id)
    for system, some in by_system.items():
        keyed = found.exclude(external_id="")  # as the index says it: nobody goes through all customers
        yield from keyed.filter(among("external_id", some), source_system=system)

"""The organisation tree as rows: who stands above whom (R01.3)."""

from collections.abc import Iterable, Mapping

from minghua.domain.customers.models import Customer, NumberSeries
from minghua.domain.customers.operations import holding
from minghua.domain.customers.queries import rows
from minghua.domain.customers.rules import organisation_tree
from minghua.foundation.people.types import Actor
from minghua.kernel.errors import Invalid, NotFound

_QUEUE = "organisation_tree"


def above(by: Actor, parent_ids: Iterable[int]) -> dict[int, Customer]:
    """Return those of the named parents that the actor may see, by id, held."""
    ids = set(parent_ids)
    holding.hold(ids)
    return rows.seen(by).only("pk", "kind").in_bulk(ids) if ids else {}


def require_parent(customer: Customer, parent_id: int, *, above: Mapping[int, Customer]) -> None:
    """Raise NotFound, Invalid or CyclicTree unless one of those `above` may stand above the customer."""
    parent = above.get(parent_id)
    if parent is None:
        raise NotFound(field="parent_id")
    if customer.kind != "organization" or parent.kind != "organization":
        raise Invalid("只有组织客户才有上级单位。", "Only organisations have a parent organisation.", field="parent_id")
    if customer.pk is not None:
        stand_in_line()
        organisation_tree.require_no_cycle(customer.pk, parent=parent_id, parent_of=_parent_of)


def stand_in_line() -> None:
    """Two moves at once could close a circle that neither of them sees: whoever moves a branch waits for this row."""
    NumberSeries.objects.get_or_create(code=_QUEUE)
    NumberSeries.objects.select_for_update(no_key=True).get(code=_QUEUE)


def _parent_of(customer_id: int) -> int | None:
    return Customer.objects.values_list("parent_id", flat=True).get(pk=customer_id)

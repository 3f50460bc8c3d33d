"""The organisation tree in a merge: children climb to the survivor, and nobody comes to stand above himself (R01.3)."""

from minghua.domain.customers.models import Customer
from minghua.domain.customers.operations.merge_journal import Journal


def adopt(survivor: Customer, loser: Customer, *, journal: Journal) -> None:
    """Give the loser's children to the survivor; where the survivor stood below the loser, its branch climbs past it."""
    branch = _ancestry(survivor.pk)
    for child in Customer.objects.filter(parent_id=loser.pk).order_by("pk"):
        above = loser.parent_id if child.pk == survivor.pk or child.pk in branch else survivor.pk
        journal.change(child, {"parent_id": above})
    survivor.refresh_from_db(fields=["parent"])
    if survivor.parent_id is None and loser.parent_id is not None and survivor.pk not in _ancestry(loser.pk):
        journal.change(survivor, {"parent_id": loser.parent_id})


def _ancestry(customer_id: int) -> set[int]:
    """Return who stands above a customer."""
    found: set[int] = set()
    above = _parent_of(customer_id)
    while above is not None and above not in found:
        found.add(above)
        above = _parent_of(above)
    return found


def _parent_of(customer_id: int) -> int | None:
    return Customer.objects.values_list("parent_id", flat=True).get(pk=customer_id)

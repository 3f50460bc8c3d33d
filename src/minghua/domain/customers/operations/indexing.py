"""How a customer is found: the search document that follows every change of it."""

from minghua.domain.customers.models import Customer
from minghua.domain.customers.rules import phones
from minghua.domain.customers.types.vocabularies import KINDS
from minghua.foundation.search import operations as search
from minghua.foundation.search.types import Document

_KIND_NAMES = {term.code: term.zh for term in KINDS}
INDEXED = frozenset({"name", "short_name", "mobile", "phone", "email", "wechat", "city", "number", "external_id"})


def document(customer: Customer) -> Document:
    """Return the search document of a customer; the subtitle holds nothing that is masked for anybody."""
    keys = (
        customer.number,
        customer.short_name,
        phones.shown(customer.mobile),
        phones.shown(customer.phone),
        customer.email,
        customer.wechat,
        customer.external_id,
    )
    return Document(
        kind="customer",
        ref_id=customer.pk,
        title=customer.name,
        subtitle=" · ".join(part for part in (customer.number, customer.city, _KIND_NAMES[customer.kind]) if part),
        keys=tuple(key for key in keys if key),
        owner_id=customer.owner_id,
        team_id=customer.team_id,
        pool_id=customer.pool_id,
    )


def index(*customers: Customer) -> None:
    """Make these customers findable as they are now."""
    search.put_many([document(customer) for customer in customers])


def index_after(last_id: int, *, most: int) -> tuple[int | None, int]:
    """Make the next customers findable; return the last id to go on from (None: no more) and how many they were."""
    found = list(Customer.objects.filter(pk__gt=last_id).order_by("pk")[:most])
    index(*found)
    return (found[-1].pk if found else None), len(found)

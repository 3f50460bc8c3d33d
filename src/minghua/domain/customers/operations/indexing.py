"""How a customer is found: the search document that follows every change of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from minghua.domain.customers.models import Customer
from minghua.domain.customers.queries import register
from minghua.domain.customers.rules import phones
from minghua.domain.customers.types.fields import ArchiveField
from minghua.domain.customers.types.vocabularies import KINDS
from minghua.foundation.search import operations as search
from minghua.foundation.search.types import Document

_KIND_NAMES = {term.code: term.zh for term in KINDS}
BATCH = 500
INDEXED = frozenset({"name", "short_name", "mobile", "phone", "email", "wechat", "city", "number", "external_id"})


def findable() -> frozenset[str]:
    """Return the fields by which customers are found: columns, and self-made fields marked so."""
    return INDEXED | {field.path for field in register.shape().searchable}


def document(customer: Customer, former: Iterable[str] = ()) -> Document:
    """Return the search document of a customer; `former` are numbers of records merged into it. The subtitle holds nothing that is masked for anybody."""
    keys = (
        customer.number,
        customer.short_name,
        phones.shown(customer.mobile),
        phones.shown(customer.phone),
        customer.email,
        customer.wechat,
        customer.external_id,
        *former,
        *(_own(field, customer) for field in register.shape().searchable),
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


def _own(field: ArchiveField, customer: Customer) -> str:
    value = str(customer.archive.get(field.code, ""))
    return phones.shown(value) if field.type == "mobile" and value else value


def reindex_field(code: str, *, after_id: int) -> int | None:
    """Make a batch of customers with a value in that field findable anew; return where to go on, None at the end."""
    rows = Customer.objects.filter(archive__has_key=code, merged_into=None, pk__gt=after_id).order_by("pk")[:BATCH]
    found = list(rows)
    index(*found)
    return found[-1].pk if len(found) == BATCH else None


def index(*customers: Customer) -> None:
    """Make these customers findable as they are now."""
    former = _former(customers)
    search.put_many([document(customer, former.get(customer.pk, ())) for customer in customers])


def index_new(customers: Iterable[Customer]) -> None:
    """Make customers findable that were made just now: nobody was merged into them yet."""
    search.put_many([document(customer) for customer in customers], new=True)


def _former(customers: Sequence[Customer]) -> dict[int, list[str]]:
    """Return customer id → numbers of the records merged into it, so that an old number still finds its customer."""
    numbers: dict[int, list[str]] = defaultdict(list)
    gone = Customer.objects.filter(merged_into__isnull=False, merged_into__in=[customer.pk for customer in customers])
    for into, number in gone.values_list("merged_into_id", "number"):
        numbers[into].append(number)
    return numbers


def index_after(last_id: int, *, most: int) -> tuple[int | None, int]:
    """Make the next customers findable; return the last id to go on from (None: no more) and how many they were."""
    found = list(Customer.objects.filter(pk__gt=last_id, erased_at=None, merged_into=None).order_by("pk")[:most])
    index(*found)
    return (found[-1].pk if found else None), len(found)

"""What must always hold of the search index: everything findable once, and only by those who may see it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.apps import apps

from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Finding, Invariant
from minghua.foundation.search.engines import engine
from minghua.foundation.search.models import SearchDocument
from minghua.foundation.search.scopes import owner_scopes
from minghua.kernel.words import Text

BATCH = 2_000
CUSTOMER = "customers.Customer"
_TABLES = {"customer": "customers_customer", "order": "orders_order", "product": "catalog_product"}
_GONE = " UNION ALL ".join(
    f"SELECT d.kind, d.ref_id FROM search_searchdocument d LEFT JOIN {table} r ON r.id = d.ref_id "
    f"WHERE d.kind = '{kind}' AND r.id IS NULL"
    for kind, table in _TABLES.items()
)


def _wrongly_scoped(at: datetime) -> Iterator[Finding]:
    documents = SearchDocument.objects.order_by("pk").values_list("pk", "kind", "ref_id", "customer_id")
    after = 0
    while batch := list(documents.filter(pk__gt=after)[:BATCH]):
        after = batch[-1][0]
        hands = _hands({row[3] for row in batch if row[3] is not None})
        indexed = engine().scopes_of([row[0] for row in batch])
        for key, kind, ref_id, customer_id in batch:
            expected = _expected(kind, customer_id, hands)
            if indexed.get(key) != expected:
                yield {"kind": kind, "ref_id": ref_id, "indexed": key in indexed}


def _hands(customer_ids: Iterable[int]) -> dict[int, tuple[Any, Any, Any]]:
    """Return customer id → owner, team, pool."""
    found = apps.get_model(CUSTOMER)._default_manager.filter(pk__in=list(customer_ids))
    return {row[0]: row[1:] for row in found.values_list("pk", "owner_id", "team_id", "pool_id")}


def _expected(kind: str, customer_id: int | None, hands: dict[int, tuple[Any, Any, Any]]) -> frozenset[str]:
    owner, team, pool = hands.get(customer_id or 0, (None, None, None))
    tokens = owner_scopes(kind, owner_id=owner, team_id=team, pool_id=pool, customer_id=customer_id)
    return tokens | {f"k{kind}"}


INVARIANTS = (
    Invariant(
        "INV-F1",
        Text(
            "每个未删除的客户在搜索中恰有一份，没有多余的",
            "Each customer who was not erased is in the search exactly once, and nothing else is",
        ),
        rows(
            "SELECT c.id AS customer FROM customers_customer c LEFT JOIN search_searchdocument d "
            "ON d.kind = 'customer' AND d.ref_id = c.id WHERE d.id IS NULL AND c.erased_at IS NULL"
        ),
        (
            "DELETE FROM search_searchdocument WHERE kind = 'customer' AND ref_id = (SELECT MIN(id) FROM customers_customer)",
        ),
    ),
    Invariant(
        "INV-F2",
        Text("搜索里的每一份都有它的记录", "Each document of the search has its record"),
        rows(_GONE),
        (
            "INSERT INTO search_searchdocument (kind, ref_id, customer_id, title, subtitle, haystack) "
            "VALUES ('customer', 987654321, 987654321, 'x', '', 'x')",
        ),
    ),
    Invariant(
        "INV-F3",
        Text(
            "搜索的可见范围等于客户现在的归属",
            "Whose a document is in the search follows the customer's owner, team and pool",
        ),
        _wrongly_scoped,
        (
            "UPDATE customers_customer SET owner_id = (SELECT MAX(id) FROM people_user WHERE id <> owner_id) "
            "WHERE id = (SELECT MIN(id) FROM customers_customer WHERE owner_id IS NOT NULL)",
        ),
    ),
)

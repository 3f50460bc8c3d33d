"""Products as rules of earning name them: by sku, and by the shelf they stand on with those above it."""

from collections.abc import Collection

from minghua.domain.catalog import queries as catalog
from minghua.domain.loyalty.rules.points_earning import Shelved
from minghua.foundation.people.types import SYSTEM


def shelved(product_ids: Collection[int]) -> dict[int, Shelved]:
    """Return product id → its sku as it is compared and the names of its shelves; two queries."""
    cards = catalog.products_by_id(SYSTEM, product_ids) if product_ids else {}
    nodes = {node.id: node for node in catalog.categories(SYSTEM)} if cards else {}
    found = {}
    for pk, card in cards.items():
        names: set[str] = set()
        at = card.category_id
        while at is not None and len(names) <= len(nodes):
            names.add(nodes[at].name)
            at = nodes[at].parent_id
        found[pk] = Shelved(card.sku.casefold(), frozenset(names))
    return found

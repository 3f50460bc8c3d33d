"""Naming a customer or product in a form: typed with suggestions, read back by its number."""

from minghua.domain.catalog import queries as catalog_reads
from minghua.domain.customers import queries as customer_reads
from minghua.foundation.people.types import Actor
from minghua.foundation.search import queries as search_reads
from minghua.kernel.errors import Invalid, NotFound

SEPARATOR = " · "
MOST = 12


def customer_choices(viewer: Actor, text: str) -> list[str]:
    """Return what the browser suggests for a typed beginning of a customer: "name · number"."""
    hits = search_reads.find(viewer, text, kinds=("customer",), limit=MOST)
    rows = customer_reads.summaries(viewer, [hit.ref_id for hit in hits])
    return [f"{rows[hit.ref_id].name}{SEPARATOR}{rows[hit.ref_id].number}" for hit in hits if hit.ref_id in rows]


def product_choices(viewer: Actor, text: str) -> list[str]:
    """Return what the browser suggests for a typed beginning of a product: "name · sku"."""
    hits = search_reads.find(viewer, text, kinds=("product",), limit=MOST) if text.strip() else []
    known = catalog_reads.products_by_id(viewer, [hit.ref_id for hit in hits])
    cards = [known[hit.ref_id] for hit in hits] or catalog_reads.suggestions(viewer, text, limit=MOST)
    return [f"{card.name}{SEPARATOR}{card.sku}" for card in cards if card.active]


def customer_id(viewer: Actor, typed: str, *, field: str) -> int:
    """Return the id of the customer a person named; raises Invalid naming the field."""
    try:
        return customer_reads.by_number(viewer, _last(typed))
    except NotFound:
        raise Invalid("请从建议中选择一位客户。", "Choose a customer from the suggestions.", field=field) from None


def product_id(viewer: Actor, typed: str, *, field: str) -> int:
    """Return the id of the product a person named; raises Invalid naming the field."""
    sku = _last(typed)
    found = catalog_reads.ids_by_sku(viewer, [sku]).get(sku)
    if found is None:
        raise Invalid("请从建议中选择一个产品。", "Choose a product from the suggestions.", field=field)
    return found


def _last(typed: str) -> str:
    return typed.replace("\x00", "").rsplit(SEPARATOR, 1)[-1].strip()

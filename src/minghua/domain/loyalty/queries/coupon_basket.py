"""A purchase as the rules see it: its lines with the shelves they stand on, and the points the member may spend."""

from collections.abc import Sequence
from datetime import datetime

from minghua.domain.catalog import queries as catalog
from minghua.domain.loyalty.queries import points_facts, points_plans
from minghua.domain.loyalty.rules.points_fold import fold
from minghua.domain.loyalty.types.coupon_story import Sale
from minghua.domain.loyalty.types.coupons import Basket, BasketLine
from minghua.foundation.people.types import SYSTEM
from minghua.kernel.errors import NotFound


def basket_of(sale: Sale, scheme: str, *, at: datetime) -> Basket:
    """Return what coupons are laid on: the lines with their shelves, the freight, and the points that may be spent."""
    shelves = shelves_of([line.product for line in sale.lines])
    lines = tuple(
        BasketLine(
            product=line.product.casefold(), amount=line.amount, quantity_milli=line.quantity_milli,
            categories=shelves.get(line.product, frozenset()),
        )
        for line in sale.lines
    )  # fmt: skip
    points = _points(scheme, sale.customer_id, at=at) if scheme and sale.customer_id else 0
    return Basket(lines=lines, freight=sale.freight, points=points, currency=sale.currency)


def shelves_of(skus: Sequence[str]) -> dict[str, frozenset[str]]:
    """Return sku as given → the names of its category and of those above it; unknown skus are left out."""
    ids = catalog.ids_by_sku(SYSTEM, skus)
    cards = catalog.products_by_id(SYSTEM, set(ids.values())) if ids else {}
    nodes = {node.id: node for node in catalog.categories(SYSTEM)} if ids else {}
    found = {}
    for sku, pk in ids.items():
        names: set[str] = set()
        at = cards[pk].category_id
        while at is not None and len(names) <= len(nodes):
            names.add(nodes[at].name)
            at = nodes[at].parent_id
        found[sku] = frozenset(names)
    return found


def _points(scheme: str, customer_id: int, *, at: datetime) -> int:
    try:
        plan = points_plans.plan(scheme)
    except NotFound:
        return 0
    state = fold(points_facts.stories(plan.id, [customer_id]).get(customer_id, ()), at=at, zone=plan.zone)
    return 0 if state.debt else state.available

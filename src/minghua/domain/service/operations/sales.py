"""A sale brings units: each is entitled from that day, each is given its card or a promise of one (SVC-AC-01)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from minghua.domain.catalog import queries as catalog_reads
from minghua.domain.catalog.types import Terms
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.types import LineCard, OrderCard
from minghua.domain.service.models import Card, Holding
from minghua.domain.service.operations import cards
from minghua.domain.service.operations.holdings import record_unit
from minghua.domain.service.types.entitlements import CardState
from minghua.domain.service.types.units import NewHolding, SaleUnits
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

MILLI = 1_000
MOST_UNITS = 500


class NothingToKeep(Refusal):
    """The order holds nothing that warranty terms speak of."""

    code = "no_units_sold"
    status = 409
    text = Text("这张订单里没有需要登记的设备。", "Nothing on this order is kept as a unit.")
    remedy = Text(
        "先为这种产品公布保修规则，或逐台登记设备。", "Publish terms for the product, or record units one by one."
    )


def units_of_sale(order_id: int, *, places: Sequence[str] = (), by: Actor, at: datetime) -> SaleUnits:
    """Make the units an order sold, give each its card while stock lasts, and promise the others theirs.

    Told again nothing is made twice. Raises NotFound, NothingToKeep.
    """
    require(by, "service.work")
    order = order_reads.order(by, order_id)
    terms = catalog_reads.terms_of(by, sold_on=order.order.placed_on)
    sold = list(_sold(by, order, terms))
    if order.order.customer_id is None or not 1 <= len(sold) <= MOST_UNITS:
        raise NothingToKeep(field="order_id")
    units = tuple(_record(order, line, n, len(sold), place, by=by, at=at) for (line, n), place in _placed(sold, places))
    given = {
        unit_id: _give(each, unit_id, order.order.number, by=by, at=at)
        for each in terms if each.gives_card
        for unit_id in _without_card(by, units, each)
    }  # fmt: skip
    handed = tuple(unit_id for unit_id, there in given.items() if there)
    return SaleUnits(units, handed, tuple(unit_id for unit_id in given if unit_id not in handed))


def _sold(by: Actor, order: OrderCard, terms: Sequence[Terms]) -> Iterator[tuple[LineCard, int]]:
    """Yield (line, number within the line) for what is kept as units: what a term names by sku or shelf."""
    products = catalog_reads.products_by_id(by, [line.product_id for line in order.lines])
    for line in order.lines:
        shelf = products[line.product_id].category
        if any(line.sku in each.skus or shelf in each.shelves for each in terms):
            for n in range(line.quantity_milli // MILLI):
                yield line, n


def _placed(sold: list[tuple[LineCard, int]], places: Sequence[str]) -> Iterator[tuple[tuple[LineCard, int], str]]:
    for index, each in enumerate(sold):
        yield each, places[index] if index < len(places) else ""


def _record(order: OrderCard, line: LineCard, n: int, together: int, place: str, *, by: Actor, at: datetime) -> int:
    head = order.order
    assert head.customer_id is not None  # noqa: S101 (looked at before)
    key = f"order:{head.source}:{head.number}:{line.position}:{n}"
    known = Holding.objects.filter(unit__key=key).values_list("unit_id", flat=True).first()
    if known is not None:
        return known
    new = NewHolding(
        customer_id=head.customer_id, product_id=line.product_id, key=key, place=place, purchased_on=head.placed_on,
        sold_together=together, evidence=f"{head.number}/{line.position}"[:120], how="sale", order_id=head.id,
    )  # fmt: skip
    return record_unit(new, by=by, at=at)


def _without_card(by: Actor, units: Sequence[int], terms: Terms) -> list[int]:
    named = catalog_reads.units_by_id(by, units)
    have = set(
        Card.objects.filter(unit_id__in=units, code=terms.code).exclude(state="void").values_list("unit_id", flat=True)
    )
    fit = (named[pk] for pk in units if pk not in have)
    return [
        each.id
        for each in fit
        if not (terms.skus or terms.shelves) or each.sku in terms.skus or each.shelf in terms.shelves
    ]


def _give(terms: Terms, unit_id: int, written: str, *, by: Actor, at: datetime) -> bool:
    """Give a unit its card from the stock, or promise it one; returns whether there was one."""
    there = cards.take_from_stock(terms.code)
    state, evidence = (CardState.HANDED, written) if there else (CardState.OWED, f"欠卡：{written}")
    cards.note_card(unit_id, terms.code, state=state, evidence=evidence[:120], confirmed=True, by=by, at=at)
    return there

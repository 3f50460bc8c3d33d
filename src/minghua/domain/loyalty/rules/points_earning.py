"""What an order earns by each rule of a scheme, and why it does or does not (R24.1): facts in, decision with reasons out."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from minghua.domain.loyalty.types.earning import EarningKind, GoodsOf, Step
from minghua.domain.loyalty.types.points import Counted, Worth
from minghua.domain.loyalty.types.points_scheme import EarningRule, PointsSpec
from minghua.domain.orders.types.sales import Goods, Sale

MILLI: Final = 1_000


class Shelved(NamedTuple):
    """A product as rules name it: its sku as it is compared, and its shelf with those above it."""

    sku: str
    categories: frozenset[str]


class Buyer(NamedTuple):
    """What is known of who ordered: level, days of standing orders before this one (streaks count those `since`), what was paid."""

    level: str
    since: date = date.min
    earlier: tuple[date, ...] = ()
    firsts: frozenset[str] = frozenset()
    streaks: frozenset[tuple[str, int]] = frozenset()


class Earning(NamedTuple):
    """What one rule says of an order: how many points on which worth, or why none; `inputs` is what it was reckoned from."""

    rule: EarningRule
    points: int
    worth: Worth | None
    reason: str
    inputs: Mapping[str, Any]


class Ordered(NamedTuple):
    """An order to be judged: the sale, its local day, its lines and what is known of their products."""

    sale: Sale
    on: date
    goods: Goods
    shelves: Mapping[int, Shelved]


def judge(spec: PointsSpec, order: Ordered, buyer: Buyer) -> Iterator[Earning]:
    """Yield what every rule that looks at orders says of one, in the order of the text; nothing of an order that does not stand."""
    for rule in spec.earn if order.sale.settled else ():
        if rule.kind in _KINDS:
            yield _KINDS[rule.kind](rule, order, buyer)


def covers(goods: GoodsOf, product: Shelved | None) -> bool:
    """Return whether a product is among the goods of a rule."""
    if goods.is_everything or product is None:
        return goods.is_everything
    return product.sku in goods.products or not product.categories.isdisjoint(goods.categories)


def ordinal(step: Step, on: date) -> int:
    """Return the number of the period that a day lies in, so that periods in a row are numbers in a row."""
    if step is Step.MONTH:
        return on.year * 12 + on.month
    return on.toordinal() if step is Step.DAY else (on.toordinal() - 1) // 7


def in_a_row(step: Step, days: tuple[date, ...], on: date) -> int:
    """Return how many periods up to that of the day have an order each, without a gap."""
    known, last = {ordinal(step, day) for day in days}, ordinal(step, on)
    count = 1
    while last - count in known:
        count += 1
    return count


def _counted(rule: EarningRule, order: Ordered, buyer: Buyer) -> Earning:
    """So many points for what was paid for the goods, or for their pieces."""
    pieces = rule.kind is EarningKind.ITEM
    counted = Counted.PIECES if pieces else Counted.MONEY
    goods = None
    if not rule.goods.is_everything:
        bought = {sold.product_id for sold in order.goods.sold}
        goods = tuple(sorted(each for each in bought if covers(rule.goods, order.shelves.get(each))))
    base = order.goods.measure(pieces=pieces, goods=goods) if pieces or goods is not None else order.sale.minor
    percent, unit = rule.percent(buyer.level), MILLI if pieces else 1
    worth = Worth(
        base, rule.points * percent, rule.per * 100 * unit, least=rule.least * unit, counted=counted, goods=goods
    )
    points = worth.of(base)
    said = {"paid_minor" if not pieces else "pieces_milli": base, "level": buyer.level, "percent": percent}
    reason = "earned" if points else _short(base, worth, goods)
    return Earning(rule, points, worth, reason, {**said, "points": rule.points, "per": rule.per})


def _short(base: int, worth: Worth, goods: tuple[int, ...] | None) -> str:
    if goods == ():
        return "no_goods"
    return "below_least" if 0 < base < worth.least else "too_little"


def _first(rule: EarningRule, order: Ordered, buyer: Buyer) -> Earning:
    """So many points for the first order that stands."""
    if buyer.earlier or rule.code in buyer.firsts:
        return Earning(rule, 0, None, "not_first", {"earlier": len(buyer.earlier)})
    return _once(rule, order, buyer, {})


def _streak(rule: EarningRule, order: Ordered, buyer: Buyer) -> Earning:
    """So many points each time that many periods in a row have an order, once in a period."""
    run = in_a_row(rule.every, tuple(day for day in buyer.earlier if day >= buyer.since), order.on)
    said = {"in_a_row": run, "count": rule.count, "every": rule.every.value}
    if (rule.code, ordinal(rule.every, order.on)) in buyer.streaks:
        return Earning(rule, 0, None, "paid_this_period", said)
    if run % rule.count:
        return Earning(rule, 0, None, "not_in_a_row", said)
    return _once(rule, order, buyer, said)


def _once(rule: EarningRule, order: Ordered, buyer: Buyer, said: Mapping[str, Any]) -> Earning:
    percent = rule.percent(buyer.level)
    worth = Worth(order.sale.minor, fixed=rule.points * percent // 100, least=rule.least)
    points = worth.of(order.sale.minor)
    told = {**said, "paid_minor": order.sale.minor, "level": buyer.level, "percent": percent, "points": rule.points}
    return Earning(rule, points, worth, "earned" if points else "below_least", told)


_KINDS: Final[Mapping[EarningKind, Callable[[EarningRule, Ordered, Buyer], Earning]]] = {
    EarningKind.AMOUNT: _counted,
    EarningKind.ITEM: _counted,
    EarningKind.FIRST_ORDER: _first,
    EarningKind.STREAK: _streak,
}

"""What a coupon gives on a basket, on which days it may be used, or why it gives nothing (R24.5)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from minghua.domain.loyalty.rules import coupon_telling as telling
from minghua.domain.loyalty.rules.allocation import spread
from minghua.domain.loyalty.types.coupons import (
    Basis,
    Basket,
    BasketLine,
    CouponDecision,
    CouponGives,
    CouponKind,
    HeldCoupon,
    Scope,
    ScopeKind,
    Validity,
)
from minghua.domain.loyalty.types.story import Reason
from minghua.kernel.money import half_up, show
from minghua.kernel.periods import Period

Places = Sequence[int]


def days_of(validity: Validity, *, issued_on: date) -> Period:
    """Return the half-open local days on which it may be used: its period, or N days of which the issue is the first."""
    if validity.period is not None:
        return validity.period
    return Period(issued_on, issued_on + timedelta(days=validity.days or 0))


def covers(scope: Scope, line: BasketLine) -> bool:
    """Return whether a line is among the goods of a coupon."""
    known = {
        ScopeKind.PRODUCT: frozenset({line.product}),
        ScopeKind.CATEGORY: line.categories,
        ScopeKind.TAG: line.tags,
    }
    return scope.kind is ScopeKind.EVERYTHING or not scope.codes.isdisjoint(known[scope.kind])


def judge(held: HeldCoupon, basket: Basket, *, on: date, basis: Basis = Basis.DISCOUNTED) -> CouponDecision:
    """Return what a coupon gives on a basket on that local day, or every reason why it gives nothing.

    What it gives never exceeds what its lines still cost; a coupon that would be used for nothing is refused.
    """
    places = [place for place, line in enumerate(basket.lines) if covers(held.coupon.scope, line)]
    against = tuple(_against(held, basket, places, on=on, basis=basis))
    if against:
        return CouponDecision(held=held, reasons=against)
    gives = _KINDS[held.coupon.kind](held, basket, places, basis)
    if gives.is_nothing:
        code = "no_freight" if held.coupon.kind is CouponKind.FREIGHT else "nothing_to_take_off"
        return CouponDecision(held=held, reasons=(telling.reason(code),))
    return CouponDecision(held=held, reasons=(telling.given(held, gives),), gives=gives)


def after(basket: Basket, gives: CouponGives) -> Basket:
    """Return the basket as a coupon leaves it."""
    lines = tuple(
        replace(line, off=line.off + off, exchanged=line.exchanged or place == gives.exchanged)
        for place, (line, off) in enumerate(zip(basket.lines, gives.off, strict=True))
    )
    return replace(basket, lines=lines, freight=basket.freight - gives.freight, points=basket.points - gives.points)


def _against(held: HeldCoupon, basket: Basket, places: Places, *, on: date, basis: Basis) -> Iterator[Reason]:
    """Yield every reason against it; the order is that in which they are said."""
    coupon = held.coupon
    if coupon.currency != basket.currency:
        yield telling.reason("other_currency")
    days = days_of(coupon.validity, issued_on=held.issued_on)
    if on < days.start:
        yield telling.reason("not_yet", first=days.start)
    elif on >= days.end:
        yield telling.reason("expired", last=days.end - timedelta(days=1))
    if not places:
        yield telling.reason("nothing_in_scope")
    elif (reached := _reckoned(basket, places, basis)) < coupon.least:
        yield telling.reason("below_threshold", missing=show(coupon.least - reached, coupon.currency))
    if coupon.kind is CouponKind.EXCHANGE and coupon.points > basket.points:
        yield telling.reason("too_few_points", missing=coupon.points - basket.points)
    if coupon.kind is CouponKind.CASH_CARD and held.balance <= 0:
        yield telling.reason("card_empty")


def _reckoned(basket: Basket, places: Places, basis: Basis) -> int:
    lines = (basket.lines[place] for place in places)
    return sum(line.amount if basis is Basis.INITIAL else line.left for line in lines)


def _spread(money: int, basket: Basket, places: Places) -> tuple[int, ...]:
    """Lay money on the lines in scope, as far as they still cost something."""
    left = [line.left if place in places else 0 for place, line in enumerate(basket.lines)]
    return spread(min(money, sum(left)), over=left)


def _amount(held: HeldCoupon, basket: Basket, places: Places, _: Basis) -> CouponGives:
    return CouponGives(off=_spread(held.coupon.value, basket, places))


def _percent(held: HeldCoupon, basket: Basket, places: Places, basis: Basis) -> CouponGives:
    money = half_up(Fraction(_reckoned(basket, places, basis) * held.coupon.value, 100))
    return CouponGives(off=_spread(money if held.coupon.most is None else min(money, held.coupon.most), basket, places))


def _freight(held: HeldCoupon, basket: Basket, _places: Places, _: Basis) -> CouponGives:
    return CouponGives(off=_nothing(basket), freight=min(held.coupon.value or basket.freight, basket.freight))


def _gift(held: HeldCoupon, basket: Basket, _places: Places, _: Basis) -> CouponGives:
    coupon = held.coupon
    return CouponGives(off=_nothing(basket), gift=coupon.gift, count=coupon.count, worth=coupon.worth)


def _exchange(held: HeldCoupon, basket: Basket, places: Places, _: Basis) -> CouponGives:
    """One piece of the line where it saves most, the earliest of equals; of each line once."""
    savings = {
        place: _piece(basket.lines[place]) - held.coupon.value for place in places if not basket.lines[place].exchanged
    }
    best = max(savings, key=lambda place: savings[place], default=None)
    if best is None or savings[best] <= 0:
        return CouponGives(off=_nothing(basket))
    off = tuple(savings[best] if place == best else 0 for place in range(len(basket.lines)))
    return CouponGives(off=off, points=held.coupon.points, exchanged=best)


def _cash_card(held: HeldCoupon, basket: Basket, places: Places, _: Basis) -> CouponGives:
    return CouponGives(off=_spread(held.balance, basket, places), pays=True)


def _piece(line: BasketLine) -> int:
    """What one piece of a line still costs; of goods by weight, no more than there is."""
    return min(line.left, half_up(Fraction(line.left * 1000, line.quantity_milli)))


def _nothing(basket: Basket) -> tuple[int, ...]:
    return (0,) * len(basket.lines)


_KINDS: Final[dict[CouponKind, Callable[[HeldCoupon, Basket, Places, Basis], CouponGives]]] = {
    CouponKind.THRESHOLD: _amount,
    CouponKind.NO_THRESHOLD: _amount,
    CouponKind.FREIGHT: _freight,
    CouponKind.PERCENT: _percent,
    CouponKind.GIFT_ITEM: _gift,
    CouponKind.EXCHANGE: _exchange,
    CouponKind.CASH_CARD: _cash_card,
}

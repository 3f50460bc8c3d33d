"""Coupons and baskets as the tests say them: amounts in yuan's hundredths, a coupon by its kind and what differs."""

from datetime import date

from minghua.domain.loyalty.types.coupons import Basket, BasketLine, Coupon, CouponKind, HeldCoupon, Validity
from minghua.kernel.words import Text

ISSUED = date(2014, 10, 1)
DAYS_15 = Validity(days=15)


def held(kind: str, key: str = "", *, balance: int = 0, issued_on: date = ISSUED, **told) -> HeldCoupon:
    coupon = Coupon(code=key or kind, name=Text("券", "Coupon"), kind=CouponKind(kind), **{"validity": DAYS_15, **told})
    return HeldCoupon(key or kind, coupon, issued_on, balance)


def basket(*amounts: int, **told) -> Basket:
    return Basket(
        lines=tuple(BasketLine(product=f"p{place}", amount=each) for place, each in enumerate(amounts)), **told
    )


RICE = BasketLine(
    product="rice", amount=12000, quantity_milli=2000, categories=frozenset({"grain", "food"}), tags=frozenset({"new"})
)
OIL = BasketLine(product="oil", amount=6000, categories=frozenset({"oil", "food"}))
SOAP = BasketLine(product="soap", amount=4000, categories=frozenset({"home"}), tags=frozenset({"new"}))
SHOP = Basket(lines=(RICE, OIL, SOAP), freight=800, points=100)

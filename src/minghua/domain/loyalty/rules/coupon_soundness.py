"""What is wrong with a coupon as it is described: every defect with its field and its remedy (R24.5)."""

from collections.abc import Callable, Iterator
from typing import Final

from minghua.domain.loyalty.types.coupons import Coupon, CouponKind, ScopeKind
from minghua.domain.tiering.types import Problem
from minghua.kernel.words import Text

Wrong = Iterator[Problem]


def examine(coupon: Coupon) -> tuple[Problem, ...]:
    """Return every defect of a coupon; none when it may be issued."""
    return (*_common(coupon), *_KINDS[coupon.kind](coupon))


def _common(coupon: Coupon) -> Wrong:
    if (coupon.scope.kind is ScopeKind.EVERYTHING) != (not coupon.scope.codes):
        yield _wrong("scope", "scope_codes", "适用范围与所列的商品不符。", "The scope and what it lists do not agree.",
                     "全场不列商品；其他范围至少列一项。", "Everything lists nothing; any other scope lists at least one.")  # fmt: skip
    for field, value in (
        ("value", coupon.value),
        ("least", coupon.least),
        ("points", coupon.points),
        ("worth", coupon.worth),
    ):
        if value < 0:
            yield _wrong(
                field, "negative", "不能小于零。", "It is below zero.", "请填零或以上。", "Write zero or more."
            )
    if coupon.most is not None and (coupon.kind is not CouponKind.PERCENT or coupon.most < 1):
        yield _wrong("most", "cap", "封顶只用于折扣券，并须大于零。", "Only a percentage has a cap, and it is above zero.",
                     "请删除，或填大于零的金额。", "Leave it out, or write an amount above zero.")  # fmt: skip
    if coupon.points and coupon.kind is not CouponKind.EXCHANGE:
        yield _wrong("points", "no_points", "这种券不用积分。", "Coupons of this kind cost no points.",
                     "请删除积分。", "Leave the points out.")  # fmt: skip


def _amount(coupon: Coupon) -> Wrong:
    if coupon.value == 0:
        yield _wrong(
            "value",
            "nothing",
            "没有写明金额。",
            "It gives nothing.",
            "请填大于零的金额。",
            "Write an amount above zero.",
        )


def _threshold(coupon: Coupon) -> Wrong:
    yield from _amount(coupon)
    if coupon.least == 0:
        yield _wrong("least", "no_threshold", "没有写明门槛。", "It has no threshold.",
                     "请填门槛，或改用无门槛券。", "Write the threshold, or choose a coupon without one.")  # fmt: skip
    elif coupon.value > coupon.least:
        yield _wrong("value", "above_threshold", "减免多于门槛。", "It takes off more than its threshold.",
                     "请降低金额或提高门槛。", "Lower the amount or raise the threshold.")  # fmt: skip


def _no_threshold(coupon: Coupon) -> Wrong:
    yield from _amount(coupon)
    if coupon.least:
        yield _wrong("least", "has_threshold", "无门槛券写了门槛。", "It is without threshold, and names one.",
                     "请删除门槛，或改用满减券。", "Leave it out, or choose a coupon with a threshold.")  # fmt: skip


def _percent(coupon: Coupon) -> Wrong:
    if not 1 <= coupon.value <= 100:
        yield _wrong("value", "percent", "减免比例须在 1 至 100 之间。", "The percentage is not between 1 and 100.",
                     "八八折请填 12。", "Write what is taken off: 12 for twelve per cent.")  # fmt: skip


def _gift(coupon: Coupon) -> Wrong:
    if not coupon.gift or coupon.count < 1:
        yield _wrong("gift", "no_gift", "没有写明赠品与件数。", "The gift or its count is missing.",
                     "请选择赠品，件数至少一。", "Choose the product, and at least one of it.")  # fmt: skip


def _exchange(coupon: Coupon) -> Wrong:
    if coupon.points == 0:
        yield _wrong("points", "no_price", "没有写明所需积分。", "It does not say how many points it costs.",
                     "请填大于零的积分。", "Write points above zero.")  # fmt: skip


def _sound(_: Coupon) -> Wrong:
    """A freight coupon without value pays all of it."""
    yield from ()


def _wrong(field: str, code: str, zh: str, en: str, zh_remedy: str, en_remedy: str) -> Problem:
    return Problem(field, code, Text(zh, en), Text(zh_remedy, en_remedy))


_KINDS: Final[dict[CouponKind, Callable[[Coupon], Wrong]]] = {
    CouponKind.THRESHOLD: _threshold,
    CouponKind.NO_THRESHOLD: _no_threshold,
    CouponKind.FREIGHT: _sound,
    CouponKind.PERCENT: _percent,
    CouponKind.GIFT_ITEM: _gift,
    CouponKind.EXCHANGE: _exchange,
    CouponKind.CASH_CARD: _amount,
}

"""Reasons in words: what a coupon gives, and why it gives nothing."""

from collections.abc import Iterable
from typing import Final

from minghua.domain.loyalty.types.coupons import CouponGives, HeldCoupon
from minghua.domain.loyalty.types.story import Reason
from minghua.kernel.money import show
from minghua.kernel.words import Text

AGAINST: Final = {
    "other_currency": Text("币种不同。", "It is in another currency."),
    "not_yet": Text("{first} 起才能使用。", "It may be used from {first} on."),
    "expired": Text("最后可用日 {last} 已过。", "Its last day was {last}."),
    "nothing_in_scope": Text("没有适用的商品。", "None of its goods are in the basket."),
    "below_threshold": Text("适用商品还差 {missing}。", "Its goods are {missing} short of the threshold."),
    "too_few_points": Text("还差 {missing} 积分。", "{missing} points are missing."),
    "card_empty": Text("卡内余额为零。", "Nothing is left on the card."),
    "no_freight": Text("没有要付的运费。", "There is no freight to pay."),
    "nothing_to_take_off": Text("没有可以减的金额。", "There is nothing that it could take off."),
    "twice": Text("同一张券写了两次。", "The same coupon was named twice."),
    "better_without": Text("不用它更省，或一样省。", "Without it as much is saved, or more."),
    "own_money": Text("现金卡是自己的钱，由本人决定。", "A cash card is one's own money; its holder decides."),
}


def reason(code: str, **facts: object) -> Reason:
    """Return a reason against a coupon, in words."""
    text = AGAINST[code]
    return Reason(code, Text(text.zh.format(**facts), text.en.format(**facts)))


def together(reasons: Iterable[Reason]) -> Text:
    """Return several reasons as one text."""
    texts = [each.text for each in reasons]
    return Text("".join(each.zh for each in texts), " ".join(each.en for each in texts))


def given(held: HeldCoupon, gives: CouponGives) -> Reason:
    """Return what a coupon gives, in words."""
    money = show(gives.money, held.coupon.currency)
    if gives.count:
        return Reason("given", Text(f"赠 {gives.gift} × {gives.count}。", f"Gives {gives.gift} × {gives.count}."))
    if gives.pays:
        return Reason("given", Text(f"从卡内支付 {money}。", f"Pays {money} from the card."))
    if gives.points:
        return Reason(
            "given",
            Text(f"用 {gives.points} 积分，减 {money}。", f"Takes {money} off for {gives.points} points."),
        )
    return Reason("given", Text(f"减 {money}。", f"Takes {money} off."))

"""How coupons are shown: what one says, where it stands and why, what a version changes."""

from datetime import date, timedelta
from typing import Final, NamedTuple

from django.utils.translation import gettext

from minghua.domain.loyalty.queries import BatchRow, CouponCard
from minghua.domain.loyalty.types.coupon_batch import CouponSpec
from minghua.domain.loyalty.types.coupon_story import CouponState, UseState
from minghua.domain.loyalty.types.coupons import Coupon, CouponKind, ScopeKind, Validity
from minghua.domain.loyalty.types.stacking import Stackable
from minghua.interfaces.web import display
from minghua.kernel.words import Text

KINDS: Final = {
    CouponKind.THRESHOLD: Text("满减券", "Money off from a threshold"),
    CouponKind.NO_THRESHOLD: Text("无门槛券", "Money off"),
    CouponKind.FREIGHT: Text("运费券", "Freight"),
    CouponKind.PERCENT: Text("折扣券", "Per cent off"),
    CouponKind.GIFT_ITEM: Text("赠品券", "Gift"),
    CouponKind.EXCHANGE: Text("积分加钱换购券", "Points and money"),
    CouponKind.CASH_CARD: Text("储值卡", "Cash card"),
}
STATES: Final = {
    CouponState.READY: (Text("可用", "Usable"), "ok"),
    CouponState.HELD: (Text("预留中", "Held"), "info"),
    CouponState.REDEEMED: (Text("已使用", "Used"), "plain"),
    CouponState.EXPIRED: (Text("已过期", "Expired"), "plain"),
    CouponState.VOID: (Text("已作废", "Void"), "danger"),
}
USES: Final = {
    UseState.HELD: Text("预留中", "Held"),
    UseState.REDEEMED: Text("已使用", "Used"),
    UseState.RELEASED: Text("已放掉", "Let go"),
    UseState.TIMED_OUT: Text("超时放掉", "Timed out"),
    UseState.REVERSED: Text("已全部退回", "All came back"),
}
_STACKABLE: Final = {
    Stackable.COMMON: Text("与同类按店里的规定", "as the shop says"),
    Stackable.NEVER: Text("不与其他券同用", "with no other"),
    Stackable.ALWAYS: Text("可与任何券同用", "with any other"),
}
_SCOPES: Final = {
    ScopeKind.PRODUCT: Text("货号：", "Products: "),
    ScopeKind.CATEGORY: Text("品类：", "Categories: "),
    ScopeKind.TAG: Text("标签：", "Tags: "),
}


class Change(NamedTuple):
    """One term that another version changes."""

    name: str
    before: str
    after: str


def gives(coupon: Coupon) -> str:
    """Return what a coupon gives, in one line."""

    def paid(minor: int) -> str:
        return display.money(minor, coupon.currency)

    most = coupon.most or (coupon.value if coupon.kind is CouponKind.FREIGHT else 0)
    told = {
        CouponKind.THRESHOLD: Text(f"减 {paid(coupon.value)}", f"{paid(coupon.value)} off"),
        CouponKind.NO_THRESHOLD: Text(f"减 {paid(coupon.value)}", f"{paid(coupon.value)} off"),
        CouponKind.FREIGHT: Text("免运费", "Free freight"),
        CouponKind.PERCENT: Text(f"减 {coupon.value}%", f"{coupon.value} % off"),
        CouponKind.GIFT_ITEM: Text(f"赠 {coupon.gift} × {coupon.count}", f"Gives {coupon.gift} × {coupon.count}"),
        CouponKind.EXCHANGE: Text(
            f"{coupon.points:,} 积分加 {paid(coupon.value)} 换一件",
            f"One piece for {coupon.points:,} points and {paid(coupon.value)}",
        ),
        CouponKind.CASH_CARD: Text(f"面值 {paid(coupon.value)}", f"A card of {paid(coupon.value)}"),
    }[coupon.kind]
    before = Text(f"满 {paid(coupon.least)} ", f"From {paid(coupon.least)}: ") if coupon.least else Text("", "")
    after = Text(f"，最多 {paid(most)}", f", at most {paid(most)}") if most else Text("", "")
    return display.say(Text(before.zh + told.zh + after.zh, before.en + told.en + after.en))


def terms(spec: CouponSpec) -> dict[str, str]:
    """Return the terms of a version by their names, in the reader's language."""
    coupon = spec.coupon
    named = {
        gettext("名称"): display.say(spec.name),
        gettext("券种"): display.say(KINDS[coupon.kind]),
        gettext("优惠"): gives(coupon),
        gettext("适用商品"): _goods(coupon),
        gettext("有效期"): _days(coupon.validity),
        gettext("同用"): display.say(_STACKABLE[coupon.stackable]),
        gettext("发行量"): f"{spec.total:,}",
        gettext("每人限领"): f"{spec.per_member:,}",
        gettext("预算"): gettext("不限") if spec.budget is None else display.money(spec.budget, coupon.currency),
        gettext("预留时长"): display.say(Text(f"{spec.hold_minutes} 分钟", f"{spec.hold_minutes} minutes")),
        gettext("对照组"): f"{spec.control}%" if spec.control else "",
    }
    return {name: said for name, said in named.items() if said}


def changes(before: CouponSpec | None, after: CouponSpec) -> list[Change]:
    """Return what differs between two versions, term by term; the first version changes nothing."""
    if before is None:
        return []
    old, new = terms(before), terms(after)
    return [Change(name, old.get(name, ""), new.get(name, "")) for name in old | new if old.get(name) != new.get(name)]


def standing(row: BatchRow, on: date) -> tuple[Text, str]:
    """Return how a batch stands on a day, and its colour."""
    if row.stopped_at is not None:
        return Text("已停用", "Stopped"), "plain"
    if row.from_on > on:
        return Text("未开始", "Not begun"), "info"
    return (Text("已发完", "All given out"), "warn") if row.left == 0 else (Text("发放中", "Running"), "ok")


def why(card: CouponCard, on: date) -> str:
    """Return why a coupon can be used or cannot, in one sentence."""
    last, when = display.day(card.last_on), display.moment(card.moved_at)
    if card.state == CouponState.READY and card.from_on > on:
        first = display.day(card.from_on)
        return display.say(Text(f"{first} 起才能使用", f"It may be used from {first} on"))
    told = {
        CouponState.READY: Text(f"最后可用日 {last}", f"Until {last}"),
        CouponState.HELD: Text(
            f"为一笔购买留到 {display.moment(card.until_at)}",
            f"Kept for a purchase until {display.moment(card.until_at)}",
        ),
        CouponState.REDEEMED: Text(
            f"{when} 用于{f'订单 {card.order}' if card.order else '一笔购买'}",
            f"Used {when}{f' on the order {card.order}' if card.order else ''}",
        ),
        CouponState.EXPIRED: Text(f"最后可用日 {last} 已过", f"Its last day was {last}"),
        CouponState.VOID: Text(f"{when} 作废：{card.reason}", f"Made void {when}: {card.reason}"),
    }[CouponState(card.state)]
    return display.say(told)


def badge(card: CouponCard, on: date) -> tuple[Text, str]:
    """Return where a coupon stands and its colour."""
    if card.state == CouponState.READY and card.from_on > on:
        return Text("未到日子", "Not yet"), "info"
    return STATES[CouponState(card.state)]


def _goods(coupon: Coupon) -> str:
    if coupon.scope.kind is ScopeKind.EVERYTHING:
        return gettext("全场")
    return display.say(_SCOPES[coupon.scope.kind]) + display.say(
        Text("、".join(sorted(coupon.scope.codes)), ", ".join(sorted(coupon.scope.codes)))
    )


def _days(validity: Validity) -> str:
    if validity.period is not None:
        first, last = display.day(validity.period.start), display.day(validity.period.end - timedelta(days=1))
        return display.say(Text(f"{first} 至 {last}", f"{first} to {last}"))
    return display.say(Text(f"领取当天起 {validity.days} 天", f"{validity.days} days from the day of issue on"))

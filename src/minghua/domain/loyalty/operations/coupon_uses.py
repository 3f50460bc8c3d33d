"""Coupons are held for a purchase, used on it, let go: each purchase once for ever under its key, each coupon once at a time."""

from collections import Counter
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db.models import F, Q

from minghua.domain.loyalty.models import Coupon, CouponEvent, CouponUse, CouponUsed
from minghua.domain.loyalty.operations import coupon_booking as booking
from minghua.domain.loyalty.operations import coupon_ending as ending
from minghua.domain.loyalty.operations import points
from minghua.domain.loyalty.operations.coupon_booking import CouponKeyTaken, CouponTaken
from minghua.domain.loyalty.operations.coupon_making import may_have
from minghua.domain.loyalty.queries import coupon_finding as finding
from minghua.domain.loyalty.queries.coupon_finding import Asked, Judged
from minghua.domain.loyalty.types.coupon_story import CouponAct, CouponState, Quote, Sale, SkippedCoupon, UseState
from minghua.domain.loyalty.types.coupons import CouponDecision
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.words import Text

SUBJECT: Final = "loyalty.CouponUse"
LONGEST_ORDER: Final = 100


class CouponsRefused(Refusal):
    """None of the coupons can be used on this purchase; `skipped` says why each."""

    code = "coupons_refused"
    status = 409
    text = Text("没有可用的券：{zh}", "No coupon can be used: {en}")
    remedy = Text("请换一张券，或不用券结账。", "Use another coupon, or pay without.")

    def __init__(self, skipped: tuple[SkippedCoupon, ...]) -> None:
        self.skipped = skipped
        told = list(dict.fromkeys(each.why for each in skipped))[:5] or [_NONE]
        super().__init__(field="coupons", zh="".join(each.zh for each in told), en=" ".join(each.en for each in told))


class CouponHoldOver(Refusal):
    """The hold was let go, or has timed out."""

    code = "coupon_hold_over"
    status = 409
    text = Text("预留「{key}」已经结束。", "The hold “{key}” is over.")
    remedy = Text("请重新预留。", "Hold the coupons anew.")


class OrderHasCoupons(Refusal):
    """The order has its coupons already."""

    code = "order_has_coupons"
    status = 409
    text = Text("订单 {order} 已经用过券。", "The order {order} has its coupons already.")
    remedy = Text("请先退回原来的用券。", "Give the earlier use back first.")


class CouponsUsed(NamedTuple):
    """A purchase with its coupons: what each gives, until when they are held (None: used), and whether it was told before."""

    use_id: int
    key: str
    state: UseState
    until_at: datetime | None
    quote: Quote
    again: bool


_NONE: Final = Text("没有写明任何券。", "None was named.")


def hold_coupons(sale: Sale, *, key: str, minutes: int | None = None, by: Actor, at: datetime) -> CouponsUsed:
    """Keep coupons for a purchase under way; raises NotFound, Invalid, CouponsRefused, CouponTaken, BudgetSpent, OrderHasCoupons, CouponKeyTaken."""
    if minutes is not None and not 1 <= minutes <= 43_200:
        raise Invalid("预留应为 1 分钟至 30 天。", "A hold lasts from a minute to 30 days.", field="minutes")
    return _use(sale, key=key, state=UseState.HELD, minutes=minutes, by=by, at=at)


def redeem_coupons(sale: Sale, *, key: str, by: Actor, at: datetime) -> CouponsUsed:
    """Use coupons on a purchase at once; raises what `hold_coupons` raises."""
    return _use(sale, key=key, state=UseState.REDEEMED, minutes=None, by=by, at=at)


def redeem_hold(key: str, *, order: str = "", by: Actor, at: datetime) -> CouponsUsed:
    """Use what is held, as it was quoted then; raises NotFound, CouponHoldOver, OrderHasCoupons."""
    require(by, "coupons.redeem")
    use = own_use(key, by=by)
    _order_is_free(order, but=use.pk)
    if use.state == UseState.REDEEMED:
        return told_of(use, again=True)
    if use.until_at is None or use.until_at <= at:
        raise CouponHoldOver(key=key, field="key")
    done = {"state": UseState.REDEEMED.value, "ended_at": at, "order": order.strip()[:LONGEST_ORDER] or use.order}
    if not CouponUse.objects.filter(pk=use.pk, state=UseState.HELD).update(**done):
        raise CouponHoldOver(key=key, field="key")
    use.refresh_from_db()
    if use.points:
        points.capture_hold(use.points_scheme, use.customer_id or 0, key=_points_key(use), by=by, at=at)
    _redeem(use, by=by, at=at)
    return told_of(use, again=False)


def release_coupons(key: str, *, by: Actor, at: datetime) -> CouponsUsed:
    """Let go what is held; raises NotFound, CouponHoldOver when it was used."""
    require(by, "coupons.redeem")
    use = own_use(key, by=by)
    if use.state == UseState.HELD:
        if use.points and use.until_at is not None and use.until_at > at:
            points.release_hold(use.points_scheme, use.customer_id or 0, key=_points_key(use), by=by, at=at)
        act = CouponAct.RELEASED if use.until_at is not None and use.until_at > at else CouponAct.TIMED_OUT
        ending.let_go([use], act=act, by=by, at=at)
        use.refresh_from_db()
        audit.record("coupons.undone", SUBJECT, use.pk, {"key": key}, about=use.customer_id, by=by, at=at)
        return told_of(use, again=False)
    if use.state not in (UseState.RELEASED, UseState.TIMED_OUT):
        raise CouponHoldOver(key=key, field="key")
    return told_of(use, again=True)


def own_use(key: str, *, by: Actor) -> CouponUse:
    """Return a purchase by its key, in its turn; raises NotFound."""
    own = booking.own_key("use", key)
    found = CouponUse.objects.filter(key=own).values_list("customer_id", flat=True).first()
    rows = CouponUse.objects.filter(key=own)
    if not rows.exists():
        raise NotFound(field="key")
    booking.take_turn(found, by=by)
    return rows.select_for_update().get()


def told_of(use: CouponUse, *, again: bool) -> CouponsUsed:
    """Return a purchase as it was kept."""
    return CouponsUsed(
        use.pk, use.key.partition(":")[2], UseState(use.state), use.until_at if use.state == UseState.HELD else None,
        ending.stored_quote(use), again,
    )  # fmt: skip


def _use(sale: Sale, *, key: str, state: UseState, minutes: int | None, by: Actor, at: datetime) -> CouponsUsed:
    require(by, "coupons.redeem")
    own = booking.own_key("use", key)
    if len(sale.order) > LONGEST_ORDER:
        raise Invalid("订单号最多 100 字。", "An order's number has at most 100 characters.", field="order")
    booking.take_turn(sale.customer_id, by=by)
    asked = booking.digest(asdict(sale) | {"hold": state is UseState.HELD})
    known = CouponUse.objects.filter(key=own).first()
    if known is None:
        _order_is_free(sale.order)
        judged = finding.judge(sale, at=at)
        known = CouponUse.objects.filter(key=own).first()  # told meanwhile by another till
        if known is None and not judged.laid.applied:
            raise CouponsRefused(judged.skipped)
        if known is None:
            row = _row(sale, judged, asked=asked, state=state, minutes=minutes, by=by, at=at)
            known, is_first = CouponUse.objects.get_or_create(key=own, defaults=row)
            if is_first:
                return _taken(known, judged, sale, key=key, by=by, at=at)
    if known.asked != asked:
        raise CouponKeyTaken(key=key, field="key")
    return told_of(known, again=True)


def _row(
    sale: Sale, judged: Judged, *, asked: str, state: UseState, minutes: int | None, by: Actor, at: datetime
) -> dict[str, Any]:
    applied = judged.applied
    given = [decision.gives for _, decision in applied if decision.gives]
    lasts = minutes or min(each.spec.hold_minutes for each, _ in applied)
    policy = {**asdict(judged.policy), "basis": judged.basis.value}
    skipped = [[each.coupon[-4:], each.code, each.why.zh, each.why.en] for each in judged.skipped]
    return {
        "asked": asked, "state": state.value, "customer_id": sale.customer_id, "member_id": sale.customer_id,
        "order": sale.order.strip(), "currency": sale.currency, "lines": [asdict(line) for line in sale.lines],
        "freight": sale.freight, "skipped": skipped, "policy": policy, "money": sum(each.money for each in given),
        "points": sum(each.points for each in given), "points_scheme": judged.points_scheme, "at": at,
        "until_at": at + timedelta(minutes=lasts) if state is UseState.HELD else None,
        "ended_at": None if state is UseState.HELD else at, "by_id": by.user_id,
    }  # fmt: skip


def _taken(use: CouponUse, judged: Judged, sale: Sale, *, key: str, by: Actor, at: datetime) -> CouponsUsed:
    """Take each coupon if it is still free, count its budget, write the book."""
    applied = sorted(judged.applied, key=lambda pair: pair[0].row.pk)
    ending.time_out([each.row.pk for each, _ in applied if each.row.state == CouponState.HELD], by=by, at=at)
    money: Counter[int] = Counter()
    for each, decision in applied:
        _take(each, decision, sale)
        money[each.plan.id] += decision.gives.money if decision.gives else 0
    booking.spend(money)
    order = {each.row.pk: place for place, (each, _) in enumerate(judged.applied)}
    used = [_used(use, each, decision, place=order[each.row.pk]) for each, decision in applied]
    CouponUsed.objects.bulk_create(used)
    if use.points:
        _points(use, by=by, at=at)
    if use.state == UseState.HELD:
        held = (
            booking.event(CouponAct.HELD, each.coupon, batch_id=each.batch_id, use=use, money=each.money, by=by, at=at)
            for each in used
        )
        booking.keep(held)
    else:
        _redeem(use, by=by, at=at)
    return CouponsUsed(
        use.pk, key.strip(), UseState(use.state), use.until_at, finding.quoted(judged, sale), again=False
    )


def _take(each: Asked, decision: CouponDecision, sale: Sale) -> None:
    """Make a coupon this purchase's; one that belonged to nobody becomes the member's. Raises CouponTaken."""
    told: dict[str, Any] = {"state": CouponState.HELD.value}
    if each.row.customer_id is None and sale.customer_id is not None:
        version = next(one for one in each.plan.versions if one.number == each.row.version)
        told |= {"customer_id": sale.customer_id, **may_have(each.plan, version, sale.customer_id)}
    pays = decision.gives.money if decision.gives and decision.gives.pays else 0
    free = Coupon.objects.filter(pk=each.row.pk, state=CouponState.READY, balance__gte=pays)
    holder = Q(customer_id=each.row.customer_id) if each.row.customer_id else Q(customer=None)
    if not free.filter(holder).update(**told):
        raise CouponTaken(field="coupons")


def _used(use: CouponUse, asked: Asked, decision: CouponDecision, *, place: int) -> CouponUsed:
    gives = finding.used_of(asked, decision)
    return CouponUsed(
        use=use, coupon=asked.row, batch_id=asked.plan.id, place=place, off=list(gives.off), freight=gives.freight,
        money=gives.money, gift=gives.gift, count=gives.count, points=gives.points, pays=gives.pays,
    )  # fmt: skip


def _points(use: CouponUse, *, by: Actor, at: datetime) -> None:
    """The points that an exchange costs are held or spent with it."""
    told: dict[str, Any] = {"key": _points_key(use), "by": by, "at": at}
    if use.state == UseState.HELD and use.until_at is not None:
        minutes = max(1, int((use.until_at - at).total_seconds()) // 60)
        points.hold_points(use.points_scheme, use.customer_id or 0, use.points, minutes=minutes, **told)
    else:
        points.spend_points(use.points_scheme, use.customer_id or 0, use.points, **told)


def _redeem(use: CouponUse, *, by: Actor, at: datetime) -> None:
    """The coupons of a purchase are used: a card keeps what is left on it."""
    used = list(CouponUsed.objects.filter(use=use, live=True).select_related("coupon").order_by("coupon_id"))
    events: list[CouponEvent] = []
    for each in used:
        row = Coupon.objects.filter(pk=each.coupon_id, state=CouponState.HELD)
        if each.pays:
            row.update(balance=F("balance") - each.money, state=CouponState.READY)
            Coupon.objects.filter(pk=each.coupon_id, balance=0).update(state=CouponState.REDEEMED)
        else:
            row.update(state=CouponState.REDEEMED)
        events.append(
            booking.event(
                CouponAct.REDEEMED, each.coupon, batch_id=each.batch_id, use=use, money=each.money, by=by, at=at
            )
        )
    CouponUsed.objects.filter(use=use, pays=True).update(live=False)
    booking.keep(events)
    said = {"amount": use.money, "currency": use.currency, "order": use.order, "count": len(used)}
    if use.customer_id is not None:
        told = {"event": "redeemed", "amount": use.money, "currency": use.currency, "count": len(used)}
        timeline.post(use.customer_id, "benefit", at=at, data=told, ref=(SUBJECT, use.pk), by=by)
    audit.record("coupons.redeemed", SUBJECT, use.pk, said, about=use.customer_id, by=by, at=at)


def _order_is_free(order: str, *, but: int = 0) -> None:
    live = CouponUse.objects.filter(order=order.strip(), state__in=(UseState.HELD, UseState.REDEEMED)).exclude(pk=but)
    if order.strip() and live.exists():
        raise OrderHasCoupons(order=order, field="order")


def _points_key(use: CouponUse) -> str:
    return f"coupons-{use.pk}"

"""Holds end and coupons expire: what is not used in time is free again, what is past its last day is written down as expired."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from minghua.domain.loyalty.models import Coupon, CouponUse, CouponUsed
from minghua.domain.loyalty.operations import coupon_booking as booking
from minghua.domain.loyalty.queries import coupon_plans
from minghua.domain.loyalty.types.coupon_story import CouponAct, CouponState, Quote, SkippedCoupon, UsedCoupon, UseState
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.words import Text


def expire_coupons(*, limit: int, by: Actor, at: datetime) -> int:
    """Let go the next holds that have timed out and write down the next coupons that have expired; returns how many, none when done.

    Whoever asks before is told the same: it only writes down.
    """
    require(by, "coupons.redeem")
    over = CouponUse.objects.filter(state=UseState.HELD, until_at__lte=at).order_by("pk")
    uses = list(over.select_for_update()[:limit])
    if uses:
        let_go(uses, act=CouponAct.TIMED_OUT, by=by, at=at)
        return len(uses)
    for plan in coupon_plans.every():
        past = Coupon.objects.filter(batch_id=plan.id, state=CouponState.READY, until_on__lte=plan.today(at))
        due = list(past.order_by("pk").select_for_update()[:limit])
        if due:
            expire(due, by=by, at=at)
            return len(due)
    return 0


def time_out(coupon_ids: Collection[int], *, by: Actor, at: datetime) -> None:
    """Let go the timed-out holds that keep these coupons."""
    if coupon_ids:
        own = CouponUsed.objects.filter(coupon_id__in=coupon_ids, live=True).values("use_id")
        over = CouponUse.objects.filter(pk__in=own, state=UseState.HELD, until_at__lte=at).order_by("pk")
        let_go(list(over.select_for_update()), act=CouponAct.TIMED_OUT, by=by, at=at)


def let_go(uses: Iterable[CouponUse], *, act: CouponAct, by: Actor, at: datetime) -> None:
    """End holds: their coupons are free again, their budgets have back what they kept."""
    state = UseState.RELEASED if act is CouponAct.RELEASED else UseState.TIMED_OUT
    ended = {
        use.pk: use
        for use in uses
        if CouponUse.objects.filter(pk=use.pk, state=UseState.HELD).update(state=state, ended_at=at)
    }
    used = list(CouponUsed.objects.filter(use_id__in=ended, live=True).select_related("coupon").order_by("coupon_id"))
    ids = [each.coupon_id for each in used]
    CouponUsed.objects.filter(pk__in=[each.pk for each in used]).update(live=False)
    Coupon.objects.filter(pk__in=ids, state=CouponState.HELD).update(state=CouponState.READY)
    money: Counter[int] = Counter()
    for each in used:
        money[each.batch_id] += each.money
    booking.give_back(money)
    booking.keep(
        booking.event(act, each.coupon, batch_id=each.batch_id, use=ended[each.use_id], money=each.money, by=by, at=at)
        for each in used
    )


def expire(due: Collection[Coupon], *, by: Actor, at: datetime) -> None:
    """Write down that coupons have expired; the caller found them ready and keeps them so."""
    ids = [each.pk for each in due]
    Coupon.objects.filter(pk__in=ids, state=CouponState.READY).update(state=CouponState.EXPIRED)
    booking.keep(booking.event(CouponAct.EXPIRED, each, batch_id=each.batch_id, by=by, at=at) for each in due)


def stored_quote(use: CouponUse) -> Quote:
    """Return what the coupons of a purchase gave, as it was stored."""
    rows = CouponUsed.objects.filter(use=use).select_related("coupon").order_by("place")
    plans = {plan.id: plan for plan in coupon_plans.every({row.batch_id for row in rows})}
    used = tuple(
        UsedCoupon(
            coupon_id=row.coupon_id, batch=plans[row.batch_id].code, tail=row.coupon.tail, off=tuple(row.off),
            name=plans[row.batch_id].numbered(row.coupon.version).name, freight=row.freight, gift=row.gift, count=row.count,
            points=row.points, pays=row.pays,
        )
        for row in rows
    )  # fmt: skip
    off = tuple(sum(each.off[place] for each in used) for place in range(len(use.lines)))
    freight_off = sum(each.freight for each in used)
    worth = sum(
        0 if row.pays else row.money + plans[row.batch_id].numbered(row.coupon.version).coupon.worth * bool(row.gift)
        for row in rows
    )
    return Quote(
        used=used,
        skipped=tuple(SkippedCoupon(name, code, Text(zh, en)) for name, code, zh, en in use.skipped),
        off=off,
        freight_off=freight_off,
        left=sum(line["amount"] for line in use.lines) + use.freight - sum(off) - freight_off,
        saving=worth,
    )

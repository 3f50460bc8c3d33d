"""Goods come back: what was paid and what coupons took off are given back from the stored shares, and a coupon returns with all of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import F

from minghua.domain.loyalty.models import Coupon, CouponReversal, CouponUse, CouponUsed
from minghua.domain.loyalty.operations import coupon_booking as booking
from minghua.domain.loyalty.operations import coupon_ending as ending
from minghua.domain.loyalty.operations import points
from minghua.domain.loyalty.operations.coupon_booking import CouponKeyTaken
from minghua.domain.loyalty.operations.coupon_uses import own_use
from minghua.domain.loyalty.queries import coupon_plans
from minghua.domain.loyalty.rules.allocation import MoreThanWasSold, given_back
from minghua.domain.loyalty.types.allocation import SoldLine
from minghua.domain.loyalty.types.coupon_story import BackLine, CouponAct, CouponState, LineBack, UseState
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline
from minghua.kernel.errors import Invalid, Refusal
from minghua.kernel.words import Text

SUBJECT: Final = "loyalty.CouponUse"


class NotUsed(Refusal):
    """The coupons of this purchase are not used, or all of it came back."""

    code = "coupons_not_used"
    status = 409
    text = Text("这笔购买没有可退的用券。", "There is nothing of this purchase to give back.")
    remedy = Text("预留请直接释放；已全部退回的不必再退。", "Release a hold; what came back whole needs nothing more.")


class TooMuchOfLine(Refusal):
    """More of a line is to come back than was bought and is not back yet."""

    code = "too_much_of_line"
    status = 409
    text = Text("第 {line} 行最多还能退 {left}。", "Of line {line} at most {left} can still come back.")
    remedy = Text("请改小数量。", "Give back less.")


class CouponsReversed(NamedTuple):
    """What a return gives back: of each line, the freight that was paid, whether all of it is back; and whether it was told before."""

    reversal_id: int
    lines: tuple[LineBack, ...]
    money: int
    freight: int
    whole: bool
    again: bool


class Purchase(NamedTuple):
    """A purchase under judgement: its coupons, and how much of each line is back."""

    use: CouponUse
    used: list[CouponUsed]
    back: Counter[int]


def reverse_coupons(
    of: str, *, key: str, lines: Iterable[BackLine] | None = None, by: Actor, at: datetime
) -> CouponsReversed:
    """Give back a purchase, all that is left of it or so much of some lines; raises NotFound, Invalid, NotUsed, TooMuchOfLine, CouponKeyTaken (RT-01 …).

    A coupon returns when everything is back, usable if its days are not over; a card is paid back with every line.
    """
    require(by, "coupons.redeem")
    own = booking.own_key("back", key)
    named = None if lines is None else sorted(lines)
    use = own_use(of, by=by)
    asked = booking.digest({"of": of.strip(), "lines": named})
    known = CouponReversal.objects.filter(key=own).first()
    if known is not None:
        if known.asked != asked:
            raise CouponKeyTaken(key=key, field="key")
        return _told(known, again=True)
    if use.state != UseState.REDEEMED:
        raise NotUsed(field="of")
    purchase = _purchase(use)
    return give_back(purchase, _wanted(purchase, named), key=own, asked=asked, by=by, at=at)


def purchase_of(use_id: int, *, by: Actor) -> Purchase:
    """Return a purchase in its turn, with how much of each line is back; raises NotFound."""
    key = CouponUse.objects.values_list("key", flat=True).get(pk=use_id)
    return _purchase(own_use(key.partition(":")[2], by=by))


def give_back(
    purchase: Purchase, wanted: Iterable[BackLine], *, key: str, asked: str = "", by: Actor, at: datetime
) -> CouponsReversed:
    """Give back so much of these lines, once for ever under the stored key; raises TooMuchOfLine, CouponKeyTaken."""
    use = purchase.use
    given, shares = _given(purchase, wanted)
    whole = all(purchase.back[place] == line["quantity_milli"] for place, line in enumerate(use.lines))
    row = {
        "use": use, "asked": asked, "lines": [list(each) for each in given], "money": sum(each.money for each in given),
        "shares": {str(pk): share for pk, share in shares.items()}, "whole": whole, "at": at, "by_id": by.user_id,
    }  # fmt: skip
    reversal, is_first = CouponReversal.objects.get_or_create(key=key, defaults=row)
    if not is_first:
        raise CouponKeyTaken(key=key.partition(":")[2], field="key")
    _book(purchase, shares, whole=whole, by=by, at=at)
    _tell(use, reversal, by=by, at=at)
    return _told(reversal, again=False)


def _purchase(use: CouponUse) -> Purchase:
    used = list(CouponUsed.objects.filter(use=use).select_related("coupon").order_by("coupon_id"))
    return Purchase(use, used, _back(use))


def _back(use: CouponUse) -> Counter[int]:
    back: Counter[int] = Counter()
    for lines in CouponReversal.objects.filter(use=use).values_list("lines", flat=True):
        for place, milli, *_ in lines:
            back[place] += milli
    return back


def _wanted(purchase: Purchase, named: Sequence[BackLine] | None) -> list[BackLine]:
    lines = purchase.use.lines
    if named is None:
        left = (BackLine(place, line["quantity_milli"] - purchase.back[place]) for place, line in enumerate(lines))
        return [each for each in left if each.quantity_milli]
    if not named or len({each.line for each in named}) != len(named):
        raise Invalid("每行写一次，至少一行。", "Name each line once, and at least one.", field="lines")
    for each in named:
        if not 0 <= each.line < len(lines) or each.quantity_milli <= 0:
            raise Invalid("没有这一行，或数量不大于零。", "There is no such line, or its quantity is not above zero.", field="lines")  # fmt: skip
    return list(named)


def _given(purchase: Purchase, wanted: Iterable[BackLine]) -> tuple[list[LineBack], Counter[int]]:
    """Return what each line gives back and, of each coupon, what of its discount went back; the lines count as back from here."""
    shares: Counter[int] = Counter()
    given = []
    for place, milli in wanted:
        line = purchase.use.lines[place]
        offs = [each.off[place] for each in purchase.used]
        sold = SoldLine(amount=line["amount"], quantity_milli=line["quantity_milli"], discounts=tuple(offs))
        before = purchase.back[place]
        try:
            back = given_back(sold, returned_milli=milli, before_milli=before)
        except MoreThanWasSold:
            left = f"{(line['quantity_milli'] - before) / 1000:g}"
            raise TooMuchOfLine(line=place + 1, left=left, field="lines") from None
        purchase.back[place] += milli
        card = 0
        for each, share in zip(purchase.used, back.discounts, strict=True):
            shares[each.pk] += share
            card += share if each.pays else 0
        given.append(LineBack(place, milli, back.money, sum(back.discounts) - card, card))
    return given, shares


def _book(purchase: Purchase, shares: Counter[int], *, whole: bool, by: Actor, at: datetime) -> None:
    """Budgets and cards have back what went back; with the last of it the coupons return and the points with them."""
    use, money = purchase.use, Counter[int]()
    events, returned = [], []
    if whole:
        CouponUse.objects.filter(pk=use.pk).update(state=UseState.REVERSED, ended_at=at)
        CouponUsed.objects.filter(use=use).update(live=False)
    for each in purchase.used:
        back = shares[each.pk] + (each.freight if whole else 0)
        money[each.batch_id] += back
        row = Coupon.objects.filter(pk=each.coupon_id)
        if each.pays and back:
            row.update(balance=F("balance") + back)
        comes_back = back if each.pays else whole
        if comes_back and row.filter(state=CouponState.REDEEMED).update(state=CouponState.READY):
            returned.append(each.coupon_id)
        act = CouponAct.RETURNED if whole else CouponAct.REVERSED
        if back or whole:
            events.append(booking.event(act, each.coupon, batch_id=each.batch_id, use=use, money=back, by=by, at=at))
    booking.give_back(money)
    booking.keep(events)
    _expire(returned, by=by, at=at)
    if whole and use.points:
        key = f"coupons-{use.pk}"
        points.reverse_spending(use.points_scheme, use.customer_id or 0, of=key, key=key, by=by, at=at)


def _expire(coupon_ids: Sequence[int], *, by: Actor, at: datetime) -> None:
    """What returned after its last day is expired at once."""
    rows = list(Coupon.objects.filter(pk__in=coupon_ids, state=CouponState.READY).order_by("pk"))
    plans = {plan.id: plan for plan in coupon_plans.every({row.batch_id for row in rows})}
    ending.expire([row for row in rows if row.until_on <= plans[row.batch_id].today(at)], by=by, at=at)


def _tell(use: CouponUse, reversal: CouponReversal, *, by: Actor, at: datetime) -> None:
    said: dict[str, Any] = {"amount": reversal.money, "currency": use.currency, "whole": reversal.whole}
    if use.customer_id is not None:
        told = {"event": "reversed", **said}
        timeline.post(use.customer_id, "benefit", at=at, data=told, ref=(SUBJECT, use.pk), by=by)
    audit.record("coupons.reversed", SUBJECT, use.pk, said, about=use.customer_id, by=by, at=at)


def _told(row: CouponReversal, *, again: bool) -> CouponsReversed:
    lines = tuple(LineBack(*each) for each in row.lines)
    freight = row.use.freight - _freight_off(row.use) if row.whole else 0
    return CouponsReversed(row.pk, lines, row.money + freight, freight, row.whole, again)


def _freight_off(use: CouponUse) -> int:
    return sum(CouponUsed.objects.filter(use=use).values_list("freight", flat=True))

"""What every writer of coupons shares: keys that are used once for ever, stock, budget, the book."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import F, Q

from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty.models import Coupon, CouponBatch, CouponEvent, CouponUse
from minghua.domain.loyalty.operations import points_booking
from minghua.domain.loyalty.types.coupon_story import CouponAct
from minghua.foundation.people.types import Actor
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.words import Text

BATCH: Final = 2_000
LONGEST_KEY: Final = 100


class CouponKeyTaken(Refusal):
    """The business key was used for something else."""

    code = "coupon_key_taken"
    status = 409
    text = Text("业务号「{key}」已登记过不同的内容。", "The key “{key}” was used for something else.")
    remedy = Text("同一件事请原样重发；另一件事请换一个业务号。", "Repeat the same thing unchanged, or use another key.")  # fmt: skip


class OutOfCoupons(Refusal):
    """No coupon is left to be made."""

    code = "out_of_coupons"
    status = 409
    text = Text("只剩 {left} 张可发。", "Only {left} are left.")
    remedy = Text("请减少张数，或发布发行量更大的新版本。", "Take fewer, or publish a version with more.")


class BudgetSpent(Refusal):
    """What the batch may cost is spent."""

    code = "budget_spent"
    status = 409
    text = Text("这批券的预算不够了。", "What the batch may cost is spent.")
    remedy = Text("请换一张券，或发布预算更大的新版本。", "Use another coupon, or publish a version with more budget.")


class CouponTaken(Refusal):
    """Somebody else used the coupon first; nothing was written."""

    code = "coupon_taken"
    status = 409
    text = Text("这张券刚被别处用掉或预留。", "The coupon was just used or held elsewhere.")
    remedy = Text("请重新询价。", "Ask again what the coupons give.")


def own_key(kind: str, key: str) -> str:
    """Return a business key as it is stored; raises Invalid."""
    if not 1 <= len(key.strip()) <= LONGEST_KEY:
        raise Invalid("业务号应为 1 至 100 字。", "A key has 1 to 100 characters.", field="key")
    return f"{kind}:{key.strip()}"


def digest(asked: Mapping[str, Any]) -> str:
    """Return the fingerprint of what was asked, so that a key is never used for something else."""
    return hashlib.sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()


def take_turn(customer_id: int | None, *, by: Actor) -> None:
    """Hold a customer and wait for its turn; raises NotFound for one whom this person may not act upon."""
    if customer_id is None:
        return
    points_booking.take_turns([customer_id])
    if customer_id not in customer_reads.visible_ids(by, [customer_id], pooled=False):
        raise NotFound(field="customer_id")


def take_stock(batch_id: int, count: int) -> None:
    """Take coupons out of what is left to be made; raises OutOfCoupons."""
    rows = CouponBatch.objects.filter(pk=batch_id)
    if not rows.filter(left__gte=count).update(left=F("left") - count):
        raise OutOfCoupons(left=rows.values_list("left", flat=True).get(), field="count")


def spend(money: Counter[int]) -> None:
    """Count money against the budgets of batches, in the order of their ids; raises BudgetSpent."""
    for pk in sorted(money):
        may = Q(budget=None) | Q(spent__lte=F("budget") - money[pk])
        if money[pk] and not CouponBatch.objects.filter(may, pk=pk).update(spent=F("spent") + money[pk]):
            raise BudgetSpent(field="coupons")


def give_back(money: Counter[int]) -> None:
    """Give budgets back what came back, in the order of their ids."""
    for pk in sorted(money):
        if money[pk]:
            CouponBatch.objects.filter(pk=pk).update(spent=F("spent") - money[pk])


def event(
    act: CouponAct, coupon: Coupon | None, *, batch_id: int, use: CouponUse | None = None, count: int = 1, money: int = 0,
    reason: str = "", by: Actor, at: datetime,
) -> CouponEvent:  # fmt: skip
    """Return a line of the book, to be stored by `keep`."""
    return CouponEvent(
        act=act.value, coupon=coupon, batch_id=batch_id, use=use, count=count, money=money, reason=reason[:200], at=at,
        by_id=by.user_id,
    )  # fmt: skip


def keep(events: Iterable[CouponEvent]) -> None:
    """Append lines to the book."""
    CouponEvent.objects.bulk_create(events, batch_size=BATCH)

"""Coupons as they are asked for on a purchase: found by number or by code, read with their terms, and what the shop's rules make of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from minghua.domain.loyalty.models import Coupon, CouponBatch, CouponUsed
from minghua.domain.loyalty.queries import coupon_basket as baskets
from minghua.domain.loyalty.queries import coupon_plans
from minghua.domain.loyalty.queries.coupon_plans import CouponPlan
from minghua.domain.loyalty.rules import arms, best_coupons, codes, laying
from minghua.domain.loyalty.types.coupon_batch import CouponSpec
from minghua.domain.loyalty.types.coupon_story import CouponState, Quote, Sale, SkippedCoupon, UsedCoupon, UseState
from minghua.domain.loyalty.types.coupons import (
    Basis,
    Basket,
    CouponDecision,
    HeldCoupon,
    Scope,
    ScopeKind,
    Validity,
)
from minghua.domain.loyalty.types.laying import Laid
from minghua.domain.loyalty.types.stacking import StackingPolicy
from minghua.foundation.vault import queries as vault
from minghua.kernel.errors import Invalid
from minghua.kernel.periods import Period, local_date
from minghua.kernel.words import Text

FINGERPRINTS: Final = "coupon code"
MOST_LINES: Final = 500
MOST_NAMED: Final = 100
_LONGEST_NUMBER: Final = 12
UNKNOWN: Final = "unknown"
_STATES: Final = {
    CouponState.HELD: Text("正被另一笔购买预留。", "It is held by another purchase."),
    CouponState.REDEEMED: Text("已经用过。", "It has been used."),
    CouponState.EXPIRED: Text("已过期。", "It has expired."),
    CouponState.VOID: Text("已作废。", "It was made void."),
}
_WHY: Final = {
    UNKNOWN: Text("没有这张券，或不能在这笔购买上使用。", "There is no such coupon, or it is not for this purchase."),
    "member_limit": Text("这位会员领用的张数已满。", "The member has had as many as one may."),
    "control_group": Text("这张券不能在这笔购买上使用。", "It is not for this purchase."),
    "other_points": Text("不同方案的积分不能在一笔购买上同用。", "Points of two schemes do not go together on one purchase."),
    "budget_spent": Text("这批券的预算不够了。", "What the batch may cost is spent."),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A coupon that was found, with the name under which it was asked for."""

    name: str
    row: Coupon
    plan: CouponPlan
    spec: CouponSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the rules make of the coupons on a purchase, to be told or to be kept."""

    asked: Mapping[str, Asked]
    laid: Laid
    skipped: tuple[SkippedCoupon, ...]
    policy: StackingPolicy
    basis: Basis
    points_scheme: str
    exact: bool = True

    @property
    def applied(self) -> tuple[tuple[Asked, CouponDecision], ...]:
        """The coupons that are used."""
        return tuple((self.asked[each.held.key], each) for each in self.laid.applied)


def judge(sale: Sale, *, at: datetime, mine: int | None = None) -> Judged:
    """Return what the coupons asked for give on a purchase, the best of the member's own when none is named.

    `mine` is a purchase whose hold counts as free. The customer, if any, was seen by the caller. Raises Invalid.
    """
    _look_at(sale)
    found, skipped = _found(sale, at=at, mine=mine)
    policy, basis = coupon_plans.policy(at)
    scheme = next((each.spec.points_scheme for each in found if each.spec.points_scheme), "")
    kept, others = _usable(found, sale, scheme)
    skipped += others
    basket = baskets.basket_of(sale, scheme, at=at)
    while True:
        laid, told, exact = _laid(kept, sale, basket, policy=policy, basis=basis, at=at)
        over = _over_budget(kept, laid)
        if over is None:
            break
        kept = [each for each in kept if each is not over]
        skipped.append(_skip(over.name, "budget_spent"))
    return Judged(
        asked={str(each.row.pk): each for each in kept}, laid=laid, skipped=(*skipped, *told), policy=policy, basis=basis,
        points_scheme=scheme, exact=exact,
    )  # fmt: skip


def quoted(judged: Judged, sale: Sale) -> Quote:
    """Return what was judged as it is told."""
    used = tuple(used_of(each, decision) for each, decision in judged.applied)
    off = tuple(sum(each.off[place] for each in used) for place in range(len(sale.lines)))
    return Quote(
        used=used, skipped=judged.skipped, off=off, freight_off=sum(each.freight for each in used),
        left=judged.laid.basket.left, saving=judged.laid.saving, exact=judged.exact,
    )  # fmt: skip


def used_of(asked: Asked, decision: CouponDecision) -> UsedCoupon:
    """Return what one coupon gives."""
    gives = decision.gives
    if gives is None:
        raise ValueError("a coupon that is used gives something")
    return UsedCoupon(
        coupon_id=asked.row.pk, batch=asked.plan.code, name=asked.spec.name, tail=asked.row.tail, off=gives.off,
        freight=gives.freight, gift=gives.gift, count=gives.count, points=gives.points, pays=gives.pays,
    )  # fmt: skip


def drawn_out(plan: CouponPlan, member_id: int) -> bool:
    """Return whether a member is of the batch's control group: the share never changes, hence nobody changes sides."""
    return arms.is_control(f"coupon:{plan.code}", member_id, percent=plan.latest.control)


def had(plan_id: int, customer_id: int) -> int:
    """Return how many coupons of a batch a customer has had; those made void do not count."""
    rows = Coupon.objects.filter(batch_id=plan_id, customer_id=customer_id)
    return rows.exclude(state=CouponState.VOID).count()


def _look_at(sale: Sale) -> None:
    if not 1 <= len(sale.lines) <= MOST_LINES:
        raise Invalid("购买应有 1 至 500 行。", "A purchase has 1 to 500 lines.", field="lines")
    if any(line.amount < 0 or line.quantity_milli <= 0 for line in sale.lines) or sale.freight < 0:
        raise Invalid("金额不小于零，数量大于零。", "Amounts are not below zero, quantities above.", field="lines")
    if len(sale.coupons) > MOST_NAMED:
        raise Invalid("一次最多写 100 张券。", "At most 100 coupons are named at once.", field="coupons")


def _found(sale: Sale, *, at: datetime, mine: int | None) -> tuple[list[Asked], list[SkippedCoupon]]:
    names = [each.strip() for each in sale.coupons]
    rows = _by_name(names, sale.customer_id, at=at) if names else _own(sale.customer_id)
    lapsed = _free(rows.values(), at=at, mine=mine)
    plans = {plan.id: plan for plan in coupon_plans.every({row.batch_id for row in rows.values()})}
    found, skipped = [], []
    for name in names or list(rows):
        row = rows.get(name)
        state = None if row is None else CouponState(row.state)
        if row is None:
            skipped.append(_skip(name, UNKNOWN))
        elif state is CouponState.READY or row.pk in lapsed:
            plan = plans[row.batch_id]
            found.append(Asked(name=name, row=row, plan=plan, spec=plan.numbered(row.version)))
        elif state is not None:
            skipped.append(SkippedCoupon(name, state.value, _STATES[state]))
    return found, skipped


def _by_name(names: Sequence[str], customer_id: int | None, *, at: datetime) -> dict[str, Coupon]:
    """A number names a coupon of this customer; a code also one that belongs to nobody yet."""
    blind = vault.blinder(FINGERPRINTS, at=at)
    numbers = {name: int(name) for name in names if name.isascii() and name.isdigit() and len(name) <= _LONGEST_NUMBER}
    prints = {name: blind(code) for name in names if name not in numbers and (code := codes.read(name))}
    own = Coupon.objects.filter(customer_id=customer_id, pk__in=numbers.values()) if customer_id and numbers else ()
    by_id = {row.pk: row for row in own}
    by_code = {row.fingerprint: row for row in Coupon.objects.filter(fingerprint__in=prints.values())} if prints else {}
    found = {name: by_id[pk] for name, pk in numbers.items() if pk in by_id}
    typed = {name: by_code[print_] for name, print_ in prints.items() if print_ in by_code}
    return found | {name: row for name, row in typed.items() if row.customer_id in (None, customer_id)}


def _own(customer_id: int | None) -> dict[str, Coupon]:
    if customer_id is None:
        return {}
    rows = Coupon.objects.filter(customer_id=customer_id, state__in=(CouponState.READY, CouponState.HELD))
    return {str(row.pk): row for row in rows.order_by("until_on", "pk")[:MOST_NAMED]}


def _free(rows: Iterable[Coupon], *, at: datetime, mine: int | None) -> frozenset[int]:
    """Return those held coupons whose hold has timed out, or is this purchase's own."""
    held = [row.pk for row in rows if row.state == CouponState.HELD]
    if not held:
        return frozenset()
    live = CouponUsed.objects.filter(coupon_id__in=held, live=True, use__state=UseState.HELD)
    told = live.values_list("coupon_id", "use_id", "use__until_at")
    return frozenset(pk for pk, use_id, until in told if use_id == mine or (until is not None and until <= at))


def _usable(found: list[Asked], sale: Sale, scheme: str) -> tuple[list[Asked], list[SkippedCoupon]]:
    kept: list[Asked] = []
    skipped: list[SkippedCoupon] = []
    new: Counter[int] = Counter()
    for each in found:
        code = ""
        if each.spec.points_scheme not in ("", scheme):
            code = "other_points"
        elif each.row.customer_id is None and sale.customer_id is not None:
            if drawn_out(each.plan, sale.customer_id):
                code = "control_group"
            elif had(each.plan.id, sale.customer_id) + new[each.plan.id] >= each.spec.per_member:
                code = "member_limit"
            else:
                new[each.plan.id] += 1
        if code:
            skipped.append(_skip(each.name, code))
        else:
            kept.append(each)
    return kept, skipped


def _laid(
    kept: list[Asked], sale: Sale, basket: Basket, *, policy: StackingPolicy, basis: Basis, at: datetime
) -> tuple[Laid, list[SkippedCoupon], bool]:
    on = local_date(at)
    held = [_held(each, on=on, at=at) for each in kept]
    names = {str(each.row.pk): each.name for each in kept}
    if sale.coupons:
        laid = laying.lay(held, basket, policy=policy, on=on, basis=basis)
        told = [
            SkippedCoupon(names[each.coupon], each.code.value, each.why, tuple(names[other] for other in each.because))
            for each in laid.skipped
        ]
        return laid, told, True
    choice = best_coupons.choose(held, basket, policy=policy, on=on, basis=basis)
    told = [SkippedCoupon(names[each.held.key], each.code, each.reasons[0].text) for each in choice.left_out]
    return choice.laid, told, choice.exact


def _held(each: Asked, *, on: date, at: datetime) -> HeldCoupon:
    """The days are those the coupon was made with; of another zone's batch they are moved to the shop's days."""
    shift = on - each.plan.today(at)
    days = Period(each.row.from_on + shift, each.row.until_on + shift)
    coupon = replace(each.spec.coupon, validity=Validity(period=days), scope=_folded(each.spec.coupon.scope))
    return HeldCoupon(str(each.row.pk), coupon, each.row.issued_on, each.row.balance)


def _folded(scope: Scope) -> Scope:
    return (
        Scope(scope.kind, frozenset(code.casefold() for code in scope.codes))
        if scope.kind is ScopeKind.PRODUCT
        else scope
    )


def _over_budget(kept: list[Asked], laid: Laid) -> Asked | None:
    """Return the last coupon of a batch whose budget does not reach, None when all reach."""
    money: Counter[int] = Counter()
    last: dict[int, Asked] = {}
    by_key = {str(each.row.pk): each for each in kept}
    for decision in laid.applied:
        each = by_key[decision.held.key]
        money[each.plan.id] += decision.gives.money if decision.gives else 0
        last[each.plan.id] = each
    bounded = CouponBatch.objects.filter(pk__in=money).exclude(budget=None).values_list("pk", "budget", "spent")
    return next((last[pk] for pk, budget, spent in bounded if budget is not None and spent + money[pk] > budget), None)


def _skip(name: str, code: str) -> SkippedCoupon:
    return SkippedCoupon(name, code, _WHY[code])


def last_day(until_on: date) -> date:
    """Return the last day on which a coupon may be used."""
    return until_on - timedelta(days=1)

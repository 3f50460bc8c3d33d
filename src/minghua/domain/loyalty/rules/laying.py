"""Several coupons on one basket, one after the other, each on what those before it left (R24.5).

Who goes with whom is told by `stacking`; here each is judged on the basket, and what it gives is taken off.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from minghua.domain.loyalty.rules import coupon_telling as telling
from minghua.domain.loyalty.rules import coupons, stacking
from minghua.domain.loyalty.types import stacking as words
from minghua.domain.loyalty.types.coupons import Basis, Basket, CouponDecision, CouponKind, HeldCoupon
from minghua.domain.loyalty.types.laying import Laid
from minghua.domain.loyalty.types.stacking import Candidate, SkipCode, Skipped, StackingPolicy, Validation


def lay(
    held: Iterable[HeldCoupon], basket: Basket, *, policy: StackingPolicy, on: date, basis: Basis = Basis.DISCOUNTED
) -> Laid:
    """Return what several coupons give on a basket, and why each of the others is not used.

    Cash cards are no coupons to stack: they pay what the coupons left, and a card that cannot pay spoils nothing.
    """
    handed = list(held)
    asked: list[Candidate] = []
    applied: list[CouponDecision] = []
    left = basket
    for each in in_order(handed, policy):
        decision = coupons.judge(each, left, on=on, basis=basis)
        asked.append(_candidate(decision))
        if decision.gives is not None and _is_used(asked, policy, beside=len(applied)):
            applied.append(decision)
            left = coupons.after(left, decision.gives)
    told = stacking.stack(asked, replace(policy, sequence=words.Sequence.REQUESTED))
    if not told.used:
        applied, left = [], basket
    cards = [each for each in handed if is_card(each)]
    return _paid(cards, Laid(applied=tuple(applied), skipped=told.skipped, basket=left), on=on)


def following(
    applied: Sequence[CouponDecision], held: HeldCoupon, left: Basket, *, policy: StackingPolicy, on: date, basis: Basis
) -> CouponDecision | None:
    """Return what a coupon gives after those that are used already; None when it is not used beside them."""
    decision = coupons.judge(held, left, on=on, basis=basis)
    asked = [_candidate(each) for each in (*applied, decision)]
    return decision if decision.gives is not None and _is_used(asked, policy, beside=len(applied)) else None


def in_order(held: Iterable[HeldCoupon], policy: StackingPolicy) -> list[HeldCoupon]:
    """Return the coupons that are no cash cards in the order in which they are used."""
    found = [each for each in held if not is_card(each)]
    ranked = policy.sequence is words.Sequence.HIERARCHY
    return sorted(found, key=lambda each: each.coupon.rank) if ranked else found


def is_card(held: HeldCoupon) -> bool:
    """Return whether it pays instead of taking off."""
    return held.coupon.kind is CouponKind.CASH_CARD


def _candidate(decision: CouponDecision) -> Candidate:
    coupon = decision.held.coupon
    against = telling.together(decision.reasons) if decision.gives is None else None
    return Candidate(decision.held.key, coupon.category, coupon.stackable, coupon.rank, against)


def _is_used(asked: Sequence[Candidate], policy: StackingPolicy, *, beside: int) -> bool:
    """Whether the last one is used beside so many that are used already."""
    one_by_one = replace(policy, validation=Validation.PARTIAL, sequence=words.Sequence.REQUESTED)
    return len(stacking.stack(asked, one_by_one).used) > beside


def _paid(cards: Iterable[HeldCoupon], laid: Laid, *, on: date) -> Laid:
    seen: set[str] = set()
    for card in cards:
        decision = coupons.judge(card, laid.basket, on=on)
        if decision.gives is None or card.key in seen:
            why = telling.reason("twice").text if card.key in seen else telling.together(decision.reasons)
            code = SkipCode.NAMED_TWICE if card.key in seen else SkipCode.OWN_CONDITION
            laid = replace(laid, skipped=(*laid.skipped, Skipped(card.key, code, why)))
        else:
            laid = replace(laid, applied=(*laid.applied, decision), basket=coupons.after(laid.basket, decision.gives))
        seen.add(card.key)
    return laid

"""Which of somebody's coupons save most on a basket (R24.5)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from typing import Final, NamedTuple

from minghua.domain.loyalty.rules import coupon_telling as telling
from minghua.domain.loyalty.rules import coupons
from minghua.domain.loyalty.rules.laying import following, in_order, is_card, lay
from minghua.domain.loyalty.types.coupons import Basis, Basket, CouponDecision, HeldCoupon
from minghua.domain.loyalty.types.laying import Choice, Laid
from minghua.domain.loyalty.types.stacking import StackingPolicy, Validation

EFFORT: Final = 25_000  # looks at a coupon; twelve useful ones are chosen from in 24,576 at most


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terms:
    """What stays the same while choosing."""

    policy: StackingPolicy
    on: date
    basis: Basis


class _Branch(NamedTuple):
    """Coupons chosen among the first `place` candidates, and the basket they leave."""

    place: int
    chosen: tuple[CouponDecision, ...]
    left: Basket
    saving: int


def choose(
    held: Iterable[HeldCoupon], basket: Basket, *, policy: StackingPolicy, on: date, basis: Basis = Basis.DISCOUNTED
) -> Choice:
    """Return the coupons that together save most, none of them idle, and why each of the others is left out.

    Up to twelve useful coupons the choice is `exact`; beyond, the best that was found in a bounded search. What pays
    from the member's own card saves nothing and is never chosen.
    """
    terms = _Terms(policy=replace(policy, validation=Validation.PARTIAL), on=on, basis=basis)
    handed = {each.key: each for each in held}.values()
    cards = [CouponDecision(held=each, reasons=(telling.reason("own_money"),)) for each in handed if is_card(each)]
    alone = [coupons.judge(each, basket, on=on, basis=basis) for each in in_order(handed, policy)]
    found, exact = _search([each for each in alone if each.gives is not None], basket, terms)
    best = _without_idle([each.held for each in found.chosen], basket, terms)
    left_out = tuple(_why(each) for each in (*alone, *cards) if each.held.key not in best.keys)
    return Choice(laid=best, left_out=left_out, exact=exact)


def _search(useful: list[CouponDecision], basket: Basket, terms: _Terms) -> tuple[_Branch, bool]:
    """Every coupon in or out, as long as those still to come could save more than the best so far: after others a
    coupon never saves more than it does alone."""
    to_come = list(accumulate((_saving(each) for each in reversed(useful)), initial=0))[::-1]
    found = _Branch(0, (), basket, 0)
    pending, spent = [found], 0
    while pending:
        branch = pending.pop()
        if branch.saving + to_come[branch.place] <= found.saving:
            continue
        spent += 1 + len(branch.chosen)
        if spent > EFFORT:
            return found, False
        pending.append(branch._replace(place=branch.place + 1))
        taken = _with(branch, useful[branch.place].held, terms)
        if taken is not None:
            pending.append(taken)
            found = max(found, taken, key=lambda each: each.saving)
    return found, True


def _with(branch: _Branch, held: HeldCoupon, terms: _Terms) -> _Branch | None:
    decision = following(branch.chosen, held, branch.left, policy=terms.policy, on=terms.on, basis=terms.basis)
    if decision is None or decision.gives is None:
        return None
    left = coupons.after(branch.left, decision.gives)
    return _Branch(branch.place + 1, (*branch.chosen, decision), left, branch.saving + _saving(decision))


def _without_idle(chosen: list[HeldCoupon], basket: Basket, terms: _Terms) -> Laid:
    """Keep for another day what is not needed for the same saving."""

    def laid(kept: list[HeldCoupon]) -> Laid:
        return lay(kept, basket, policy=terms.policy, on=terms.on, basis=terms.basis)

    best = laid(chosen)
    for idle in reversed(chosen):
        without = laid([each.held for each in best.applied if each.held is not idle])
        if without.saving >= best.saving:
            best = without
    return best


def _why(alone: CouponDecision) -> CouponDecision:
    return (
        alone if alone.gives is None else CouponDecision(held=alone.held, reasons=(telling.reason("better_without"),))
    )


def _saving(decision: CouponDecision) -> int:
    return decision.gives.saving if decision.gives else 0

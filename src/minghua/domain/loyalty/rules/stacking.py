"""Which of several coupons are used on one order, and why each of the others is not (R24.5)."""

from collections.abc import Sequence

from minghua.domain.loyalty.types.stacking import (
    MOST_ASKED,
    Candidate,
    SkipCode,
    Skipped,
    Stack,
    Stackable,
    StackingPolicy,
    Validation,
)
from minghua.domain.loyalty.types.stacking import Sequence as Order
from minghua.kernel.words import Text


def may_meet(one: Stackable, other: Stackable) -> bool:
    """Return whether coupons of two categories may be used on one order; how many of them is the policy's (R24.5)."""
    return Stackable.ALWAYS in (one, other) or one is other


def stack(asked: Sequence[Candidate], policy: StackingPolicy) -> Stack:
    """Return who is used and who is skipped: whoever comes first stays, and every coupon is accounted for once by place.

    With validation `all`, one that is skipped leaves nothing used (R24.5).
    """
    used: list[Candidate] = []
    skipped: dict[int, Skipped] = {}
    for place in _sequence(asked, policy):
        against = _against(asked, place, used, policy)
        if against is None:
            used.append(asked[place])
        else:
            skipped[place] = against
    if skipped and policy.validation is Validation.ALL:
        return _nothing(asked, skipped)
    return Stack(tuple(each.coupon for each in used), tuple(skipped[place] for place in sorted(skipped)))


def _sequence(asked: Sequence[Candidate], policy: StackingPolicy) -> list[int]:
    """Return the places in the order in which they are judged; of one rank as they were named."""
    places = list(range(len(asked)))
    return sorted(places, key=lambda place: asked[place].rank) if policy.sequence is Order.HIERARCHY else places


def _against(
    asked: Sequence[Candidate], place: int, used: Sequence[Candidate], policy: StackingPolicy
) -> Skipped | None:
    """Return the first reason against using this one beside those; None when there is none."""
    one = asked[place]
    if place >= MOST_ASKED:
        return _skip(one, SkipCode.TOO_MANY_ASKED, most=MOST_ASKED)
    if any(earlier.coupon == one.coupon for earlier in asked[:place]):
        return _skip(one, SkipCode.NAMED_TWICE)
    if one.against is not None:
        return Skipped(one.coupon, SkipCode.OWN_CONDITION, one.against)
    return _apart(one, used) or _full(one, used, policy)


def _apart(one: Candidate, used: Sequence[Candidate]) -> Skipped | None:
    others = [other for other in used if not may_meet(one.stackable, other.stackable)]
    return _skip(one, SkipCode.NOT_TOGETHER, others) if others else None


def _full(one: Candidate, used: Sequence[Candidate], policy: StackingPolicy) -> Skipped | None:
    alone = [other for other in used if other.stackable is Stackable.NEVER]
    if one.stackable is Stackable.NEVER and len(alone) >= policy.most_alone:
        return _skip(one, SkipCode.ALONE_FULL, alone, most=policy.most_alone)
    alike = [other for other in used if other.category == one.category]
    if len(alike) >= policy.per_category:
        return _skip(one, SkipCode.CATEGORY_FULL, alike, most=policy.per_category)
    return _skip(one, SkipCode.ORDER_FULL, used, most=policy.most) if len(used) >= policy.most else None


def _nothing(asked: Sequence[Candidate], skipped: dict[int, Skipped]) -> Stack:
    """Nobody is used: those at fault keep their own reason, the others name them."""
    guilty = [asked[place] for place in sorted(skipped)]
    told = (skipped.get(place) or _skip(each, SkipCode.NOT_ALL, guilty) for place, each in enumerate(asked))
    return Stack((), tuple(told))


def _skip(one: Candidate, code: SkipCode, others: Sequence[Candidate] = (), *, most: int = 0) -> Skipped:
    zh, en = _WHY[code]
    return Skipped(
        one.coupon, code, Text(zh.format(most=most), en.format(most=most)), tuple(each.coupon for each in others)
    )


_WHY = {
    SkipCode.NAMED_TWICE: Text("同一张券写了两次。", "The same coupon was named twice."),
    SkipCode.TOO_MANY_ASKED: Text("一次最多提交 {most} 张券。", "At most {most} coupons can be named at once."),
    SkipCode.NOT_TOGETHER: Text("不能与已用的券同时使用。", "It cannot be used together with a coupon already used."),
    SkipCode.ALONE_FULL: Text("不可叠加的券每单最多 {most} 张。", "Of coupons that stand alone an order takes at most {most}."),
    SkipCode.CATEGORY_FULL: Text("同一类的券每单最多 {most} 张。", "Of one category an order takes at most {most}."),
    SkipCode.ORDER_FULL: Text("每单最多用 {most} 张券。", "An order takes at most {most}."),
    SkipCode.NOT_ALL: Text("有券不能使用，因此一张都没有用。", "Another coupon cannot be used, so none was."),
}  # fmt: skip

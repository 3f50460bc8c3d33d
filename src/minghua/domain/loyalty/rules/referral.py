"""Whether a recommendation pays: one per new customer, after the return window, taken back from both sides (P6)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from minghua.domain.loyalty.types.referral import ReferralDecision, ReferralFacts, ReferralState, ReferralTerms, Side
from minghua.domain.loyalty.types.story import Reason
from minghua.kernel.words import Text

_SAYS: Final = {
    "self": Text("不能推荐自己。", "Nobody recommends themselves."),
    "same_phone": Text("推荐人与被推荐人手机号相同。", "Both sides have the same phone."),
    "same_device": Text("推荐人与被推荐人使用同一设备。", "Both sides use the same device."),
    "same_address": Text("推荐人与被推荐人地址相同。", "Both sides have the same address."),
    "already_recommended": Text("对方已由别人推荐。", "Somebody else has recommended them."),
    "already_customer": Text("对方在推荐之前已下过单。", "They had ordered before they were recommended."),
    "most_reached": Text("推荐奖励已达上限。", "The most that one member may bring is reached."),
    "no_order_yet": Text("等待对方首次下单。", "Waiting for their first order."),
    "in_return_window": Text("首单还在退货期内。", "Their first order can still be returned."),
    "qualified": Text("首单退货期已过，双方得积分。", "The return window of the first order is over; both sides are paid."),
    "paid_before": Text("这次推荐已经奖励过。", "This recommendation was paid before."),
    "returned": Text("首单已退，推荐奖励收回。", "The first order was returned; the reward is taken back."),
}  # fmt: skip


def judge(terms: ReferralTerms, referrer: Side, referee: Side, facts: ReferralFacts, *, on: date) -> ReferralDecision:
    """Return where a recommendation stands that day, and what is still to be booked to either side.

    What was paid is taken back from both sides when the first order is returned, and is never paid a second time.
    """
    if facts.paid:
        return _after_payment(terms, facts)
    refused = next(_against(terms, referrer, referee, facts), None)
    if refused is not None:
        return _decided(ReferralState.REFUSED, refused)
    if facts.first_order_on is None:
        return _decided(ReferralState.WAITING, "no_order_yet")
    due_on = facts.first_order_on + timedelta(days=terms.return_days)
    if on < due_on:
        return _decided(ReferralState.WAITING, "in_return_window")._replace(due_on=due_on)
    paid = _decided(ReferralState.QUALIFIED, "qualified")
    return paid._replace(
        referrer_points=terms.referrer_points, referee_points=terms.referee_points, due_on=due_on
    )  # fmt: skip


def _after_payment(terms: ReferralTerms, facts: ReferralFacts) -> ReferralDecision:
    if not facts.returned:
        return _decided(ReferralState.QUALIFIED, "paid_before")
    taken = _decided(ReferralState.REVERSED, "returned")
    return taken._replace(referrer_points=-terms.referrer_points, referee_points=-terms.referee_points)


def _against(terms: ReferralTerms, referrer: Side, referee: Side, facts: ReferralFacts) -> Iterator[str]:
    """Yield what speaks against it, the first one first."""
    if referrer.member_id == referee.member_id:
        yield "self"
    for code, ours, theirs in (
        ("same_phone", referrer.phones, referee.phones),
        ("same_device", referrer.devices, referee.devices),
        ("same_address", referrer.addresses, referee.addresses),
    ):
        if ours & theirs:
            yield code
    if facts.recommended_by not in {None, referrer.member_id}:
        yield "already_recommended"
    if facts.ordered_before:
        yield "already_customer"
    if facts.returned:
        yield "returned"
    if terms.most is not None and facts.qualified_before >= terms.most:
        yield "most_reached"


def _decided(state: ReferralState, code: str) -> ReferralDecision:
    return ReferralDecision(state, Reason(code, _SAYS[code]))

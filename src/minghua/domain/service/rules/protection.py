"""What a claim under a protection policy comes to, step by step; what a deposit covers; differences both ways (R21.1 – R21.4)."""

from datetime import datetime, time, timedelta
from typing import Final

from minghua.domain.service.types.protection import (
    Anchor,
    Claim,
    Count,
    Deposit,
    Need,
    Party,
    Protection,
    Remedy,
    Step,
    Verdict,
)
from minghua.kernel.periods import SHANGHAI
from minghua.kernel.words import Text

_ANCHORS: Final = {
    Anchor.SIGNED: Text("签收", "signed for"),
    Anchor.SUCCESS: Text("交易成功", "deal successful"),
    Anchor.SOLD: Text("售出", "sold"),
}
_NEEDS: Final = {
    Need.ASKED_SELLER: Text("已先找卖家，没有结果", "the seller was asked first, without result"),
    Need.RESALEABLE: Text("不影响再次销售，不属排除的品类", "fit for sale again, of no excluded kind"),
    Need.FAKE_ESTABLISHED: Text("已认定为假货", "it is established as a fake"),
    Need.DEFECT: Text("质量或运输问题", "a defect or damage in transit"),
}


def judge(policy: Protection, claim: Claim) -> Verdict:
    """Return whether a claim is granted, until when it could be made, what is paid by whom, and every step of why."""
    steps, until = _in_time(policy, claim)
    steps += [Step(need in claim.holds, _NEEDS[need]) for need in policy.needs]
    if policy.reason_required:
        steps.append(Step(bool(claim.reason.strip()), Text("写明了理由", "a reason is given")))
    allowed = all(step.holds for step in steps)
    paid = compensation(policy, claim.price_minor) if allowed else 0
    refund = claim.price_minor if allowed and policy.remedy is not Remedy.EXCHANGE else 0
    return Verdict(
        allowed, until, refund, paid, policy.payer, policy.freight, tuple(steps), policy.code, policy.version
    )


def ends(policy: Protection, anchor: datetime) -> datetime | None:
    """Return the first instant at which it is too late; None when there is no end."""
    if policy.days is None:
        return None
    if policy.count is Count.EXACT:
        return anchor + timedelta(days=policy.days)
    last = anchor.astimezone(SHANGHAI).date() + timedelta(days=policy.days + 1)
    return datetime.combine(last, time.min, SHANGHAI)


def compensation(policy: Protection, price_minor: int) -> int:
    """Return what is paid beside the refund: so many times the price, at least the floor, at most the cap."""
    if not policy.times:
        return 0
    whole = max(policy.times * price_minor, policy.floor_minor)
    return whole if policy.cap_minor is None else min(whole, policy.cap_minor)


def pay_from_deposit(amount_minor: int, *, deposit_minor: int, required_minor: int) -> Deposit:
    """Return how a payment is taken from the deposit first; below what is required the shop is limited until it tops up."""
    covered = min(amount_minor, deposit_minor)
    left = deposit_minor - covered
    return Deposit(covered, amount_minor - covered, left, max(0, required_minor - left))


def difference(old_minor: int, new_minor: int) -> int:
    """Return what an exchange costs the customer: below zero is given back (多退少补)."""
    return new_minor - old_minor


def freight(*, fault: Party, agreed: Party | None = None) -> Party:
    """Return who bears the freight: the side that caused the return, unless something else was agreed."""
    return agreed or fault


def _in_time(policy: Protection, claim: Claim) -> tuple[list[Step], datetime | None]:
    at = {Anchor.SIGNED: claim.signed_at, Anchor.SUCCESS: claim.success_at, Anchor.SOLD: claim.sold_at}[policy.anchor]
    name = _ANCHORS[policy.anchor]
    if at is None:
        return [Step(False, Text(f"还没有「{name.zh}」的时间", f"it is not known when it was {name.en}"))], None
    until = ends(policy, at)
    steps = [Step(claim.claimed_at >= at, Text(f"在「{name.zh}」之后提出", f"claimed after it was {name.en}"))]
    if until is None:
        return [*steps, Step(True, Text("没有期限", "at any time"))], None
    said = until.astimezone(SHANGHAI)
    if policy.count is Count.NEXT_DAY:
        last = said.date() - timedelta(days=1)
        text = Text(
            f"{name.zh}次日起 {policy.days} 天，到 {last} 24:00",
            f"{policy.days} days from the day after it was {name.en}, to {last} 24:00",
        )
    else:
        text = Text(
            f"{name.zh}起 {policy.days} 天整，到 {said:%Y-%m-%d %H:%M}",
            f"{policy.days} days from when it was {name.en}, to {said:%Y-%m-%d %H:%M}",
        )
    return [*steps, Step(claim.claimed_at < until, text)], until

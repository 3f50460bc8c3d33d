"""What becomes of a voucher's code in a call: registered once, refused without telling whose it is, locked (P8)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from minghua.domain.loyalty.rules import voucher_codes
from minghua.domain.loyalty.types.story import Reason
from minghua.domain.loyalty.types.vouchers import (
    STEPS,
    CallFacts,
    Outcome,
    VoucherDecision,
    VoucherFacts,
    VoucherState,
)
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

WRONG_CODES: Final = 5
LOCK: Final = timedelta(hours=24)
REPROMPTS: Final = 3  # so many mistypings in a call are only asked again

_SAID: Final = {
    Outcome.REGISTERED: Text("登记成功，积分已记入。", "Registered; the points are credited."),
    Outcome.UNDER_AGE: Text("本活动限 18 岁以上参加。再见。", "This is for callers of 18 and over. Goodbye."),
    Outcome.NO_CONSENT: Text("未经您同意，我们不登记。再见。", "Without your consent nothing is registered. Goodbye."),
    Outcome.LOCKED: Text(
        "输错次数太多，本号码最多锁定 24 小时。", "Too many wrong codes; this number is locked for up to 24 hours."
    ),
    Outcome.MISTYPED: Text("号码有误，请重新输入。", "The number is mistyped; enter it again."),
    Outcome.UNKNOWN: Text("没有这个号码，请核对后重试。", "There is no such number; check it and try again."),
    Outcome.VOIDED: Text("这张礼券已作废。", "This voucher was voided."),
    Outcome.ALREADY_BY_YOU: Text("您已经登记过这张礼券。", "You have registered this voucher already."),
    Outcome.ALREADY_USED: Text("这张礼券已经用过。", "This voucher has been used."),
    Outcome.EXPIRED: Text("这张礼券已过期。", "This voucher has expired."),
}


class IllegalStep(Refusal):
    """A voucher cannot pass from one state to the other."""

    code = "illegal_step"
    status = 409
    text = Text("礼券不能从「{now}」变为「{then}」。", "A voucher cannot pass from “{now}” to “{then}”.")
    remedy = Text("请查看礼券的经过。", "See what happened to the voucher.")


def step(now: VoucherState, then: VoucherState) -> VoucherState:
    """Return the next state; raises IllegalStep where the table has no such step."""
    if then not in STEPS[now]:
        raise IllegalStep(now=now.value, then=then.value)
    return then


def gate(call: CallFacts, *, at: datetime) -> VoucherDecision | None:
    """Return what ends a call before a code is asked for: under age, no consent, a locked number; None to go on (GN-10)."""
    if not call.of_age:
        return _decided(Outcome.UNDER_AGE)
    if not call.service_consent:
        return _decided(Outcome.NO_CONSENT)
    until = locked_until(call.wrong_at, at=at)
    return None if until is None else _decided(Outcome.LOCKED, locked_until=until)


def mistyped(call: CallFacts, *, at: datetime) -> VoucherDecision:
    """Return what a code whose digits cannot be right brings: asked again, counted after the third in a call."""
    return gate(call, at=at) or _decided(Outcome.MISTYPED, counts_as_wrong=call.mistyped >= REPROMPTS)


def register(voucher: VoucherFacts | None, call: CallFacts, *, at: datetime, zone: ZoneInfo) -> VoucherDecision:
    """Return what a well-formed code brings to this caller (GN-02, GN-04, GN-05); None: no such voucher.

    What is said never tells who used a voucher, nor whether a code that was not handed out exists.
    """
    stopped = gate(call, at=at)
    if stopped is not None:
        return stopped
    outcome = _outcome(voucher, call, on=local_date(at, zone))
    if voucher is None or outcome is not Outcome.REGISTERED:
        return _decided(outcome, counts_as_wrong=outcome is Outcome.UNKNOWN)
    return _decided(outcome, points=voucher.points, new_profile=call.member_id is None)


def answer(
    typed: str,
    voucher: VoucherFacts | None,
    call: CallFacts,
    *,
    at: datetime,
    zone: ZoneInfo,
    digits: int = voucher_codes.LEAST_DIGITS,
) -> VoucherDecision:
    """Return what keyed digits bring: first the check digit, then the voucher that was found by them."""
    if voucher_codes.read(typed, digits=digits) is None:
        return mistyped(call, at=at)
    return register(voucher, call, at=at, zone=zone)


def locked_until(wrong_at: Iterable[datetime], *, at: datetime) -> datetime | None:
    """Return until when a number is locked, None when it is not: five wrong codes within 24 hours lock it until
    24 hours after the first of the five (GN-04). What is tried while it is locked is not counted."""
    recent = sorted(each for each in wrong_at if at - LOCK < each <= at)
    return recent[-WRONG_CODES] + LOCK if len(recent) >= WRONG_CODES else None


def _outcome(voucher: VoucherFacts | None, call: CallFacts, *, on: date) -> Outcome:
    if voucher is None or voucher.state is VoucherState.MINTED:
        return Outcome.UNKNOWN
    if voucher.state is VoucherState.REGISTERED:
        by_you = call.member_id is not None and call.member_id == voucher.registered_by
        return Outcome.ALREADY_BY_YOU if by_you else Outcome.ALREADY_USED
    if voucher.state is VoucherState.VOIDED:
        return Outcome.VOIDED
    expired = voucher.state is VoucherState.EXPIRED or on > voucher.last_day
    return Outcome.EXPIRED if expired else Outcome.REGISTERED


def _decided(
    outcome: Outcome,
    *,
    points: int = 0,
    counts_as_wrong: bool = False,
    new_profile: bool = False,
    locked_until: datetime | None = None,
) -> VoucherDecision:
    reason = Reason(outcome.value, _SAID[outcome])
    return VoucherDecision(outcome, reason, points, counts_as_wrong, new_profile, locked_until)

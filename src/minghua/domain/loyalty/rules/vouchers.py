"""What a caller who enters a voucher is answered, and which steps a voucher may take (P8, R24.6)."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from minghua.domain.loyalty.rules.voucher_digits import has_check_digit, normalised
from minghua.domain.loyalty.rules.voucher_lock import locked_until
from minghua.domain.loyalty.types.story import Reason
from minghua.domain.loyalty.types.vouchers import STEPS, Answer, AnswerCode, CallFacts, Voucher, VoucherState
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

FREE_SLIPS: Final = 3
_SAYS: Final = {
    AnswerCode.REGISTERED: Text("登记成功，积分已记入。", "Registered; the points are yours."),
    AnswerCode.ALREADY_BY_YOU: Text("这张礼券您已登记过，不再计分。", "You registered this voucher before; it brings no more points."),
    AnswerCode.ALREADY_USED: Text("这张礼券已被使用。", "This voucher has been used."),
    AnswerCode.EXPIRED: Text("这张礼券已过期。", "This voucher has expired."),
    AnswerCode.NOT_VALID: Text("号码无效，请核对后再输。", "This number is not valid; look at it and enter it again."),
    AnswerCode.TRY_AGAIN: Text("输入有误，请再输一次。", "That was mistyped; enter it once more."),
    AnswerCode.LOCKED: Text("输错次数过多，请稍后再试。", "Too many wrong numbers; try again later."),
    AnswerCode.ASK_NUMBER: Text("请输入您的手机号。", "Enter your telephone number."),
    AnswerCode.ASK_AGE: Text("请确认您已满 18 岁。", "Confirm that you are 18 or older."),
    AnswerCode.UNDER_AGE: Text("未满 18 岁不能参加，再见。", "This is for people of 18 and older. Goodbye."),
    AnswerCode.ASK_CONSENT: Text("请确认同意我们为登记礼券使用您的号码。", "Confirm that we may use your number to register the voucher."),
    AnswerCode.NO_CONSENT: Text("未经同意不能登记，再见。", "Without your consent nothing can be registered. Goodbye."),
}  # fmt: skip


def may_become(state: VoucherState, to: VoucherState) -> bool:
    """Return whether the machine allows that step."""
    return to in STEPS[state]


def before_digits(facts: CallFacts) -> Answer | None:
    """Return what must be asked or said before digits are taken: number, age, consent; None when all is there (GN-10)."""
    if facts.caller is None:
        return _answer(AnswerCode.ASK_NUMBER)
    if facts.of_age is not True:
        return _answer(AnswerCode.ASK_AGE) if facts.of_age is None else _goodbye(AnswerCode.UNDER_AGE)
    if facts.service_consent is not True:
        unasked = facts.service_consent is None
        return _answer(AnswerCode.ASK_CONSENT) if unasked else _goodbye(AnswerCode.NO_CONSENT)
    return None


def judge(digits: str, voucher: Voucher | None, facts: CallFacts, *, at: datetime, zone: ZoneInfo) -> Answer:
    """Return the answer to entered digits; `voucher` is what those digits name, None when there is none.

    While a number is locked every code is answered alike, a good one too (GN-04).
    """
    first = before_digits(facts)
    if first is not None:
        return first
    until = locked_until(facts.wrong_at, at=at)
    if until is not None:
        return _answer(AnswerCode.LOCKED)._replace(locked_until=until, ends_call=True)
    if not has_check_digit(normalised(digits)):
        return _answer(AnswerCode.TRY_AGAIN)._replace(counts_slip=True, counts_wrong=facts.slips >= FREE_SLIPS)
    return _registration(voucher, facts.caller, at=at, zone=zone)


def is_expired(voucher: Voucher, *, at: datetime, zone: ZoneInfo) -> bool:
    """Return whether its last good day is over: from local midnight on (GN-05)."""
    return voucher.state is VoucherState.EXPIRED or local_date(at, zone) > voucher.expires_on


def _registration(voucher: Voucher | None, caller: str | None, *, at: datetime, zone: ZoneInfo) -> Answer:
    """Who registered it stays untold to everybody else (GN-02)."""
    if voucher is None or voucher.state in {VoucherState.MINTED, VoucherState.VOIDED}:
        return _answer(AnswerCode.NOT_VALID)._replace(counts_wrong=True)
    if voucher.state is VoucherState.REGISTERED:
        own = voucher.registered_by == caller
        return _answer(AnswerCode.ALREADY_BY_YOU if own else AnswerCode.ALREADY_USED)
    if is_expired(voucher, at=at, zone=zone):
        return _answer(AnswerCode.EXPIRED)
    return _answer(AnswerCode.REGISTERED)._replace(points=voucher.points)


def _answer(code: AnswerCode) -> Answer:
    return Answer(code, Reason(code.value, _SAYS[code]))


def _goodbye(code: AnswerCode) -> Answer:
    return _answer(code)._replace(ends_call=True)

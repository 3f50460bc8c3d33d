"""Vouchers by telephone: what a caller is answered, how long a number is locked, and which steps there are (P8)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.loyalty.rules import vouchers
from minghua.domain.loyalty.rules.voucher_digits import has_check_digit, normalised, with_check_digit
from minghua.domain.loyalty.rules.voucher_lock import locked_until
from minghua.domain.loyalty.types.vouchers import AnswerCode, CallFacts, Voucher, VoucherState

HONG_KONG = ZoneInfo("Asia/Hong_Kong")
CODE = "4938172056142"
NOON = datetime(2024, 6, 1, 4, tzinfo=UTC)
ME, OTHER = "+85291234567", "+85297654321"
OUT = Voucher(VoucherState.DISTRIBUTED, 10, date(2024, 12, 31))
MINE = Voucher(VoucherState.REGISTERED, 10, date(2024, 12, 31), registered_by=ME)


def call(caller=ME, **more):
    return CallFacts(**{"caller": caller, "of_age": True, "service_consent": True, **more})


def answer(voucher=OUT, facts=None, *, digits=CODE, at=NOON):
    return vouchers.judge(digits, voucher, facts or call(), at=at, zone=HONG_KONG)


def minutes(*counts):
    return tuple(NOON + timedelta(minutes=each) for each in counts)


def test_gn_01_a_valid_code_brings_its_points():
    found = answer()
    assert (found.code, found.points, found.counts_wrong) == (AnswerCode.REGISTERED, 10, False)


@pytest.mark.parametrize(
    ("caller", "code"),
    [(ME, AnswerCode.ALREADY_BY_YOU), (OTHER, AnswerCode.ALREADY_USED)],
    ids=["GN-02", "GN-02-other"],
)
def test_gn_02_the_same_code_again(caller, code):
    found = answer(MINE, call(caller))
    assert (found.code, found.points, found.counts_wrong) == (code, 0, False)


def test_gn_02_nothing_tells_who_had_it():
    assert answer(MINE, call(OTHER)) == answer(Voucher(VoucherState.REGISTERED, 10, OUT.expires_on, "x"), call(OTHER))


def test_gn_04_five_unknown_codes_lock_until_a_day_after_the_first():
    wrong: tuple[datetime, ...] = ()
    for at in minutes(0, 1, 2, 3, 4):
        assert answer(None, call(wrong_at=wrong), at=at).code is AnswerCode.NOT_VALID
        wrong = (*wrong, at)
    ends = NOON + timedelta(hours=24)
    good = answer(OUT, call(wrong_at=wrong), at=ends - timedelta(seconds=1))
    assert (good.code, good.points, good.locked_until) == (AnswerCode.LOCKED, 0, ends)
    assert answer(OUT, call(wrong_at=wrong), at=ends).code is AnswerCode.REGISTERED


def test_gn_04_four_do_not_lock():
    assert answer(OUT, call(wrong_at=minutes(0, 1, 2, 3)), at=NOON + timedelta(hours=1)).code is AnswerCode.REGISTERED


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (datetime(2024, 12, 31, 15, 59, 59, tzinfo=UTC), AnswerCode.REGISTERED),
        (datetime(2024, 12, 31, 16, 0, 0, tzinfo=UTC), AnswerCode.EXPIRED),
    ],
    ids=["GN-05-last-second", "GN-05-midnight"],
)
def test_gn_05_a_voucher_lapses_at_local_midnight(at, code):
    assert answer(at=at).code is code


def test_gn_06_who_dials_again_after_the_end_is_told_it_was_theirs():
    assert answer(MINE, at=datetime(2025, 3, 1, tzinfo=UTC)).code is AnswerCode.ALREADY_BY_YOU


def test_gn_10_under_age_ends_the_call_before_any_code_is_looked_at():
    found = answer(facts=call(of_age=False))
    assert (found.code, found.ends_call, found.points, found.counts_wrong) == (AnswerCode.UNDER_AGE, True, 0, False)


@pytest.mark.parametrize(
    ("facts", "code", "ends"),
    [
        (call(None), AnswerCode.ASK_NUMBER, False),
        (call(of_age=None), AnswerCode.ASK_AGE, False),
        (call(service_consent=None), AnswerCode.ASK_CONSENT, False),
        (call(service_consent=False), AnswerCode.NO_CONSENT, True),
    ],
    ids=["hidden number", "age", "consent", "no consent"],
)
def test_what_is_asked_before_digits(facts, code, ends):
    found = answer(facts=facts)
    assert (found.code, found.ends_call) == (code, ends)


@pytest.mark.parametrize(("slips", "wrong"), [(0, False), (1, False), (2, False), (3, True), (9, True)])
def test_a_slip_asks_again_and_counts_after_the_third_of_a_call(slips, wrong):
    found = answer(None, call(slips=slips), digits="4938172056143")
    assert (found.code, found.counts_slip, found.counts_wrong) == (AnswerCode.TRY_AGAIN, True, wrong)


def test_unknown_undistributed_and_voided_codes_are_answered_alike():
    shut = [Voucher(state, 10, OUT.expires_on) for state in (VoucherState.MINTED, VoucherState.VOIDED)]
    assert {answer(each) for each in (None, *shut)} == {answer(None)}


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        ("minted", {"distributed", "expired", "voided"}),
        ("distributed", {"registered", "expired", "voided"}),
        ("registered", {"voided"}),
        ("expired", set()),
        ("voided", set()),
    ],
)
def test_the_steps_of_a_voucher(state, allowed):
    assert {to.value for to in VoucherState if vouchers.may_become(VoucherState(state), to)} == allowed


def test_the_check_digit_of_the_printed_example():
    assert with_check_digit("493817205614") == CODE
    assert normalised("４９３８ 1720-5614 2") == CODE
    with pytest.raises(ValueError, match="12 random digits"):
        with_check_digit("49381720561")


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 12), st.integers(1, 9))
def test_every_single_wrong_digit_is_noticed(body, place, more):
    code = with_check_digit(body)
    slipped = code[:place] + str((int(code[place]) + more) % 10) + code[place + 1 :]
    assert (has_check_digit(code), has_check_digit(slipped)) == (True, False)


@given(st.lists(st.integers(0, 4 * 24 * 60), max_size=60))
def test_no_stretch_of_a_day_holds_a_sixth_wrong_code(attempts):
    wrong: list[datetime] = []
    for at in minutes(*sorted(attempts)):
        if locked_until(wrong, at=at) is None:
            wrong.append(at)
    for first in wrong:
        assert sum(first <= each < first + timedelta(hours=24) for each in wrong) <= 5

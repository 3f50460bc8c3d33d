"""Telephone vouchers by their worked cases (GN-01, GN-02, GN-04, GN-05, GN-10): codes, calls, locks."""

import itertools
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.loyalty.rules import voucher_codes, vouchers
from minghua.domain.loyalty.types.vouchers import CallFacts, Outcome, VoucherFacts, VoucherState
from minghua.kernel.periods import SHANGHAI

CODE = "4938172056142"
NOON = datetime(2024, 12, 1, 12, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)
ME, ANOTHER = 7, 8


def voucher(state: VoucherState = VoucherState.DISTRIBUTED, by: int | None = None) -> VoucherFacts:
    return VoucherFacts(state=state, points=10, last_day=date(2024, 12, 31), registered_by=by)


def call(found: VoucherFacts | None, *, typed: str = CODE, at: datetime = NOON, **facts):
    return vouchers.answer(typed, found, CallFacts(**facts), at=at, zone=SHANGHAI)


def wrong(*hours: float) -> tuple[datetime, ...]:
    return tuple(NOON + each * HOUR for each in hours)


def test_gn_01_the_code_is_whole_and_a_new_caller_is_credited():
    assert (voucher_codes.read(CODE), voucher_codes.made(493817205614)) == (CODE, CODE)
    decision = call(voucher())
    assert (decision.outcome, decision.points, decision.new_profile) == (Outcome.REGISTERED, 10, True)
    assert not call(voucher(), member_id=ME).new_profile


@pytest.mark.parametrize(
    ("caller", "outcome"),
    [(ME, Outcome.ALREADY_BY_YOU), (ANOTHER, Outcome.ALREADY_USED), (None, Outcome.ALREADY_USED)],
    ids=["GN-02-same", "GN-02-other", "GN-02-unknown"],
)
def test_gn_02_a_code_is_registered_once(caller, outcome):
    decision = call(voucher(VoucherState.REGISTERED, by=ME), member_id=caller)
    assert (decision.outcome, decision.points, decision.new_profile, decision.counts_as_wrong) == (
        outcome, 0, False, False,
    )  # fmt: skip


def test_gn_02_what_is_said_does_not_depend_on_whose_it_is():
    said = {call(voucher(VoucherState.REGISTERED, by=whose), member_id=ANOTHER).reason for whose in (ME, 9, None)}
    assert len(said) == 1


def test_gn_02_who_registered_it_hears_so_after_it_expired():
    decision = call(voucher(VoucherState.REGISTERED, by=ME), member_id=ME, at=NOON + timedelta(days=90))
    assert decision.outcome is Outcome.ALREADY_BY_YOU


def test_gn_04_five_unknown_codes_lock_the_number():
    tried: list[datetime] = []
    for minute in range(5):
        decision = call(None, at=NOON + timedelta(minutes=minute), wrong_at=tuple(tried))
        assert (decision.outcome, decision.counts_as_wrong) == (Outcome.UNKNOWN, True)
        tried.append(NOON + timedelta(minutes=minute))
    refused = call(voucher(), at=NOON + HOUR, wrong_at=tuple(tried))
    assert (refused.outcome, refused.points, refused.locked_until, refused.ends_call, refused.counts_as_wrong) == (
        Outcome.LOCKED, 0, NOON + 24 * HOUR, True, False,
    )  # fmt: skip
    assert call(voucher(), at=NOON + 24 * HOUR, wrong_at=tuple(tried)).outcome is Outcome.REGISTERED


@pytest.mark.parametrize(
    ("hours", "at", "until"),
    [
        ((0, 1, 2, 3), 4, None),
        ((0, 1, 2, 3, 4), 3, None),
        ((0, 1, 2, 3, 4), 4, 24),
        ((0, 1, 2, 3, 4), 23.999, 24),
        ((0, 1, 2, 3, 4), 24, None),
        ((0, 1, 2, 3, 24), 24, None),
        ((0, 20, 21, 22, 23, 24), 24, 44),
    ],
)
def test_gn_04_the_lock_ends_24_hours_after_the_first_of_five(hours, at, until):
    found = vouchers.locked_until(wrong(*hours), at=NOON + at * HOUR)
    assert found == (None if until is None else NOON + until * HOUR)


@pytest.mark.parametrize(
    ("instant", "outcome"),
    [("2024-12-31T15:59:59+00:00", Outcome.REGISTERED), ("2024-12-31T16:00:00+00:00", Outcome.EXPIRED)],
    ids=["GN-05-accepted", "GN-05-expired"],
)
def test_gn_05_the_last_day_ends_at_local_midnight(instant, outcome):
    assert call(voucher(), at=datetime.fromisoformat(instant)).outcome is outcome


def test_gn_10_under_age_ends_the_call():
    decision = call(voucher(), of_age=False)
    assert (decision.outcome, decision.points, decision.new_profile, decision.ends_call) == (
        Outcome.UNDER_AGE, 0, False, True,
    )  # fmt: skip


def test_without_consent_nothing_is_registered():
    decision = call(voucher(), service_consent=False)
    assert (decision.outcome, decision.new_profile, decision.ends_call) == (Outcome.NO_CONSENT, False, True)


@pytest.mark.parametrize(
    ("state", "outcome", "counts"),
    [
        (VoucherState.MINTED, Outcome.UNKNOWN, True),
        (VoucherState.EXPIRED, Outcome.EXPIRED, False),
        (VoucherState.VOIDED, Outcome.VOIDED, False),
    ],
)
def test_what_is_not_in_hand_is_not_registered(state, outcome, counts):
    decision = call(voucher(state))
    assert (decision.outcome, decision.points, decision.counts_as_wrong) == (outcome, 0, counts)


def test_a_code_that_was_not_handed_out_sounds_like_none():
    assert call(voucher(VoucherState.MINTED)) == call(None)


@pytest.mark.parametrize(("before", "counts"), [(0, False), (2, False), (3, True), (9, True)])
def test_a_mistyped_code_counts_after_the_third_in_a_call(before, counts):
    decision = call(None, typed="4938172056143", mistyped=before)
    assert (decision.outcome, decision.counts_as_wrong, decision.ends_call) == (Outcome.MISTYPED, counts, False)


def test_the_steps_of_a_voucher():
    way = [VoucherState.MINTED, VoucherState.DISTRIBUTED, VoucherState.REGISTERED]
    assert [vouchers.step(now, then) for now, then in itertools.pairwise(way)] == way[1:]
    for ended in (VoucherState.REGISTERED, VoucherState.EXPIRED, VoucherState.VOIDED):
        for then in VoucherState:
            with pytest.raises(vouchers.IllegalStep):
                vouchers.step(ended, then)


def test_a_voucher_that_no_outlet_has_cannot_be_registered():
    with pytest.raises(vouchers.IllegalStep):
        vouchers.step(VoucherState.MINTED, VoucherState.REGISTERED)


@pytest.mark.parametrize("typed", ["4938-1720-5614-2", " 4938 1720 56142#", "４９３８１７２０５６１４２"])
def test_codes_are_read_as_people_key_them(typed):
    assert voucher_codes.read(typed) == CODE


@pytest.mark.parametrize("typed", ["", "0", "493817205614", "49381720561420", "4938172056143", "49381720S6142", "٤٩٣٨١٧٢٠٥٦١٤٢"])  # fmt: skip
def test_what_cannot_be_a_code(typed):
    assert voucher_codes.read(typed) is None


def test_a_batch_may_have_longer_codes():
    longer = voucher_codes.made(10**14, digits=15)
    found = vouchers.answer(longer, voucher(), CallFacts(), at=NOON, zone=SHANGHAI, digits=15)
    assert (found.outcome, call(voucher(), typed=longer).outcome) == (Outcome.REGISTERED, Outcome.MISTYPED)


@pytest.mark.parametrize(("digits", "hits"), [(12, Fraction(5, 100)), (10, Fraction(5))])
def test_guessing_hardly_pays(digits, hits):
    found = voucher_codes.expected_hits(issued=10**6, phones=10_000, tries=5, digits=digits)
    assert found == hits


@pytest.mark.parametrize("digits", [0, 10, 11, 31])
def test_short_codes_are_refused(digits):
    with pytest.raises(ValueError, match="12 to 30"):
        voucher_codes.made(0, digits=digits)


@pytest.mark.parametrize("number", [-1, 10**12])
def test_random_numbers_lie_in_their_range(number):
    with pytest.raises(ValueError, match="lies below"):
        voucher_codes.made(number)


NUMBERS = st.integers(0, 10**12 - 1)


@given(NUMBERS, st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number, place, more):
    code = voucher_codes.made(number)
    other = code[:place] + str((int(code[place]) + more) % 10) + code[place + 1 :]
    assert (voucher_codes.read(code), voucher_codes.read(other)) == (code, None)


@given(NUMBERS, st.integers(0, 11))
def test_neighbours_swapped_are_found_but_for_nine_and_nought(number, place):
    code = voucher_codes.made(number)
    one, two = code[place : place + 2]
    other = code[:place] + two + one + code[place + 2 :]
    assert (voucher_codes.read(other) is not None) == (one == two or {one, two} == {"0", "9"})


@given(st.lists(st.integers(0, 4000), max_size=60).map(sorted))
def test_no_number_has_more_than_five_wrong_codes_in_24_hours(minutes):
    counted: list[datetime] = []
    for at in (NOON + timedelta(minutes=each) for each in minutes):
        if call(None, at=at, wrong_at=tuple(counted)).counts_as_wrong:
            counted.append(at)
    assert all(later - earlier >= 24 * HOUR for earlier, later in zip(counted, counted[5:], strict=False))

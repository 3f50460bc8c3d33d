"""Claims under protection policies: until when, on what conditions, how much and by whom (A21.1 – A21.4, SVC-TB-1 – 5, SVC-MS-1)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.service.rules import protection
from minghua.domain.service.types.protection import (
    DEFECT,
    NO_QUESTIONS,
    PAY_FIRST,
    SEVEN_DAYS,
    SHIPPED,
    THREE_FOR_ONE,
    Claim,
    Count,
    Deposit,
    Need,
    Party,
    Protection,
)
from tests.desk import china

FIT, ASKED, FAKE, BAD = Need.RESALEABLE, Need.ASKED_SELLER, Need.FAKE_ESTABLISHED, Need.DEFECT
EXACT = replace(SEVEN_DAYS, count=Count.EXACT)


@pytest.mark.parametrize(
    ("case", "policy", "signed", "claimed", "allowed"),
    [
        ("SVC-TB-1 exact, a minute before", EXACT, "2026-03-01 20:00", "2026-03-08 19:59", True),
        ("SVC-TB-1 exact, a minute after", EXACT, "2026-03-01 20:00", "2026-03-08 20:01", False),
        ("SVC-TB-1 by days, the last evening", SEVEN_DAYS, "2026-03-01 20:00", "2026-03-08 23:59", True),
        ("SVC-TB-1 by days, the day after", SEVEN_DAYS, "2026-03-01 20:00", "2026-03-09 00:00", False),
        ("A21.2", SEVEN_DAYS, "2025-05-01 18:00", "2025-05-08 23:59", True),
        ("A21.2", SEVEN_DAYS, "2025-05-01 18:00", "2025-05-09 00:00", False),
        ("before it arrived", SEVEN_DAYS, "2026-03-01 20:00", "2026-03-01 19:00", False),
    ],
)
def test_svc_tb_1_the_last_day(case: str, policy: Protection, signed: str, claimed: str, allowed: bool) -> None:
    claim = Claim(price_minor=100_00, signed_at=china(signed), claimed_at=china(claimed), holds=frozenset({FIT}))
    assert protection.judge(policy, claim).allowed is allowed, case


@pytest.mark.parametrize(
    ("case", "success", "claimed", "holds", "allowed"),
    [
        ("A21.1 day 14", "2025-05-01 10:00", "2025-05-15 23:00", {ASKED, BAD}, True),
        ("A21.1 day 15", "2025-05-01 10:00", "2025-05-16 00:00", {ASKED, BAD}, False),
        ("SVC-TB-2 not asked first", "2025-05-01 10:00", "2025-05-02 10:00", {BAD}, False),
    ],
)
def test_svc_tb_2_pay_first(case: str, success: str, claimed: str, holds: set[Need], allowed: bool) -> None:
    claim = Claim(
        price_minor=1, success_at=china(success), claimed_at=china(claimed), holds=frozenset(holds), reason="坏了"
    )
    assert protection.judge(PAY_FIRST, claim).allowed is allowed, case


def test_svc_tb_2_it_is_counted_from_success_nine_days_after_the_goods_were_signed_for() -> None:
    signed = china("2026-03-01 20:00")
    claim = Claim(
        price_minor=1, signed_at=signed, success_at=signed + timedelta(days=9), claimed_at=signed + timedelta(days=23),
        holds=frozenset({ASKED, BAD}), reason="坏了",
    )  # fmt: skip
    assert (protection.judge(PAY_FIRST, claim).allowed, protection.judge(DEFECT, claim).allowed) == (True, False)
    unknown = protection.judge(PAY_FIRST, replace(claim, success_at=None))
    assert (unknown.allowed, unknown.steps[0].text.zh) == (False, "还没有「交易成功」的时间")


@pytest.mark.parametrize(
    ("case", "price", "floor", "refund", "paid"),
    [
        ("A21.3 paid 500", 500_00, 500_00, 500_00, 1_500_00),
        ("A21.3 paid 100, the law's floor", 100_00, 500_00, 100_00, 500_00),
        ("A21.3 paid 100, the platform's rule", 100_00, 0, 100_00, 300_00),
    ],
)
def test_svc_tb_3_refund_and_compensation_are_told_apart(
    case: str, price: int, floor: int, refund: int, paid: int
) -> None:
    at = china("2026-03-01 10:00")
    claim = Claim(price_minor=price, success_at=at, claimed_at=at, holds=frozenset({ASKED, FAKE}), reason="鉴定为假")
    found = protection.judge(replace(THREE_FOR_ONE, floor_minor=floor), claim)
    assert (found.allowed, found.refund_minor, found.compensation_minor) == (True, refund, paid), case
    unproven = protection.judge(THREE_FOR_ONE, replace(claim, holds=frozenset({ASKED})))
    assert (unproven.allowed, unproven.refund_minor, unproven.compensation_minor) == (False, 0, 0)


@pytest.mark.parametrize(
    ("case", "amount", "deposit", "expected", "limited"),
    [
        ("A21.4", 1_500_00, 2_000_00, Deposit(1_500_00, 0, 500_00, 1_500_00), True),
        ("SVC-TB-4 more than there is", 2_500_00, 2_000_00, Deposit(2_000_00, 500_00, 0, 2_000_00), True),
        ("enough is left", 500_00, 2_500_00, Deposit(500_00, 0, 2_000_00, 0), False),
    ],
)
def test_svc_tb_4_the_deposit_pays_first(
    case: str, amount: int, deposit: int, expected: Deposit, limited: bool
) -> None:
    found = protection.pay_from_deposit(amount, deposit_minor=deposit, required_minor=2_000_00)
    assert (found, found.limited) == (expected, limited), case


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_svc_tb_4_what_is_paid_is_paid_once(amount: int, deposit: int, required: int) -> None:
    found = protection.pay_from_deposit(amount, deposit_minor=deposit, required_minor=required)
    assert found.from_deposit_minor + found.from_seller_minor == amount
    assert found.from_deposit_minor + found.left_minor == deposit


@pytest.mark.parametrize(
    ("case", "policy", "holds", "allowed", "freight"),
    [
        ("opened cosmetics are not without reason", SEVEN_DAYS, set(), False, Party.BUYER),
        ("unopened", SEVEN_DAYS, {FIT}, True, Party.BUYER),
        ("a defect, the seller's freight", DEFECT, {BAD}, True, Party.SELLER),
    ],
)
def test_svc_tb_5_condition_and_freight(
    case: str, policy: Protection, holds: set[Need], allowed: bool, freight: Party
) -> None:
    at = china("2026-03-01 20:00")
    claim = Claim(price_minor=1, signed_at=at, claimed_at=at, holds=frozenset(holds), reason="颜色不对")
    found = protection.judge(policy, claim)
    assert (found.allowed, found.freight) == (allowed, freight), case


@pytest.mark.parametrize(("old", "new", "pays"), [(100_00, 120_00, 20_00), (120_00, 100_00, -20_00), (1, 1, 0)])
def test_svc_tb_5_differences_go_both_ways(old: int, new: int, pays: int) -> None:
    assert protection.difference(old, new) == pays


def test_svc_tb_5_the_side_at_fault_bears_the_freight_unless_agreed() -> None:
    assert protection.freight(fault=Party.BUYER) is Party.BUYER
    assert protection.freight(fault=Party.BUYER, agreed=Party.SELLER) is Party.SELLER


def test_svc_ms_1_no_reason_is_asked_and_no_day_is_too_late() -> None:
    claim = Claim(price_minor=100_00, sold_at=china("2020-01-01 10:00"), claimed_at=china("2026-03-01 10:00"))
    found = protection.judge(NO_QUESTIONS, claim)
    assert (found.allowed, found.refund_minor, found.until) == (True, 100_00, None)


def test_every_shipped_policy_names_its_source_and_explains_itself() -> None:
    at = china("2026-03-01 10:00")
    claim = Claim(price_minor=1, signed_at=at, success_at=at, sold_at=at, claimed_at=at)
    texts: list[Any] = [step.text for each in SHIPPED.values() for step in protection.judge(each, claim).steps]
    assert all(text.zh and text.en for text in texts)
    assert all(each.source for each in SHIPPED.values())

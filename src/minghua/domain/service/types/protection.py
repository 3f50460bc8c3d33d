"""Words of protection: a policy as anchor, duration, preconditions, remedy, payer and cap; a claim, and its verdict with every step (C21)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from minghua.kernel.words import Text


class Anchor(StrEnum):
    """From which event the days are counted."""

    SIGNED = "signed"  # the goods were signed for
    SUCCESS = "success"  # the deal is successful
    SOLD = "sold"


class Count(StrEnum):
    """How days are counted: the day of the event is day 0 and the last ends at 24:00, or exact hours."""

    NEXT_DAY = "next_day"
    EXACT = "exact"


class Need(StrEnum):
    """What has to be so besides the time."""

    ASKED_SELLER = "asked_seller"  # the seller was asked directly, without result
    RESALEABLE = "resaleable"  # unopened, not harmed by the buyer, not of a kind that is excluded
    FAKE_ESTABLISHED = "fake_established"
    DEFECT = "defect"


class Party(StrEnum):
    """Who pays."""

    SELLER = "seller"
    BUYER = "buyer"
    DEPOSIT = "deposit"


class Remedy(StrEnum):
    """What the customer gets."""

    REFUND = "refund"
    REFUND_AND_TIMES = "refund_and_times"
    EXCHANGE = "exchange"


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """One version of one policy. `days` None: at any time. `times` of the price as compensation, `floor_minor` at least."""

    code: str
    version: int
    name: Text
    anchor: Anchor
    days: int | None
    count: Count
    needs: tuple[Need, ...]
    remedy: Remedy
    payer: Party
    freight: Party
    times: int = 0
    floor_minor: int = 0
    cap_minor: int | None = None
    reason_required: bool = True
    source: str = ""
    verify: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is claimed: the price, the events that are known, what holds."""

    price_minor: int
    claimed_at: datetime
    signed_at: datetime | None = None
    success_at: datetime | None = None
    sold_at: datetime | None = None
    holds: frozenset[Need] = frozenset()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of why."""

    holds: bool
    text: Text


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a claim comes to, with every step; refund and compensation are posted apart. `until` is exclusive."""

    allowed: bool
    until: datetime | None
    refund_minor: int
    compensation_minor: int
    payer: Party
    freight: Party
    steps: tuple[Step, ...]
    policy: str
    version: int


@dataclass(frozen=True, slots=True)
class Deposit:
    """A shop's deposit after a payment: what it covered, what the seller still owes, what is left, what has to be topped up."""

    from_deposit_minor: int
    from_seller_minor: int
    left_minor: int
    top_up_minor: int

    @property
    def limited(self) -> bool:
        """Whether the shop's service is suspended until it tops up."""
        return self.top_up_minor > 0


@dataclass(frozen=True, slots=True)
class Returned:
    """What a customer's returns of a year are: told, never a ground to refuse a legal right."""

    orders: int
    returns: int
    on: date


SEVEN_DAYS: Final = Protection(
    code="seven_days", version=1, name=Text("七天无理由退货", "Seven days, no reason"), anchor=Anchor.SIGNED, days=7,
    count=Count.NEXT_DAY, needs=(Need.RESALEABLE,), remedy=Remedy.REFUND, payer=Party.SELLER, freight=Party.BUYER,
    reason_required=False, source="消费者权益保护法 25", verify=True,
)  # fmt: skip
PAY_FIRST: Final = Protection(
    code="pay_first", version=1, name=Text("先行赔付", "Pay first"), anchor=Anchor.SUCCESS, days=14, count=Count.NEXT_DAY,
    needs=(Need.ASKED_SELLER, Need.DEFECT), remedy=Remedy.REFUND, payer=Party.DEPOSIT, freight=Party.SELLER, source="R21.1",
)  # fmt: skip
THREE_FOR_ONE: Final = Protection(
    code="three_for_one", version=1, name=Text("假一赔三", "Three for a fake"), anchor=Anchor.SUCCESS, days=14,
    count=Count.NEXT_DAY, needs=(Need.ASKED_SELLER, Need.FAKE_ESTABLISHED), remedy=Remedy.REFUND_AND_TIMES,
    payer=Party.DEPOSIT, freight=Party.SELLER, times=3, floor_minor=500_00, source="R21.1；消费者权益保护法 55", verify=True,
)  # fmt: skip
DEFECT: Final = Protection(
    code="defect", version=1, name=Text("质量问题退货", "Defective goods"), anchor=Anchor.SIGNED, days=15,
    count=Count.NEXT_DAY, needs=(Need.DEFECT,), remedy=Remedy.REFUND, payer=Party.SELLER, freight=Party.SELLER, source="R21.3",
)  # fmt: skip
NO_QUESTIONS: Final = Protection(
    code="no_questions", version=1, name=Text("不问理由退换", "No questions"), anchor=Anchor.SOLD, days=None,
    count=Count.NEXT_DAY, needs=(), remedy=Remedy.REFUND, payer=Party.SELLER, freight=Party.SELLER, reason_required=False,
    source="R21.3",
)  # fmt: skip
SHIPPED: Final = {each.code: each for each in (SEVEN_DAYS, DEFECT, PAY_FIRST, THREE_FOR_ONE, NO_QUESTIONS)}

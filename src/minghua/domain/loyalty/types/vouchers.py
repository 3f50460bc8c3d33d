"""The words of vouchers that are registered by telephone: states, allowed steps, what is known in a call, answers (P8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NamedTuple

from minghua.domain.loyalty.types.story import Reason


class VoucherState(StrEnum):
    """Where a voucher stands."""

    MINTED = "minted"
    DISTRIBUTED = "distributed"  # an outlet has it
    REGISTERED = "registered"  # a member has its points
    EXPIRED = "expired"
    VOIDED = "voided"


STEPS: Final[Mapping[VoucherState, frozenset[VoucherState]]] = {
    VoucherState.MINTED: frozenset({VoucherState.DISTRIBUTED, VoucherState.EXPIRED, VoucherState.VOIDED}),
    VoucherState.DISTRIBUTED: frozenset({VoucherState.REGISTERED, VoucherState.EXPIRED, VoucherState.VOIDED}),
    VoucherState.REGISTERED: frozenset({VoucherState.VOIDED}),
    VoucherState.EXPIRED: frozenset(),
    VoucherState.VOIDED: frozenset(),
}


class AnswerCode(StrEnum):
    """What a caller is told."""

    REGISTERED = "registered"
    ALREADY_BY_YOU = "already_by_you"
    ALREADY_USED = "already_used"
    EXPIRED = "expired"
    NOT_VALID = "not_valid"  # unknown, not handed out yet, voided: one answer for all
    TRY_AGAIN = "try_again"
    LOCKED = "locked"
    ASK_NUMBER = "ask_number"
    ASK_AGE = "ask_age"
    UNDER_AGE = "under_age"
    ASK_CONSENT = "ask_consent"
    NO_CONSENT = "no_consent"


@dataclass(frozen=True, slots=True)
class Voucher:
    """What is known of a voucher: `expires_on` is its last good local day, `registered_by` the caller who had it."""

    state: VoucherState
    points: int
    expires_on: date
    registered_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """What is known when digits are entered. `caller` is the number in E.164 (None: hidden); `of_age` and
    `service_consent` are None until asked; `wrong_at` the wrong codes of this number, `slips` the check-digit failures
    of this call so far."""

    caller: str | None
    of_age: bool | None = None
    service_consent: bool | None = None
    wrong_at: tuple[datetime, ...] = ()
    slips: int = 0


class Answer(NamedTuple):
    """What a caller is told and what follows: points, whether it counts as a wrong code or as a slip, whether the call
    ends. Nothing but `registered` changes the voucher."""

    code: AnswerCode
    reason: Reason
    points: int = 0
    counts_wrong: bool = False
    counts_slip: bool = False
    ends_call: bool = False
    locked_until: datetime | None = None

"""An electronic voucher and the call that registers it: states, facts, what is decided and said (P8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NamedTuple

from minghua.domain.loyalty.types.story import Reason


class VoucherState(StrEnum):
    """Where a voucher stands."""

    MINTED = "minted"
    DISTRIBUTED = "distributed"  # at an outlet
    REGISTERED = "registered"  # by a member, once
    EXPIRED = "expired"
    VOIDED = "voided"


STEPS: Final[Mapping[VoucherState, frozenset[VoucherState]]] = {
    VoucherState.MINTED: frozenset({VoucherState.DISTRIBUTED, VoucherState.EXPIRED, VoucherState.VOIDED}),
    VoucherState.DISTRIBUTED: frozenset({VoucherState.REGISTERED, VoucherState.EXPIRED, VoucherState.VOIDED}),
    VoucherState.REGISTERED: frozenset(),
    VoucherState.EXPIRED: frozenset(),
    VoucherState.VOIDED: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherFacts:
    """A voucher as it is found by its code: state, points, the last local day on which it is taken, whose it became."""

    state: VoucherState
    points: int
    last_day: date
    registered_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """Who calls: the member of the number (None: unknown), answers at the gates, wrong codes of this number so far,
    and how often the check digit failed in this call before."""

    member_id: int | None = None
    of_age: bool = True
    service_consent: bool = True
    wrong_at: tuple[datetime, ...] = ()
    mistyped: int = 0


class Outcome(StrEnum):
    """What becomes of one code in a call."""

    REGISTERED = "registered"
    UNDER_AGE = "under_age"
    NO_CONSENT = "no_consent"
    LOCKED = "locked"
    MISTYPED = "mistyped"  # the check digit says so: asked again
    UNKNOWN = "unknown"  # no such code, or not handed out yet: one answer for both
    VOIDED = "voided"
    ALREADY_BY_YOU = "already_by_you"
    ALREADY_USED = "already_used"
    EXPIRED = "expired"


ENDS_CALL: Final = frozenset({Outcome.UNDER_AGE, Outcome.NO_CONSENT, Outcome.LOCKED})


class VoucherDecision(NamedTuple):
    """What is decided: the outcome, points to credit, whether it counts as a wrong code of this number, whether a
    profile is made for the caller, until when the number is locked, and what is said."""

    outcome: Outcome
    reason: Reason
    points: int = 0
    counts_as_wrong: bool = False
    new_profile: bool = False
    locked_until: datetime | None = None

    @property
    def ends_call(self) -> bool:
        """Whether the call ends with it."""
        return self.outcome in ENDS_CALL

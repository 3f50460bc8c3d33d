"""The words of recommending: terms, what is known of both sides, and where a recommendation stands (P6)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from minghua.domain.loyalty.types.story import Reason


class ReferralState(StrEnum):
    """Where a recommendation stands."""

    REFUSED = "refused"
    WAITING = "waiting"  # for the first order, or for the end of its return window
    QUALIFIED = "qualified"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True)
class ReferralTerms:
    """What each side gets; the days in which the first order may be returned; how many one member may bring."""

    referrer_points: int
    referee_points: int
    return_days: int = 7
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """Who somebody is: their member id and every phone, device and address known of them, as plain keys."""

    member_id: int
    phones: frozenset[str] = frozenset()
    devices: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralFacts:
    """What a decision rests on. `recommended_by` is who brought the referee before; `first_order_on` the local day of
    the referee's first order (its delivery), `ordered_before` whether there was one before the recommendation;
    `returned` that the first order was given back whole; `qualified_before` how many the referrer brought already;
    `paid` that this one was paid."""

    recommended_by: int | None = None
    ordered_before: bool = False
    first_order_on: date | None = None
    returned: bool = False
    qualified_before: int = 0
    paid: bool = False


class ReferralDecision(NamedTuple):
    """Where a recommendation stands and what both sides are to be booked; on a reversal the points are negative."""

    state: ReferralState
    reason: Reason
    referrer_points: int = 0
    referee_points: int = 0
    due_on: date | None = None

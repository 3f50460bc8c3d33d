"""The words of loyalty: what levels bring, packs, and what was given."""

from minghua.domain.loyalty.types import coupon_policy, points_policy
from minghua.domain.loyalty.types.personal import PERSONAL
from minghua.domain.loyalty.types.problems import SchemeInvalid
from minghua.domain.loyalty.types.scheme import (
    Benefit,
    BenefitKind,
    Item,
    ItemKind,
    Leap,
    LevelBenefit,
    LimitPeriod,
    Occasion,
    OccasionKind,
    Pack,
    SchemeSpec,
    SchemeVersion,
    Take,
    Undone,
)
from minghua.domain.loyalty.types.story import (
    GivenItem,
    GrantState,
    PackDecision,
    PackFacts,
    Reason,
    Taken,
    Window,
)

PARAMETERS = (*coupon_policy.POLICY, points_policy.BY_HAND)

__all__ = [
    "PARAMETERS",
    "Benefit",
    "BenefitKind",
    "GivenItem",
    "GrantState",
    "Item",
    "ItemKind",
    "Leap",
    "LevelBenefit",
    "LimitPeriod",
    "Occasion",
    "OccasionKind",
    "PERSONAL",
    "Pack",
    "PackDecision",
    "PackFacts",
    "Reason",
    "SchemeInvalid",
    "SchemeSpec",
    "SchemeVersion",
    "Take",
    "Taken",
    "Undone",
    "Window",
]

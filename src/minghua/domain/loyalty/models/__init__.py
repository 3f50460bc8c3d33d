"""Tables of loyalty."""

from minghua.domain.loyalty.models.activities import (
    ActivityDeck,
    ActivityHandover,
    ActivityPortfolio,
    ActivityStock,
    ActivityTaking,
    ActivityVersion,
)
from minghua.domain.loyalty.models.adjustments import PointsAdjustment
from minghua.domain.loyalty.models.benefits import (
    BenefitGrant,
    BenefitScheme,
    BenefitVersion,
    GrantItem,
    PackRound,
    Revocation,
)
from minghua.domain.loyalty.models.coupons import (
    Coupon,
    CouponBatch,
    CouponEvent,
    CouponReversal,
    CouponRun,
    CouponUse,
    CouponUsed,
    CouponVersion,
)
from minghua.domain.loyalty.models.points import (
    PointsAccount,
    PointsBudget,
    PointsEntry,
    PointsFact,
    PointsLot,
    PointsScheme,
    PointsVersion,
)

__all__ = [
    "ActivityDeck",
    "ActivityHandover",
    "ActivityPortfolio",
    "ActivityStock",
    "ActivityTaking",
    "ActivityVersion",
    "BenefitGrant",
    "BenefitScheme",
    "BenefitVersion",
    "Coupon",
    "CouponBatch",
    "CouponEvent",
    "CouponReversal",
    "CouponRun",
    "CouponUse",
    "CouponUsed",
    "CouponVersion",
    "GrantItem",
    "PackRound",
    "PointsAccount",
    "PointsBudget",
    "PointsAdjustment",
    "PointsEntry",
    "PointsFact",
    "PointsLot",
    "PointsScheme",
    "PointsVersion",
    "Revocation",
]

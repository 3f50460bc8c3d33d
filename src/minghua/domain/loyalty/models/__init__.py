"""Tables of loyalty."""

from minghua.domain.loyalty.models.benefits import (
    BenefitGrant,
    BenefitScheme,
    BenefitVersion,
    GrantItem,
    PackRound,
    Revocation,
)
from minghua.domain.loyalty.models.points import (
    PointsAccount,
    PointsEntry,
    PointsFact,
    PointsLot,
    PointsScheme,
    PointsVersion,
)

__all__ = [
    "BenefitGrant",
    "BenefitScheme",
    "BenefitVersion",
    "GrantItem",
    "PackRound",
    "PointsAccount",
    "PointsEntry",
    "PointsFact",
    "PointsLot",
    "PointsScheme",
    "PointsVersion",
    "Revocation",
]

"""Writes of loyalty: schemes, packs given and taken back, points earned and spent."""

from minghua.domain.loyalty.operations.giving import Claimed, PackRefused, claim_pack, give_due
from minghua.domain.loyalty.operations.points import (
    HoldOver,
    InsufficientPoints,
    TooMuchBack,
    Written,
    capture_hold,
    earn_points,
    hold_points,
    release_hold,
    reverse_spending,
    spend_points,
)
from minghua.domain.loyalty.operations.points_booking import AccountMoved, PointsKeyTaken
from minghua.domain.loyalty.operations.points_crediting import (
    catch_up_points,
    points_for_some,
    rebuild_points,
    settle_points,
)
from minghua.domain.loyalty.operations.points_schemes import install_points_preset, publish_points, stop_points
from minghua.domain.loyalty.operations.revoking import revoke_grant
from minghua.domain.loyalty.operations.rounds import give_some
from minghua.domain.loyalty.operations.schemes import SchemeStopped, install_preset, publish_scheme, stop_scheme

__all__ = [
    "AccountMoved",
    "Claimed",
    "HoldOver",
    "InsufficientPoints",
    "PackRefused",
    "PointsKeyTaken",
    "SchemeStopped",
    "TooMuchBack",
    "Written",
    "capture_hold",
    "catch_up_points",
    "claim_pack",
    "earn_points",
    "give_due",
    "give_some",
    "hold_points",
    "install_points_preset",
    "install_preset",
    "points_for_some",
    "publish_points",
    "publish_scheme",
    "rebuild_points",
    "release_hold",
    "reverse_spending",
    "revoke_grant",
    "settle_points",
    "spend_points",
    "stop_points",
    "stop_scheme",
]

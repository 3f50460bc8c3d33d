"""Writes of loyalty: schemes, packs given and taken back, points earned and spent, coupons made and used."""

from minghua.domain.loyalty.operations.activity_publishing import (
    LotteryLocked,
    NotOverYet,
    PortfolioUnsound,
    install_activities,
    publish_activities,
    reveal_deck,
    stop_activities,
)
from minghua.domain.loyalty.operations.coupon_batches import (
    BelowWhatIsOut,
    install_coupon_preset,
    publish_batch,
    stop_batch,
)
from minghua.domain.loyalty.operations.coupon_booking import BudgetSpent, CouponKeyTaken, CouponTaken, OutOfCoupons
from minghua.domain.loyalty.operations.coupon_ending import expire_coupons
from minghua.domain.loyalty.operations.coupon_following import catch_up_coupons
from minghua.domain.loyalty.operations.coupon_making import (
    CouponIssued,
    CouponsOver,
    InControlGroup,
    MemberHasAll,
    Minted,
    NotReady,
    issue_coupon,
    mint_coupons,
    void_coupon,
)
from minghua.domain.loyalty.operations.coupon_reversing import CouponsReversed, NotUsed, TooMuchOfLine, reverse_coupons
from minghua.domain.loyalty.operations.coupon_uses import (
    CouponHoldOver,
    CouponsRefused,
    CouponsUsed,
    OrderHasCoupons,
    hold_coupons,
    redeem_coupons,
    redeem_hold,
    release_coupons,
)
from minghua.domain.loyalty.operations.drawing import draw
from minghua.domain.loyalty.operations.giving import Claimed, PackRefused, claim_pack, give_due
from minghua.domain.loyalty.operations.handing import PrizeSettled, cancel_exchange, hand_over
from minghua.domain.loyalty.operations.playing import (
    AnswersInvalid,
    answer,
    check_in,
    exchange,
    follow,
    make_up,
    play,
    vote,
)
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
from minghua.domain.loyalty.operations.points_adjusting import (
    Adjusted,
    AdjustmentDecided,
    AnotherPersonNeeded,
    adjust_points,
    approve_adjustment,
    refuse_adjustment,
)
from minghua.domain.loyalty.operations.points_booking import AccountMoved, PointsKeyTaken
from minghua.domain.loyalty.operations.points_by_hand import TooManyByHand
from minghua.domain.loyalty.operations.points_crediting import (
    catch_up_points,
    points_for_some,
    rebuild_points,
    settle_points,
)
from minghua.domain.loyalty.operations.points_intake import LineTaken, NewEarning, Taken, take_in_points
from minghua.domain.loyalty.operations.points_referrals import pay_referrals
from minghua.domain.loyalty.operations.points_schemes import install_points_preset, publish_points, stop_points
from minghua.domain.loyalty.operations.revoking import revoke_grant
from minghua.domain.loyalty.operations.rounds import give_some
from minghua.domain.loyalty.operations.schemes import SchemeStopped, install_preset, publish_scheme, stop_scheme
from minghua.domain.loyalty.operations.taking import ActivityRefused, OutOfStock

__all__ = [
    "ActivityRefused",
    "AnswersInvalid",
    "LotteryLocked",
    "NotOverYet",
    "OutOfStock",
    "PortfolioUnsound",
    "PrizeSettled",
    "cancel_exchange",
    "hand_over",
    "answer",
    "check_in",
    "draw",
    "exchange",
    "follow",
    "install_activities",
    "make_up",
    "pay_referrals",
    "play",
    "publish_activities",
    "reveal_deck",
    "stop_activities",
    "vote",
    "AccountMoved",
    "BelowWhatIsOut",
    "BudgetSpent",
    "Claimed",
    "CouponHoldOver",
    "CouponIssued",
    "CouponKeyTaken",
    "CouponTaken",
    "CouponsOver",
    "CouponsRefused",
    "CouponsReversed",
    "CouponsUsed",
    "HoldOver",
    "InControlGroup",
    "InsufficientPoints",
    "LineTaken",
    "NewEarning",
    "Taken",
    "take_in_points",
    "Adjusted",
    "AdjustmentDecided",
    "AnotherPersonNeeded",
    "adjust_points",
    "approve_adjustment",
    "refuse_adjustment",
    "MemberHasAll",
    "Minted",
    "NotReady",
    "NotUsed",
    "OrderHasCoupons",
    "OutOfCoupons",
    "PackRefused",
    "PointsKeyTaken",
    "SchemeStopped",
    "TooManyByHand",
    "TooMuchBack",
    "TooMuchOfLine",
    "Written",
    "capture_hold",
    "catch_up_coupons",
    "catch_up_points",
    "claim_pack",
    "earn_points",
    "expire_coupons",
    "give_due",
    "give_some",
    "hold_coupons",
    "hold_points",
    "install_coupon_preset",
    "install_points_preset",
    "install_preset",
    "issue_coupon",
    "mint_coupons",
    "points_for_some",
    "publish_batch",
    "publish_points",
    "publish_scheme",
    "rebuild_points",
    "redeem_coupons",
    "redeem_hold",
    "release_coupons",
    "release_hold",
    "reverse_coupons",
    "reverse_spending",
    "revoke_grant",
    "settle_points",
    "spend_points",
    "stop_batch",
    "stop_points",
    "stop_scheme",
    "void_coupon",
]

"""Reads of loyalty, always from the rows this person may see."""

from minghua.domain.loyalty.queries.activities import (
    DeckProof,
    PlayRow,
    PortfolioRow,
    PortfolioSheet,
    activities_for,
    activity_presets,
    deck_proof,
    examine_activities,
    portfolio,
    portfolios,
    takings,
    vote_tally,
)
from minghua.domain.loyalty.queries.activity_figures import (
    ActivityDay,
    AskedResult,
    activity_days,
    activity_results,
)
from minghua.domain.loyalty.queries.activity_own import deck_sealed, own_taking, own_takings
from minghua.domain.loyalty.queries.activity_plans import activity_preset_texts
from minghua.domain.loyalty.queries.activity_prizes import PrizeRow, activity_prizes
from minghua.domain.loyalty.queries.coupon_plans import coupon_preset_texts
from minghua.domain.loyalty.queries.coupons import (
    BatchRow,
    BatchSheet,
    CouponCard,
    CouponLine,
    coupon_batch,
    coupon_batches,
    coupon_story,
    coupon_uses_of,
    coupons_of,
    examine_batch,
    quote_coupons,
)
from minghua.domain.loyalty.queries.grants import (
    GRANT_FIELDS,
    GrantFilter,
    grant,
    grant_count,
    granted,
    grants,
)
from minghua.domain.loyalty.queries.members import benefits_of
from minghua.domain.loyalty.queries.plans import NoProgramme, preset_texts
from minghua.domain.loyalty.queries.points import (
    AccountSheet,
    EntryLine,
    LotRow,
    Withheld,
    points_of,
    points_statement,
    points_withheld,
)
from minghua.domain.loyalty.queries.points_adjustments import (
    AdjustmentFilter,
    adjusted,
    adjustment_count,
    adjustments,
    most_by_hand,
)
from minghua.domain.loyalty.queries.points_health import PointsHealth, points_health
from minghua.domain.loyalty.queries.points_months import PointsMonth, points_months
from minghua.domain.loyalty.queries.points_overview import (
    Liability,
    PointsSchemeRow,
    points_differences,
    points_liability,
    points_schemes,
)
from minghua.domain.loyalty.queries.points_plans import points_preset_texts
from minghua.domain.loyalty.queries.points_sheets import (
    PointsExamined,
    PointsSheet,
    examine_points,
    points_presets,
    points_scheme,
    points_specs,
)
from minghua.domain.loyalty.queries.points_simulation import Piece, try_points, try_purchase
from minghua.domain.loyalty.queries.points_suspects import points_suspects
from minghua.domain.loyalty.queries.schemes import examine, presets, scheme, schemes

__all__ = [
    "ActivityDay",
    "AskedResult",
    "PrizeRow",
    "activity_prizes",
    "activity_days",
    "activity_results",
    "DeckProof",
    "PlayRow",
    "PortfolioRow",
    "PortfolioSheet",
    "activities_for",
    "activity_preset_texts",
    "activity_presets",
    "deck_proof",
    "deck_sealed",
    "examine_activities",
    "own_taking",
    "own_takings",
    "portfolio",
    "portfolios",
    "takings",
    "vote_tally",
    "AccountSheet",
    "BatchRow",
    "BatchSheet",
    "CouponCard",
    "CouponLine",
    "coupon_batch",
    "coupon_batches",
    "coupon_preset_texts",
    "coupon_story",
    "coupon_uses_of",
    "coupons_of",
    "examine_batch",
    "quote_coupons",
    "EntryLine",
    "Liability",
    "LotRow",
    "AdjustmentFilter",
    "PointsExamined",
    "points_suspects",
    "adjusted",
    "adjustment_count",
    "adjustments",
    "most_by_hand",
    "PointsHealth",
    "points_health",
    "PointsMonth",
    "points_months",
    "PointsSchemeRow",
    "PointsSheet",
    "examine_points",
    "points_presets",
    "points_scheme",
    "points_specs",
    "points_differences",
    "points_liability",
    "points_schemes",
    "points_of",
    "points_preset_texts",
    "points_statement",
    "points_withheld",
    "Piece",
    "try_points",
    "try_purchase",
    "Withheld",
    "GRANT_FIELDS",
    "GrantFilter",
    "NoProgramme",
    "benefits_of",
    "examine",
    "grant",
    "grant_count",
    "granted",
    "grants",
    "preset_texts",
    "presets",
    "scheme",
    "schemes",
]

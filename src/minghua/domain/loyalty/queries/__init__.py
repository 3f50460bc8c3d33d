"""Reads of loyalty, always from the rows this person may see."""

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
from minghua.domain.loyalty.queries.points import AccountSheet, EntryLine, LotRow, points_of, points_statement
from minghua.domain.loyalty.queries.points_overview import (
    Liability,
    PointsSchemeRow,
    points_differences,
    points_liability,
    points_schemes,
)
from minghua.domain.loyalty.queries.points_plans import points_preset_texts
from minghua.domain.loyalty.queries.schemes import examine, presets, scheme, schemes

__all__ = [
    "AccountSheet",
    "EntryLine",
    "Liability",
    "LotRow",
    "PointsSchemeRow",
    "points_differences",
    "points_liability",
    "points_schemes",
    "points_of",
    "points_preset_texts",
    "points_statement",
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

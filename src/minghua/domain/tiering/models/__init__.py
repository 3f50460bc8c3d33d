"""Tables of tiering: what they mean stands in README.md; nobody outside the room reads or writes them."""

from minghua.domain.tiering.models.grading import GradeCard, GradeInput, GradeReview, GradeState, Grading
from minghua.domain.tiering.models.programmes import (
    Correction,
    GrantEnd,
    LevelGrant,
    Membership,
    Programme,
    ProgrammeDraft,
    ProgrammeVersion,
    ScoreEntry,
    Simulation,
    SimulationRun,
    TierPeriod,
)

__all__ = [
    "Correction",
    "GradeCard",
    "GradeInput",
    "GradeReview",
    "GradeState",
    "Grading",
    "GrantEnd",
    "LevelGrant",
    "Membership",
    "Programme",
    "ProgrammeDraft",
    "ProgrammeVersion",
    "ScoreEntry",
    "Simulation",
    "SimulationRun",
    "TierPeriod",
]

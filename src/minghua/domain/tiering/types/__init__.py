"""The words of tiering: programmes, what happens to members, and what follows from it."""

from minghua.domain.tiering.types.grade_personal import GRADE_PERSONAL
from minghua.domain.tiering.types.grade_words import GRADE_PARAMETERS, GRADE_VOCABULARIES
from minghua.domain.tiering.types.grades_shown import (
    BadCard,
    CardVersion,
    GradeRow,
    GradeSheet,
    GradingRow,
    InputRow,
    NoReview,
    NotGraded,
    ReviewRow,
)
from minghua.domain.tiering.types.grading import GRADES, Effect, Fault, Scorecard, Source, Weighing
from minghua.domain.tiering.types.personal import PERSONAL as PROGRAMME_PERSONAL
from minghua.domain.tiering.types.problems import LARGEST, Problem, ProgrammeInvalid, not_whole
from minghua.domain.tiering.types.shown import (
    CorrectionRow,
    EntryRow,
    GrantShown,
    MemberRow,
    MemberSheet,
    Movement,
    ProgrammeRow,
    Progress,
    Simulated,
    SimulatedFall,
    WhatIf,
)
from minghua.domain.tiering.types.spec import (
    AtExpiry,
    BenefitName,
    EarningRule,
    Level,
    Measure,
    MeasureKind,
    ProgrammeSpec,
    RefundEffect,
    Upgrade,
    Validity,
    ValidityKind,
    Version,
)
from minghua.domain.tiering.types.story import Cause, Decision, Event, Grant, GrantMode, Kind, Span, Standing
from minghua.domain.tiering.types.words import LEVEL_PARAMETERS
from minghua.domain.tiering.types.words import VOCABULARIES as PROGRAMME_VOCABULARIES

PERSONAL = (*PROGRAMME_PERSONAL, *GRADE_PERSONAL)
PARAMETERS = (*GRADE_PARAMETERS, *LEVEL_PARAMETERS)
VOCABULARIES = {**PROGRAMME_VOCABULARIES, **GRADE_VOCABULARIES}

__all__ = [
    "AtExpiry",
    "BadCard",
    "BenefitName",
    "CardVersion",
    "Cause",
    "CorrectionRow",
    "Decision",
    "EarningRule",
    "Effect",
    "EntryRow",
    "Event",
    "Fault",
    "GRADES",
    "GradeRow",
    "GradeSheet",
    "GradingRow",
    "Grant",
    "GrantMode",
    "GrantShown",
    "InputRow",
    "Kind",
    "LARGEST",
    "Level",
    "Measure",
    "MeasureKind",
    "MemberRow",
    "MemberSheet",
    "Movement",
    "NoReview",
    "NotGraded",
    "PARAMETERS",
    "PERSONAL",
    "Problem",
    "ProgrammeInvalid",
    "ProgrammeRow",
    "ProgrammeSpec",
    "Progress",
    "RefundEffect",
    "ReviewRow",
    "Scorecard",
    "Simulated",
    "SimulatedFall",
    "Source",
    "Span",
    "Standing",
    "Upgrade",
    "VOCABULARIES",
    "Validity",
    "ValidityKind",
    "Version",
    "Weighing",
    "WhatIf",
    "not_whole",
]

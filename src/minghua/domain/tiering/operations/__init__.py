"""Writes of tiering: programmes, the ledger, levels by hand; every one of them ends in the fold."""

from minghua.domain.tiering.operations.crediting import await_night, catch_up, catch_up_some, regrade, regrade_due
from minghua.domain.tiering.operations.entering import Entered, KeyTaken, NewScore
from minghua.domain.tiering.operations.grade_cards import publish_card
from minghua.domain.tiering.operations.grade_reviews import close_review, open_reviews
from minghua.domain.tiering.operations.grading import (
    NoCard,
    bring_inputs,
    grade_again,
    grade_customer,
    grade_customers,
    grade_some,
    record_inputs,
)
from minghua.domain.tiering.operations.granting import end_grant, grant_level
from minghua.domain.tiering.operations.measuring import read_measures
from minghua.domain.tiering.operations.programmes import (
    NoDraft,
    NotSimulated,
    ProgrammeStopped,
    install_preset,
    publish,
    save_draft,
    stop,
)
from minghua.domain.tiering.operations.recording import NotAMember, record_scores, reverse_score
from minghua.domain.tiering.operations.simulate import simulate
from minghua.domain.tiering.operations.trying import (
    NoSimulation,
    Piece,
    ask_simulation,
    begin_simulation,
    cancel_simulation,
    end_overtaken,
    keep_tried,
    try_some,
)

__all__ = [
    "Entered",
    "KeyTaken",
    "NewScore",
    "NoCard",
    "NoDraft",
    "NoSimulation",
    "NotAMember",
    "NotSimulated",
    "Piece",
    "ProgrammeStopped",
    "ask_simulation",
    "begin_simulation",
    "bring_inputs",
    "cancel_simulation",
    "await_night",
    "catch_up",
    "catch_up_some",
    "close_review",
    "end_grant",
    "end_overtaken",
    "grade_again",
    "grade_customer",
    "grade_customers",
    "grade_some",
    "grant_level",
    "install_preset",
    "keep_tried",
    "open_reviews",
    "publish",
    "publish_card",
    "read_measures",
    "record_inputs",
    "record_scores",
    "regrade",
    "regrade_due",
    "reverse_score",
    "save_draft",
    "simulate",
    "stop",
    "try_some",
]

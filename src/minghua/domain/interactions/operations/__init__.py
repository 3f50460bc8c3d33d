"""Writes of interactions."""

from minghua.domain.interactions.operations.contacts import log_contact, log_many
from minghua.domain.interactions.operations.removal import remove_import
from minghua.domain.interactions.operations.steps import (
    CannotAssign,
    assign_next_step,
    complete_next_step,
    plan_many,
    plan_next_step,
    postpone_next_step,
    reopen_next_step,
    set_due,
)

__all__ = [
    "CannotAssign",
    "assign_next_step",
    "complete_next_step",
    "log_contact",
    "log_many",
    "plan_many",
    "plan_next_step",
    "postpone_next_step",
    "remove_import",
    "reopen_next_step",
    "set_due",
]

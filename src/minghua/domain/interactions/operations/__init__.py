"""Writes of interactions."""

from minghua.domain.interactions.operations.consent import (
    NoPolicy,
    record_consent,
    record_consents,
    refold,
    withdraw_consent,
    withdraw_many,
)
from minghua.domain.interactions.operations.consent_imports import bring_consents, remove_consents
from minghua.domain.interactions.operations.consent_links import withdraw_by_link, withdrawal_links
from minghua.domain.interactions.operations.contacts import log_contact, log_many
from minghua.domain.interactions.operations.policies import lift_restriction, publish_policy, restrict
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
    "NoPolicy",
    "assign_next_step",
    "bring_consents",
    "complete_next_step",
    "lift_restriction",
    "log_contact",
    "log_many",
    "plan_many",
    "plan_next_step",
    "postpone_next_step",
    "publish_policy",
    "record_consent",
    "record_consents",
    "refold",
    "remove_consents",
    "remove_import",
    "reopen_next_step",
    "restrict",
    "set_due",
    "withdraw_by_link",
    "withdraw_consent",
    "withdraw_many",
    "withdrawal_links",
]

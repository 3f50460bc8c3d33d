"""Writes of interactions."""

from minghua.domain.interactions.operations.access import (
    TooOften,
    WrongCode,
    ask_code,
    end_session,
    end_sessions,
    enter,
    keep_open,
)
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
from minghua.domain.interactions.operations.packages import (
    NotThere,
    SeesMasked,
    clear_packages,
    hand_out,
    keep_package,
    order_package,
)
from minghua.domain.interactions.operations.parting import let_go
from minghua.domain.interactions.operations.policies import lift_restriction, publish_policy, restrict
from minghua.domain.interactions.operations.removal import remove_import
from minghua.domain.interactions.operations.rights import NotNow, do_deed, receive_request
from minghua.domain.interactions.operations.rights_warnings import warn_of_requests
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
    "TooOften",
    "WrongCode",
    "ask_code",
    "end_session",
    "end_sessions",
    "enter",
    "keep_open",
    "CannotAssign",
    "NoPolicy",
    "NotNow",
    "NotThere",
    "SeesMasked",
    "assign_next_step",
    "bring_consents",
    "clear_packages",
    "complete_next_step",
    "do_deed",
    "let_go",
    "hand_out",
    "keep_package",
    "lift_restriction",
    "log_contact",
    "log_many",
    "order_package",
    "plan_many",
    "plan_next_step",
    "postpone_next_step",
    "publish_policy",
    "receive_request",
    "record_consent",
    "record_consents",
    "refold",
    "remove_consents",
    "remove_import",
    "reopen_next_step",
    "restrict",
    "set_due",
    "warn_of_requests",
    "withdraw_by_link",
    "withdraw_consent",
    "withdraw_many",
    "withdrawal_links",
]

"""Reads of interactions."""

from minghua.domain.customers.queries.declared import Declared
from minghua.domain.interactions.queries import consent_fields
from minghua.domain.interactions.queries.access import member_of
from minghua.domain.interactions.queries.consent import (
    consent_record,
    consenting,
    consents_of,
    contactable,
    decision,
    matrix,
    may_contact,
    may_contact_many,
    policies,
    policy_in_force,
    renewals,
    restricted,
    restricted_ids,
    restriction_of,
    stale,
    told_yes_or_no,
)
from minghua.domain.interactions.queries.contacts import contact, contacts, contacts_of
from minghua.domain.interactions.queries.day import (
    done_today,
    due_count,
    due_steps,
    my_customers_without_step,
    standing,
)
from minghua.domain.interactions.queries.packages import package_asked, packages_of
from minghua.domain.interactions.queries.rights import WHICH, clock, counts, deeds, desk, request, requests, urgency
from minghua.domain.interactions.queries.steps import next_step, next_steps_of, steps
from minghua.domain.interactions.queries.team import DOING, team_days

LIST_FIELDS = Declared(consent_fields.FIELDS, consent_fields.read)

__all__ = [
    "DOING",
    "LIST_FIELDS",
    "WHICH",
    "clock",
    "consent_record",
    "consenting",
    "consents_of",
    "contact",
    "contactable",
    "decision",
    "deeds",
    "desk",
    "contacts",
    "contacts_of",
    "counts",
    "done_today",
    "due_count",
    "due_steps",
    "matrix",
    "may_contact",
    "member_of",
    "may_contact_many",
    "my_customers_without_step",
    "next_step",
    "next_steps_of",
    "package_asked",
    "packages_of",
    "policies",
    "policy_in_force",
    "renewals",
    "request",
    "requests",
    "restricted",
    "restricted_ids",
    "restriction_of",
    "stale",
    "standing",
    "steps",
    "team_days",
    "told_yes_or_no",
    "urgency",
]

"""A new company is made ready: the words that rooms declare, the roles to begin with, and a first privacy policy."""

from datetime import datetime
from typing import NamedTuple

from minghua.domain.customers import operations as customers
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.interactions.types import FIRST_POLICY
from minghua.foundation.people import presets
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.vocabulary import operations as vocabularies


class Prepared(NamedTuple):
    """How many terms and roles were missing and have been added, and how many untouched roles learnt new permissions."""

    terms: int
    roles: int
    grown: int


def prepare_company(*, at: datetime) -> Prepared:
    """Add what is missing and change nothing that a person made; safe to repeat after each migration."""
    roles = presets.store_presets(by=SYSTEM, at=at)
    prepared = Prepared(vocabularies.store_declared(), roles, presets.grow_presets(by=SYSTEM, at=at))
    customers.ensure_indexes(at=at)
    if interaction_reads.policy_in_force() is None:
        interactions.publish_policy(FIRST_POLICY, by=SYSTEM, at=at)
    return prepared

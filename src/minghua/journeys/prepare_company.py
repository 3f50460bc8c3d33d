"""A new company is made ready: the words that rooms declare and the roles to begin with are put into the tables."""

from datetime import datetime
from typing import NamedTuple

from minghua.foundation.people import presets
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.vocabulary import operations as vocabularies


class Prepared(NamedTuple):
    """How many terms and roles were missing and have been added."""

    terms: int
    roles: int


def prepare_company(*, at: datetime) -> Prepared:
    """Add what is missing and change nothing that is there; safe to repeat after each migration."""
    return Prepared(vocabularies.store_declared(), presets.store_presets(by=SYSTEM, at=at))

"""Cleaning in bulk: a dry run that lists every change, applying all or chosen ones, and the way back (R06.7)."""

from minghua.domain.customers.operations.cleaning.deciding import (
    NotInThatState,
    decide,
    start_applying,
    start_cleaning,
    start_undoing,
)
from minghua.domain.customers.operations.cleaning.working import JOB, advance_cleaning

__all__ = [
    "JOB",
    "NotInThatState",
    "advance_cleaning",
    "decide",
    "start_applying",
    "start_cleaning",
    "start_undoing",
]

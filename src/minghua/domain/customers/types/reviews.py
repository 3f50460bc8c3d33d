"""The words of reviews: which archive is due since when, and how owners and teams stand (R07.4)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

GRADES: Final = {"key": 0, "potential": 1}
"""value class → A (0), B (1); every other one is C."""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One archive due; never verified has no days."""

    id: int
    name: str
    number: str
    grade: str
    owner_id: int | None
    owner_name: str
    verified_on: date | None
    due_on: date | None
    overdue_days: int | None
    cycle_days: int
    archive_e2: int | None


@dataclass(frozen=True, slots=True)
class ReviewStanding:
    """How one owner or team stands: archives, due, overdue by a month and more, the longest unverified."""

    scope: str
    scope_id: int
    name: str
    customers: int
    due: int
    long_due: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class StaleRow:
    """One archive of the yearly clean-up."""

    id: int
    name: str
    number: str
    owner_name: str
    last_order_on: date | None
    last_contact_at: datetime | None
    verified_at: datetime | None

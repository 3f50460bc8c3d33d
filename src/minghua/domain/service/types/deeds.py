"""Words of what is done to cases: hand-overs, promises, what a deed leaves behind."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """What the next person must know; nothing of it may be left out (SVC-BANK-3)."""

    to_id: int
    need: str
    checked: str
    ask: str
    contact: str
    reply_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPromise:
    """Something told to the customer: what, until when, who keeps it."""

    clock: str
    text: str
    due_at: datetime
    owner_id: int | None = None


class Done(NamedTuple):
    """A deed that was done: the entry's number, and how far the talk with the customer has come."""

    case_id: int
    seq: int
    spoken: int

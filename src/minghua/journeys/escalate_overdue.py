"""The clock ticks: information whose deadline has passed goes to the lead of whoever has the customer now (R06.5)."""

from datetime import datetime

from minghua.domain.customers.operations import news
from minghua.foundation.people.types import Actor
from minghua.foundation.routing import operations as routing

BATCH = 100


def escalate_overdue(*, by: Actor, at: datetime) -> int:
    """Escalate the next items, each once however many workers tick, and return how many."""
    return routing.escalate_overdue(limit=BATCH, owner_of=news.hands_of, by=by, at=at)

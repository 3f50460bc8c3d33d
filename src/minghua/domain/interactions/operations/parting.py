"""A customer leaves for good: nothing is promised to them any more."""

from datetime import datetime

from minghua.domain.interactions.models import NextStep
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require


def let_go(customer_id: int, *, by: Actor, at: datetime) -> int:
    """Close the open next steps of an erased customer and return how many there were."""
    require(by, "privacy.erase")
    return NextStep.objects.filter(customer_id=customer_id, done_at=None).update(done_at=at, done_by_id=by.user_id)

"""A household leaves for good: its jars are planned no more, its rhythms forgotten; what was brought stays."""

from datetime import datetime

from minghua.domain.care.models import Cadence, Jar
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require


def let_go(customer_id: int, *, by: Actor, at: datetime) -> int:
    """Close the jars and rhythms of an erased customer and return how many there were."""
    require(by, "privacy.erase")
    jars = Jar.objects.filter(customer_id=customer_id, active=True)
    closed = jars.update(active=False, due_on=None, run_out_on=None, retry_on=None, updated_at=at)
    return closed + Cadence.objects.filter(customer_id=customer_id).delete()[0]

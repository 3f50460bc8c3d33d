"""A customer leaves for good: nothing is worked on for them any more."""

from datetime import datetime

from minghua.domain.service.models import Case
from minghua.domain.service.operations import deeds
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require


def let_go(customer_id: int, *, by: Actor, at: datetime) -> int:
    """Close the open cases of an erased customer and return how many there were."""
    require(by, "privacy.erase")
    cases = list(Case.objects.select_for_update().filter(customer_id=customer_id).exclude(standing="closed"))
    for case in cases:
        case.standing, case.closed_at, case.outcome, case.offered_to_id = "closed", at, "withdrawn", None
        deeds.finish(case, deeds.do(case, "closed", data={"outcome": "withdrawn"}, by=by, at=at), by=by, at=at)
    return len(cases)

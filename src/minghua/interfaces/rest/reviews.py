"""Archives that are due to be verified."""

from typing import Any, Literal

from django.http import HttpRequest

from minghua.domain.customers.queries import reviews as reads
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Cursor, Day, Id, Instant, Limit, ListOut, Out, PageOut
from minghua.kernel.periods import local_date

router = Door(tags=["reviews"])


class ReviewOut(Out):
    """One archive due."""

    id: int
    name: str
    number: str
    grade: Literal["A", "B", "C"]
    owner_id: int | None
    owner_name: str
    verified_on: Day | None
    due_on: Day | None
    overdue_days: int | None
    cycle_days: int
    archive_e2: int | None


class StandingOut(Out):
    """How one owner or team stands."""

    scope: Literal["team", "owner"]
    scope_id: int
    name: str
    customers: int
    due: int
    long_due: int
    oldest: Instant | None


@router.read("/reviews", permission="customers.view", answers=PageOut[ReviewOut])
def list_reviews(
    request: HttpRequest, mine: bool = True, owner_id: Id | None = None, cursor: Cursor = "", limit: Limit = 50
) -> Any:
    """Archives due today, the longest unverified first: one's own, one owner's, or all in reach."""
    caller = of(request)
    return reads.reviews_due(
        caller.actor, on=local_date(caller.at), mine=mine, owner_id=owner_id, cursor=cursor, limit=limit
    )


@router.read("/reviews/report", permission="customers.view", answers=ListOut[StandingOut])
def get_review_report(request: HttpRequest) -> Any:
    """Archives due and a month overdue, by team and owner."""
    caller = of(request)
    return {"items": reads.review_report(caller.actor, on=local_date(caller.at))}

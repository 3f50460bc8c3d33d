"""Levels as they were known at an instant: folded from what had been told by then, for proving decisions of the past."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from minghua.domain.tiering.models import GrantEnd, LevelGrant, ScoreEntry
from minghua.domain.tiering.queries import plans
from minghua.domain.tiering.queries.ledgers import Story, event_of, grant_of, kinds_of
from minghua.domain.tiering.queries.plans import Plan
from minghua.domain.tiering.types import Event


class LevelClaim(NamedTuple):
    """That a member held a level at one instant, as far as had been told by another."""

    customer_id: int
    level: str
    at: datetime
    told_by: datetime


class _History(NamedTuple):
    """Everything of a member with the instant at which it was told."""

    kind: str
    events: Sequence[tuple[datetime, Event]]
    grants: Sequence[tuple[LevelGrant, GrantEnd | None]]

    def story(self, *, told_by: datetime) -> Story:
        rows = [
            (row, end.on if end is not None and end.at <= told_by else None)
            for row, end in self.grants
            if row.granted_at <= told_by
        ]
        grants = (grant_of(row, ended_on=ended_on) for row, ended_on in rows)
        return Story(
            self.kind,
            tuple(event for told_at, event in self.events if told_at <= told_by),
            tuple(grant for grant in grants if grant is not None),
            min((row.granted_at for row, _ in rows), default=None),
        )

    def tellings(self, told_by: datetime, slack: timedelta) -> Iterator[datetime]:
        """Yield that instant, then the beginning of the slack and every telling in it."""
        told = {at for at, _ in self.events} | {row.granted_at for row, _ in self.grants}
        told |= {end.at for _, end in self.grants if end is not None}
        yield told_by
        yield told_by - slack
        yield from sorted(at for at in told if abs(at - told_by) <= slack)


def claims_hold(programme: str, claims: Collection[LevelClaim], *, slack: timedelta) -> list[bool]:
    """Return for each claim whether the ledger, folded afresh from what was known then, bears it out; at most 500 customers.

    A write that began earlier may be stored later: what was told within the slack around `told_by` may have been seen or not.
    """
    plan = plans.plan(programme)
    histories = _histories(plan.id, {each.customer_id for each in claims})
    return [_holds(plan, histories[each.customer_id], each, slack) for each in claims]


def _holds(plan: Plan, known: _History, claim: LevelClaim, slack: timedelta) -> bool:
    stories = (known.story(told_by=instant) for instant in known.tellings(claim.told_by, slack))
    standings = (story.standing(plan.versions, until=claim.at) for story in stories)
    return any(standing is not None and standing.level == claim.level for standing in standings)


def _histories(programme_id: int, ids: Collection[int]) -> dict[int, _History]:
    events: defaultdict[int, list[tuple[datetime, Event]]] = defaultdict(list)
    own = ScoreEntry.objects.filter(programme_id=programme_id, customer_id__in=ids).select_related("reverses")
    for row in own.order_by("counts_at", "pk"):
        events[row.customer_id].append((row.recorded_at, event_of(row)))
    given = list(LevelGrant.objects.filter(programme_id=programme_id, customer_id__in=ids).order_by("granted_at", "pk"))
    ends = {end.grant_id: end for end in GrantEnd.objects.filter(grant__in=given)}
    grants: defaultdict[int, list[tuple[LevelGrant, GrantEnd | None]]] = defaultdict(list)
    for grant in given:
        grants[grant.customer_id].append((grant, ends.get(grant.pk)))
    kinds = kinds_of(ids)
    return {pk: _History(kinds.get(pk, "person"), events[pk], grants[pk]) for pk in ids}

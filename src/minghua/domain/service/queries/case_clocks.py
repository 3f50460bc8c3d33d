"""The clocks of one case with why each is due when it is: told from the log again, so that the reason is never a guess."""

from datetime import datetime

from minghua.domain.service.models import CaseEntry
from minghua.domain.service.queries import policies
from minghua.domain.service.rules import clocks
from minghua.domain.service.types.clocks import Clock, ClockRow, Event
from minghua.foundation.people import queries as people
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require


def clocks_of(viewer: Actor, case_id: int, *, at: datetime) -> list[ClockRow]:
    """Return the clocks of a case, those that run first, then by the time they began; [] for a case out of reach."""
    require(viewer, "service.view")
    log = visible(CaseEntry.objects.filter(case_id=case_id), viewer).order_by("seq")
    events = [Event(*row) for row in log.values_list("seq", "act", "at", "data")]
    if not events:
        return []
    books = policies.books(clocks.book(event.data) for event in events if "policy" in event.data)
    policy = [clocks.book(event.data)[0] for event in events if "policy" in event.data][-1]
    found = clocks.told(events, books=books, until=at)
    names = people.names_of({one.owner_id for one in found if one.owner_id is not None})
    rows = [_row(one, names.get(one.owner_id or 0), policy) for one in found]
    return sorted(rows, key=lambda row: (row.done_at is not None, row.due_at or row.started_at, row.ref))


def _row(one: Clock, owner: str | None, policy: int) -> ClockRow:
    return ClockRow(
        kind=one.kind, ref=one.ref, state=one.state, owner_name=owner, started_at=one.started_at, due_at=one.due_at,
        provisional=one.provisional, paused=one.paused_since is not None, breached_at=one.breached_at, done_at=one.done_at,
        target=one.target, percent=one.percent, pauses=one.pauses, promised=one.promised_at is not None, policy=policy,
    )  # fmt: skip

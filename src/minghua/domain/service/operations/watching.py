"""Keeping the clocks of a case as its log tells them: counted anew after each entry, warned of and broken in time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from minghua.domain.service.models import Case, CaseEntry, Clock, ClockAlert
from minghua.domain.service.queries import policies
from minghua.domain.service.rules import clocks, counting
from minghua.domain.service.types import clocks as words
from minghua.domain.service.types.clocks import Event, State, Terms

BREACH: Final = 100
_COLUMNS: Final = (
    "owner_id", "due_at", "provisional", "paused", "state", "breached_at", "done_at", "next_at", "warned",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Alert:
    """Something to tell: a clock that reached so many percent, or broke (100)."""

    clock: Clock
    percent: int
    at: datetime


def recount(case: Case, *, at: datetime) -> list[Alert]:
    """Count the clocks of a held case from its log, store what changed, set what the list sorts by; return what to tell.

    The caller saves the case.
    """
    events = [
        Event(*row)
        for row in CaseEntry.objects.filter(case=case).order_by("seq").values_list("seq", "act", "at", "data")
    ]
    books = policies.books(clocks.book(event.data) for event in events if "policy" in event.data)
    known = {(row.kind, row.ref): row for row in Clock.objects.filter(case=case)}
    rows: list[Clock] = []
    alerts: list[Alert] = []
    terms = _last(events, books)
    for one in clocks.told(events, books=books, until=at):
        row = known.get((one.kind, one.ref)) or Clock(case=case, kind=one.kind, ref=one.ref, started_at=one.started_at)
        alerts += _take_over(row, one, terms, at=at)
        rows.append(row)
    _store(rows, alerts, at=at)
    _sum_up(case, rows)
    return alerts


def _last(events: Iterable[Event], books: dict[tuple[int, int], Terms]) -> Terms:
    return books[[clocks.book(event.data) for event in events if "policy" in event.data][-1]]


def _take_over(row: Clock, one: words.Clock, terms: Terms, *, at: datetime) -> list[Alert]:
    """Let the row say what the log tells, and return the alerts that were reached since it was last looked at."""
    row.owner_id, row.due_at, row.provisional = one.owner_id, one.due_at, one.provisional
    row.paused, row.state = one.paused_since is not None, one.state
    row.breached_at, row.done_at, row.next_at = one.breached_at, one.done_at, None
    reached: list[Alert] = []
    if one.state == State.BREACHED and row.warned < BREACH:
        reached = [Alert(row, BREACH, one.breached_at or at)]
    if one.state == State.OPEN:
        ahead = [(percent, moment) for percent, moment in counting.warnings(one, terms) if percent > row.warned]
        reached = [Alert(row, percent, moment) for percent, moment in ahead if moment <= at]
        row.next_at = next((moment for _, moment in ahead if moment > at), one.due_at)
    if reached:
        row.warned = reached[-1].percent
    return reached


def _store(rows: list[Clock], alerts: list[Alert], *, at: datetime) -> None:
    Clock.objects.bulk_create([row for row in rows if row.pk is None])
    old: list[Any] = [row for row in rows if row.pk is not None]
    if old:
        Clock.objects.bulk_update(old, _COLUMNS)
    told = [ClockAlert(clock=each.clock, percent=each.percent, at=each.at, told_at=at) for each in alerts]
    ClockAlert.objects.bulk_create(told)


def _sum_up(case: Case, rows: list[Clock]) -> None:
    case.due_at = min((row.due_at for row in rows if row.state == State.OPEN and row.due_at), default=None)
    case.breached = sum(row.state == State.BREACHED and row.done_at is None for row in rows)

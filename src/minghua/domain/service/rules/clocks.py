"""The clocks of a case, told from its log alone: the same log gives the same clocks, whenever it is read (SVC-INV-3, 8)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from minghua.domain.service.rules import counting
from minghua.domain.service.types.clocks import PAUSABLE, Clock, ClockKind, Event, State, Target, Terms

Book = tuple[int, int]
"""Which terms: the version of the policy and of the holidays."""
_AT_OPENING: Final = (ClockKind.ACKNOWLEDGE, ClockKind.FIRST_RESPONSE, ClockKind.APPOINTMENT, ClockKind.RESOLUTION)
_ANSWERED: Final = (ClockKind.ACKNOWLEDGE, ClockKind.FIRST_RESPONSE, ClockKind.NEXT_RESPONSE)
_REGULATOR: Final = (ClockKind.REGULATOR_ACCEPT, ClockKind.REGULATOR_END)


def told(events: Iterable[Event], *, books: Mapping[Book, Terms], until: datetime) -> tuple[Clock, ...]:
    """Return every clock of a case as it stands at `until`, in the order they began.

    A clock is broken the moment its due time passes under the terms then in force; nothing later takes that back.
    """
    story = _Story(books)
    for event in events:
        story.pass_time(event.at)
        _ACTS.get(event.act, _nothing)(story, event)
    story.pass_time(until)
    return tuple(story.clocks)


def book(data: Mapping[str, Any]) -> Book:
    """Return which terms an entry names."""
    return int(data.get("policy", 0)), int(data.get("holidays", 0))


class _Story:
    """What is known while the log is read: the clocks so far, the terms and what the case is."""

    def __init__(self, books: Mapping[Book, Terms]) -> None:
        self.books = books
        self.terms = next(iter(books.values()))
        self.kind = self.severity = ""
        self.level = 1
        self.clocks: list[Clock] = []

    def pass_time(self, at: datetime) -> None:
        """Break what was due before this instant."""
        self.change(lambda clock: clock.due_at is not None and clock.due_at < at, _broken)

    def change(self, which: Callable[[Clock], bool], how: Callable[[Clock], Clock]) -> None:
        self.clocks = [how(one) if one.state == State.OPEN and which(one) else one for one in self.clocks]

    def start(self, kind: ClockKind, event: Event, *, owner: int | None = None, percent: int = 100) -> None:
        target = self.target(kind)
        if target is not None:
            self.add(Clock(kind, event.seq, event.at, target, None, owner, percent))

    def add(self, clock: Clock) -> None:
        self.clocks.append(self.counted(clock, at=clock.started_at))

    def counted(self, clock: Clock, *, at: datetime) -> Clock:
        due = None if clock.paused_since else counting.due(clock, self.terms)
        return replace(clock, due_at=due.at if due else None, provisional=bool(due and due.provisional), changed_at=at)

    def target(self, kind: ClockKind) -> Target | None:
        fitting = (
            aim.target
            for aim in self.terms.aims.get(kind, ())
            if aim.kind in ("", self.kind) and aim.severity in ("", self.severity)
        )
        return next(fitting, None)

    def level_percent(self) -> int:
        return self.terms.level_percent.get(self.level, 100)

    def end(self, kinds: Iterable[ClockKind], at: datetime) -> None:
        """What was asked for has been done: in time it is satisfied, late it is made good."""
        wanted = frozenset(kinds)
        self.change(lambda clock: clock.kind in wanted, lambda clock: replace(clock, state=State.SATISFIED, done_at=at))
        self.make_good(lambda clock: clock.kind in wanted, at)

    def make_good(self, which: Callable[[Clock], bool], at: datetime) -> None:
        self.clocks = [
            replace(one, done_at=at) if one.state == State.BREACHED and one.done_at is None and which(one) else one
            for one in self.clocks
        ]

    def recount(self, at: datetime) -> None:
        """Count the open clocks anew by the terms and the severity now in force; pauses stay."""
        self.change(lambda clock: clock.promised_at is None, lambda clock: self.counted(self.aimed(clock), at=at))

    def aimed(self, clock: Clock) -> Clock:
        if clock.kind == ClockKind.PAUSE:
            return clock
        percent = min(clock.percent, self.level_percent()) if clock.kind == ClockKind.RESOLUTION else clock.percent
        return replace(clock, target=self.target(clock.kind) or clock.target, percent=percent)


def _broken(clock: Clock) -> Clock:
    at = max(moment for moment in (clock.due_at, clock.changed_at) if moment is not None)
    return replace(clock, state=State.BREACHED, breached_at=at)


def _nothing(story: _Story, event: Event) -> None:
    """Most entries move no clock."""


def _opened(story: _Story, event: Event) -> None:
    _know(story, event)
    for kind in _AT_OPENING:
        story.start(kind, event, percent=story.level_percent() if kind == ClockKind.RESOLUTION else 100)
    if event.data.get("answered"):
        story.end(_ANSWERED, event.at)


def _know(story: _Story, event: Event) -> None:
    story.kind = str(event.data.get("kind", story.kind))
    story.severity = str(event.data.get("severity", story.severity))
    story.level = int(event.data.get("level", story.level))
    if "policy" in event.data:
        story.terms = story.books[book(event.data)]


def _changed(story: _Story, event: Event) -> None:
    _know(story, event)
    story.recount(event.at)


def _message(story: _Story, event: Event) -> None:
    """The clock of the next answer runs from the oldest message nobody answered (Zammad#1322)."""
    waiting = any(one.kind in _ANSWERED[1:] and one.done_at is None for one in story.clocks)
    if not waiting:
        story.start(ClockKind.NEXT_RESPONSE, event)


def _reply(story: _Story, event: Event) -> None:
    """An automatic answer acknowledges; only a person responds (SVC-PAR-3)."""
    story.end(_ANSWERED[:1] if event.data.get("auto") else _ANSWERED, event.at)


def _paused(story: _Story, event: Event) -> None:
    story.change(lambda clock: clock.kind in PAUSABLE, lambda clock: replace(clock, paused_since=event.at, due_at=None))
    limit = story.terms.pauses.get(str(event.data.get("reason")))
    story.add(Clock(ClockKind.PAUSE, event.seq, event.at, limit, None, event.data.get("owner")))


def _resumed(story: _Story, event: Event) -> None:
    def resume(clock: Clock) -> Clock:
        pause = (clock.paused_since or event.at, event.at)
        return story.counted(replace(clock, pauses=(*clock.pauses, pause), paused_since=None), at=event.at)

    story.change(lambda clock: clock.paused_since is not None, resume)
    story.end([ClockKind.PAUSE], event.at)


def _promised(story: _Story, event: Event) -> None:
    kind, until = ClockKind(event.data["clock"]), datetime.fromisoformat(event.data["due_at"])
    if kind == ClockKind.ON_SITE:
        story.end([ClockKind.APPOINTMENT], event.at)
    story.add(Clock(kind, event.seq, event.at, None, until, event.data.get("owner")))


def _kept(story: _Story, event: Event) -> None:
    ref = event.data["ref"]
    story.change(lambda clock: clock.ref == ref, lambda clock: replace(clock, state=State.SATISFIED, done_at=event.at))
    story.make_good(lambda clock: clock.ref == ref, event.at)


def _waived(story: _Story, event: Event) -> None:
    ref = event.data["ref"]
    story.change(lambda clock: clock.ref == ref, lambda clock: replace(clock, state=State.DROPPED, done_at=event.at))
    story.make_good(lambda clock: clock.ref == ref, event.at)


def _referred(story: _Story, event: Event) -> None:
    for kind in _REGULATOR:
        story.start(kind, event)


def _offered(story: _Story, event: Event) -> None:
    story.start(ClockKind.HAND_OVER, event, owner=event.data.get("to"))


def _closed(story: _Story, event: Event) -> None:
    if event.data.get("outcome") == "resolved":
        story.end([ClockKind.RESOLUTION], event.at)
    story.end([ClockKind.PAUSE], event.at)
    story.change(lambda clock: True, lambda clock: replace(clock, state=State.DROPPED, done_at=event.at))
    story.make_good(lambda clock: True, event.at)


def _reopened(story: _Story, event: Event) -> None:
    """Earlier breaches stay; a fresh, shorter clock of resolution begins (never a blank restart)."""
    percent = min(story.terms.reopened_percent, story.level_percent())
    story.start(ClockKind.RESOLUTION, event, percent=percent)


_ACTS: Final[Mapping[str, Callable[[_Story, Event], None]]] = {
    "opened": _opened,
    "message": _message,
    "reply": _reply,
    "acknowledged": lambda story, event: story.end([ClockKind.ACKNOWLEDGE], event.at),
    "paused": _paused,
    "resumed": _resumed,
    "promised": _promised,
    "kept": _kept,
    "waived": _waived,
    "referred": _referred,
    "regulator_accepted": lambda story, event: story.end([ClockKind.REGULATOR_ACCEPT], event.at),
    "regulator_ended": lambda story, event: story.end(_REGULATOR, event.at),
    "offered": _offered,
    "accepted": lambda story, event: story.end([ClockKind.HAND_OVER], event.at),
    "returned": lambda story, event: story.end([ClockKind.HAND_OVER], event.at),
    "severity": _changed,
    "level": _changed,
    "terms": _changed,
    "closed": _closed,
    "reopened": _reopened,
}

"""The state of a member at any instant as a fold of what happened to them; the same log in any order gives the same state.

The order of a day's work is fixed: at 00:00 of the programme's day a new version comes into force, pending points
become active, the period that ended expires (deduct, then regrade), a monthly evaluation is held; then the events of
the day follow by (instant, sequence, key). Benefits come after the level. Grants by hand are laid over the result.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from minghua.domain.tiering.rules.book import ENDLESS, Book
from minghua.domain.tiering.rules.granting import laid_over, next_change
from minghua.domain.tiering.rules.happenings import take
from minghua.domain.tiering.rules.midnights import advance
from minghua.domain.tiering.types.spec import Version
from minghua.domain.tiering.types.story import Event, Grant, Kind, Standing
from minghua.kernel.periods import local_date, midnight


class Log(NamedTuple):
    """A member's events in their order, the local day of each, and the place of each key."""

    events: list[Event]
    days: list[int]
    places: dict[str, int]


def fold(
    versions: Sequence[Version],
    events: Iterable[Event],
    *,
    until: datetime,
    joined_at: datetime | None = None,
    kind: str = "person",
    grants: Sequence[Grant] = (),
) -> Standing | None:
    """Return where a member stands at `until`, with history and reasons; None before anything happened.

    `versions` ascend by their first day; the first one also judges what happened before it.
    """
    told = [event for event in events if event.at <= until]
    log = ordered(versions, told, until=until)
    begins = min((event.at for event in told), default=joined_at)
    begins = begins if joined_at is None or begins is None else min(begins, joined_at)
    if begins is None or begins > until:
        return None
    book = Book(versions, log.events, log.days, log.places, begins=begins, kind=kind)
    for place, day in enumerate(log.days):
        advance(book, day)
        take(book, place)
    today = local_date(until, book.zone)
    advance(book, today.toordinal())
    return standing(book, grants, until=until, today=today)


def ordered(versions: Sequence[Version], events: Iterable[Event], *, until: datetime) -> Log:
    """Return the events up to an instant, each key once, in the order in which they count.

    Pending points count from 00:00 of the day on which they become active; a reversal never before its original.
    """
    zone = versions[0].spec.tz
    once = {event.key: event for event in events}
    if any(version.spec.pending_days for version in versions):
        once = {key: _active(event, versions, zone) for key, event in once.items()}
    for key, event in once.items():
        original = once.get(event.reverses) if event.reverses else None
        if original is not None and _order(original) > _order(event):
            once[key] = event._replace(at=original.at, seq=max(event.seq, original.seq) + 1)
    if any(event.reverses and event.amount > 0 for event in once.values()):
        once = _settled(once)
    log = sorted((event for event in once.values() if event.at <= until), key=_order)
    return Log(
        log, [local_date(event.at, zone).toordinal() for event in log], {each.key: i for i, each in enumerate(log)}
    )


def _settled(once: dict[str, Event]) -> dict[str, Event]:
    """Counter-entries of one original at one instant are one: what was taken and given again was never taken."""
    same: defaultdict[tuple[str, datetime], list[Event]] = defaultdict(list)
    for event in once.values():
        if event.reverses in once:
            same[event.reverses, event.at].append(event)
    found = dict(once)
    for events in same.values():
        if len(events) > 1:
            first, amount = min(events, key=_order), sum(event.amount for event in events)
            for event in events:
                del found[event.key]
            if amount:
                found[first.key] = first._replace(amount=amount)
    return found


def next_counting(versions: Sequence[Version], events: Iterable[Event], *, after: datetime) -> date | None:
    """Return the local day on which the next event that waits will count, None when none waits."""
    zone = versions[0].spec.tz
    if any(version.spec.pending_days for version in versions):
        events = (_active(event, versions, zone) for event in events)
    waiting = min((event.at for event in events if event.at > after), default=None)
    return None if waiting is None else local_date(waiting, zone)


def _order(event: Event) -> tuple[datetime, int, str]:
    return event.at, event.seq, event.key


def _active(event: Event, versions: Sequence[Version], zone: ZoneInfo) -> Event:
    if event.kind is not Kind.SCORE or event.reverses or event.amount <= 0:
        return event
    day = local_date(event.at, zone)
    spec = next((each.spec for each in reversed(versions) if each.from_on <= day), versions[0].spec)
    if not spec.pending_days:
        return event
    active = midnight(day + timedelta(days=spec.pending_days), zone)
    return event._replace(at=active, scoring_on=event.scoring_on or day)


def standing(book: Book, grants: Sequence[Grant], *, until: datetime, today: date) -> Standing:
    """Return what a book says that was taken as far as `until`."""
    spans = laid_over(book.spans, grants, spec=book.spec, until=until)
    now, score, parts = spans[-1], *book.tally.read(today.toordinal())
    due = min(book.next_boundary(), next_change(grants, after=today) or ENDLESS)
    return Standing(
        level=now.level,
        automatic=book.spec.levels[book.rank].code,
        granted=now.granted,
        score=score,
        parts=parts,
        score_at_expiry=book.score_at_expiry(today.toordinal()),
        valid_from=now.valid_from,
        valid_until=now.valid_until,
        watch=book.watch,
        due_on=None if due == ENDLESS else date.fromordinal(due),
        version=book.version.number,
        spans=tuple(spans),
        trace=tuple(book.trace),
    )

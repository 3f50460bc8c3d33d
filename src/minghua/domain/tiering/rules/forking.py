"""The same member under the present rules and under new ones, at several moments: what is the same is folded once.

Until the day on which the new version begins both are one book; from there on it is two. Where that cannot be said
beforehand (something happens after the first moment, or points wait otherwise) each is folded from the beginning.
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from minghua.domain.tiering.rules.book import Book
from minghua.domain.tiering.rules.fold import Log, fold, ordered, standing
from minghua.domain.tiering.rules.happenings import take
from minghua.domain.tiering.rules.midnights import advance
from minghua.domain.tiering.rules.score import twin_of
from minghua.domain.tiering.types.spec import Version
from minghua.domain.tiering.types.story import Event, Grant, Standing
from minghua.kernel.periods import local_date

Standings = tuple[Standing | None, ...]


def fold_both(
    old: Sequence[Version],
    new: Sequence[Version],
    events: Sequence[Event],
    *,
    moments: Sequence[datetime],
    joined_at: datetime | None = None,
    kind: str = "person",
    grants: Sequence[Grant] = (),
) -> tuple[Standings, Standings]:
    """Return where a member stands at ascending moments under the one and the other: what `fold` says of each."""
    log = _one_log(old, new, events, moments, joined_at)
    if log is None:
        asked = [(versions, until) for versions in (old, new) for until in moments]
        found = [fold(v, events, until=m, joined_at=joined_at, kind=kind, grants=grants) for v, m in asked]
        return tuple(found[: len(moments)]), tuple(found[len(moments) :])
    begins = min(filter(None, (joined_at, *(event.at for event in events))))
    book = Book(old, log.events, log.days, log.places, begins=begins, kind=kind)
    parting = new[-1].from_on.toordinal()
    place = 0
    while place < len(log.days) and log.days[place] < parting:
        _next(book, place)
        place += 1
    advance(book, parting - 1)
    other = book.twin()
    other.switches.insert(0, (parting, new[-1]))
    return _onwards(book, log, place, moments, grants), _onwards(other, log, place, moments, grants)


def _one_log(
    old: Sequence[Version],
    new: Sequence[Version],
    events: Sequence[Event],
    moments: Sequence[datetime],
    joined_at: datetime | None,
) -> Log | None:
    """Return the log that holds for both and at every moment, None where there is none."""
    told = [event.at for event in events] + ([joined_at] if joined_at else [])
    if not told or max(told) > moments[0] or tuple(new[:-1]) != tuple(old):
        return None
    parting, zone = new[-1].from_on, old[0].spec.tz
    known = max(local_date(min(told), zone), old[-1].from_on)
    if new[-1].spec.tz != zone or not known < parting <= local_date(moments[0], zone):
        return None
    log = ordered(old, events, until=moments[-1])
    waits = any(version.spec.pending_days for version in new)
    return None if waits and ordered(new, events, until=moments[-1]).events != log.events else log


def _next(book: Book, place: int) -> None:
    advance(book, book.days[place])
    take(book, place)


def _onwards(book: Book, log: Log, place: int, moments: Sequence[datetime], grants: Sequence[Grant]) -> Standings:
    zone: ZoneInfo = book.zone
    found = []
    for until in moments:
        while place < len(log.events) and log.events[place].at <= until:
            _next(book, place)
            place += 1
        today = local_date(until, zone)
        advance(book, today.toordinal())
        kept, book.tally = book.tally, twin_of(book.tally)  # asking what is left at the end moves a window on
        found.append(standing(book, grants, until=until, today=today))
        book.tally = kept
    return tuple(found)

"""Work on doubles in the background: keys for customers older than the keys."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from minghua.domain.customers import operations as customers
from minghua.foundation.jobs.types import CronEntry, Handler
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.words import Text


def key_missing(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Make the match keys that are missing, two thousand customers a transaction; begun again it goes on."""
    last: int | None = 0
    while last is not None:
        beat()
        with unit_of_work(SYSTEM, at=at):
            last = customers.key_missing(after_id=last, at=at)


class _Stopped(Exception):
    """Somebody asked the search to stop."""


def seek(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Compare what is new with everybody, then, in a wide search, who is one slip apart.

    Stopped or begun again, the next one goes on from there.
    """

    def go_on() -> None:
        beat()
        if customers.stop_is_asked():
            raise _Stopped

    with unit_of_work(SYSTEM, at=at):
        customers.begin_seeking(at=at)
    stopped = False
    try:
        _search(at=at, beat=go_on)
    except _Stopped:
        stopped = True
    with unit_of_work(SYSTEM, at=at):
        customers.finish_seeking(stopped=stopped, at=at)


def _search(*, at: datetime, beat: Callable[[], None]) -> None:
    """Read and compare outside the unit of work, write inside: nobody's saving waits for a search."""
    beat()
    learned = customers.learn()
    with unit_of_work(SYSTEM, at=at):
        customers.keep_learned(learned, at=at)
    beat()
    while (looked := customers.look_at_some(at=at)) is not None:
        with unit_of_work(SYSTEM, at=at):
            customers.keep_looked(looked)
        beat()
    for some in customers.in_slices(customers.near_couples(beat=beat)):
        found = customers.look_near(some, at=at)
        with unit_of_work(SYSTEM, at=at):
            customers.keep_near(found, reached=some[-1][0])
        beat()


def seek_anew(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Ask for a search over everybody that learns anew: once a week, for what was typed with a slip."""
    customers.seek_anew(at=at)


JOBS = {
    "customers.seek_doubles": Handler(
        seek, Text("查找重复客户", "Search for doubles"), in_pieces=True, lease_seconds=300
    ),
    "customers.seek_doubles_anew": Handler(seek_anew, Text("每周全面查找重复客户", "Weekly search for doubles")),
    "customers.key_missing": Handler(key_missing, Text("建立查重索引", "Make match keys"), in_pieces=True),
}
CRON = (
    CronEntry("customers.seek_doubles", "30 1 * * 1-6"),
    CronEntry("customers.seek_doubles_anew", "30 1 * * 0"),
)

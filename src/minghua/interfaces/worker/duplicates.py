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


def seek(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Compare what is new with everybody, slice by slice; begun again it goes on where it stopped."""
    with unit_of_work(SYSTEM, at=at):
        customers.begin_seeking(at=at)
    more = True
    while more:
        beat()
        with unit_of_work(SYSTEM, at=at):
            more = customers.seek_some(at=at)


JOBS = {
    "customers.seek_doubles": Handler(
        seek, Text("查找重复客户", "Search for doubles"), in_pieces=True, lease_seconds=300
    ),
    "customers.key_missing": Handler(key_missing, Text("建立查重索引", "Make match keys"), in_pieces=True),
}
CRON = (CronEntry("customers.seek_doubles", "30 1 * * *"),)

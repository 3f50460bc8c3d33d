"""After an erasure: what the database engine still keeps of deleted rows is overwritten."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from minghua.foundation.audit import operations as audit
from minghua.foundation.jobs.types import CronEntry, Handler
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.personal import purging
from minghua.foundation.storage import scrubbing
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.erase_person import SCRUB_JOB
from minghua.kernel.words import Text


def scrub(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Let the engine forget deleted rows."""
    scrubbing.scrub()


def purge(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Blank or delete what is older than its retention, batch by batch, and log how much."""
    total: Counter[str] = Counter()
    more = True
    while more:
        beat()
        with unit_of_work(SYSTEM, at=at):
            done = purging.purge(at=at)
        total.update(done)
        more = bool(done)
    if total:
        with unit_of_work(SYSTEM, at=at):
            audit.record("privacy.purged", "personal", "retention", dict(total), by=SYSTEM, at=at)


JOBS = {
    "privacy.purge": Handler(purge, Text("清理到期的个人信息", "Purge what is past its retention"), in_pieces=True),
    SCRUB_JOB: Handler(scrub, Text("清除已删数据的残留", "Scrub what was deleted"), in_pieces=True, lease_seconds=1800),
}
CRON = (CronEntry("privacy.purge", "50 3 * * *"),)

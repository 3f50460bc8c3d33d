"""The night of the law: holds end, what is past its term goes; and after an erasure deleted rows are overwritten."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from minghua.foundation.jobs.types import CronEntry, Handler
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.personal import holding, purging
from minghua.foundation.personal.retention import Kind, Part
from minghua.foundation.storage import scrubbing
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.erase_person import SCRUB_JOB
from minghua.kernel.words import Text


def scrub(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Let the engine forget deleted rows."""
    scrubbing.scrub()


def purge(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """End the holds whose day is over; then clear what is older than its term, piece by piece, each with its count."""
    with unit_of_work(SYSTEM, at=at):
        holding.end_lapsed(at=at)
    for kind, part, before in purging.steps(at=at):
        _clear(kind, part, before, at=at, beat=beat)


def _clear(kind: Kind, part: Part, before: datetime, *, at: datetime, beat: Callable[[], None]) -> None:
    after = None
    while True:
        beat()
        with unit_of_work(SYSTEM, at=at):
            piece = purging.purge_piece(kind, part, before=before, after=after, at=at)
        if piece.last is None:
            return
        after = piece.last


JOBS = {
    "privacy.purge": Handler(purge, Text("清理到期的个人信息", "Purge what is past its retention"), in_pieces=True),
    SCRUB_JOB: Handler(scrub, Text("清除已删数据的残留", "Scrub what was deleted"), in_pieces=True, lease_seconds=1800),
}
CRON = (CronEntry("privacy.purge", "40 1 * * *"),)

"""After an erasure: what the database engine still keeps of deleted rows is overwritten."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from minghua.foundation.jobs.types import Handler
from minghua.foundation.storage import scrubbing
from minghua.journeys.erase_person import SCRUB_JOB
from minghua.kernel.words import Text


def scrub(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Let the engine forget deleted rows."""
    scrubbing.scrub()


JOBS = {
    SCRUB_JOB: Handler(scrub, Text("清除已删数据的残留", "Scrub what was deleted"), in_pieces=True, lease_seconds=1800)
}

"""The tick that finds promises whose time has passed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from minghua.domain.service import operations as service
from minghua.foundation.jobs.types import CronEntry, Handler
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.words import Text


def break_overdue(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Mark them piece by piece and tell who has to know."""
    going_on = True
    while going_on:
        beat()
        with unit_of_work(SYSTEM, at=at):
            going_on = service.break_overdue(by=SYSTEM, at=at) > 0


JOBS = {"promises.overdue": Handler(break_overdue, Text("过期的承诺", "Overdue promises"), in_pieces=True)}
CRON = (CronEntry("promises.overdue", "* * * * *"),)

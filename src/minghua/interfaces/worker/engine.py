"""The analysed data are refreshed every night, and whenever somebody asks."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from minghua.foundation.engine.refreshing import Refresher
from minghua.foundation.engine.types import JOB, BeingRefreshed, CalledOff
from minghua.foundation.jobs.types import CronEntry, Handler
from minghua.foundation.people import queries as people
from minghua.foundation.people.types import SYSTEM
from minghua.kernel import clock
from minghua.kernel.words import Text


def refresh(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Make a snapshot for whoever asked, or for the house at night; one that is called off or being made is not begun again."""
    asked = payload.get("user_id")
    by = people.actor_of_user(asked, channel="worker", request_id=JOB) if asked else SYSTEM
    if by is None:
        return
    try:
        Refresher(clock.now, beat).refresh(by=by)
    except (BeingRefreshed, CalledOff):
        return


JOBS = {JOB: Handler(refresh, Text("更新分析数据", "Refresh the analysed data"), in_pieces=True, lease_seconds=600)}
CRON = (CronEntry(JOB, "40 3 * * *"),)

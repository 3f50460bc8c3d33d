"""Figures of quality in the background: everybody once a night with the day's snapshots, what changed every few minutes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from minghua.domain.customers import operations as customers
from minghua.foundation.jobs.types import CronEntry, Handler
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel import clock
from minghua.kernel.words import Text


def everybody(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Judge every customer, then take the snapshots of the day."""
    after_id: int | None = 0
    while after_id is not None:
        beat()
        with unit_of_work(SYSTEM, at=at):
            after_id = customers.refresh_quality(after_id=after_id, by=SYSTEM, at=at)
    with unit_of_work(SYSTEM, at=at):
        customers.take_snapshots(by=SYSTEM, at=at)


def changed(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Judge those that changed since the last time."""
    more = True
    while more:
        beat()
        now = clock.now()
        with unit_of_work(SYSTEM, at=now):
            more = customers.refresh_recent(by=SYSTEM, at=now)


JOBS = {
    "quality.everybody": Handler(
        everybody, Text("全部数据质量", "Quality of everybody"), in_pieces=True, lease_seconds=300
    ),
    "quality.changed": Handler(
        changed, Text("更新数据质量", "Quality of what changed"), in_pieces=True, lease_seconds=300
    ),
}
CRON = (CronEntry("quality.everybody", "30 1 * * *"), CronEntry("quality.changed", "*/5 * * * *"))

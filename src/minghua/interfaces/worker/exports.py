"""Exports in the background: approved files are made, old ones deleted."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from minghua.foundation.exports import making
from minghua.foundation.exports import operations as exports
from minghua.foundation.jobs.types import CronEntry, Handler
from minghua.kernel.words import Text


def make(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Make one approved file."""
    making.make(payload["export_id"], at=at, beat=beat)


def lapse(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Delete files whose time is over."""
    exports.lapse(at=at)


JOBS = {
    exports.JOB: Handler(make, Text("生成导出文件", "Make an exported file"), in_pieces=True, lease_seconds=120),
    "exports.lapse": Handler(lapse, Text("删除过期导出文件", "Delete lapsed exports")),
}
CRON = (CronEntry("exports.lapse", "*/10 * * * *"),)

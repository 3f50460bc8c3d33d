"""What runs: a worker that works, mail that leaves, data that was verified."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import DatabaseError

from minghua.foundation.doctor.types import Check, Level, judged
from minghua.foundation.invariants import queries as invariants
from minghua.foundation.jobs import queries as jobs
from minghua.foundation.jobs.types import JobState
from minghua.foundation.metrics.readiness import SILENT_AFTER
from minghua.foundation.people.types import SYSTEM
from minghua.kernel.words import Text

SLOW_QUEUE: Final = 600.0  # seconds
VERIFIED_WITHIN: Final = timedelta(days=2)
_START = Text("启动 minghua worker，并让系统保持它运行。", "Start minghua worker and have the system keep it running.")
_JOBS = Text("在「设置 › 后台任务」查看原因后重试或放弃。", "Look at Settings › Jobs, then retry or give up.")
_NAMES: Final = (
    Text("后台任务进程在工作", "A worker is alive"),
    Text("最早的待办任务等待时间", "How long the first job has waited"),
    Text("失败的任务", "Failed jobs"),
)


def checks(at: datetime) -> Iterator[Check]:
    """Yield how the service stands; nothing when the tables are not there (the database's own checks say so)."""
    yield _mail()
    try:
        load, run = jobs.load(at=at), invariants.last_run(SYSTEM)
    except DatabaseError:
        return
    silent = load.beat_seconds is None or load.beat_seconds > SILENT_AFTER
    beat = "—" if load.beat_seconds is None else f"{load.beat_seconds:.0f} s"
    yield judged("worker", _NAMES[0], well=not silent, found=beat, remedy=_START)
    waited = load.oldest_seconds
    yield judged(
        "queue", _NAMES[1], well=waited <= SLOW_QUEUE, found=f"{waited:.0f} s", remedy=_START, otherwise=Level.WARN
    )
    dead = load.counts[JobState.DEAD]
    yield judged("jobs.dead", _NAMES[2], well=dead == 0, found=dead, remedy=_JOBS, otherwise=Level.WARN)
    yield _verified(run, at=at)


def _mail() -> Check:
    kind = settings.EMAIL_BACKEND.rsplit(".", 2)[-2]
    return judged(
        "mail",
        Text("邮件能发出", "Mail leaves the house"),
        well=kind == "smtp",
        found=kind,
        remedy=Text(
            "设置 MINGHUA_MAIL_URL；未设置时邮件只存在数据文件夹里。",
            "Set MINGHUA_MAIL_URL; without it mail only lies in the data folder.",
        ),
        otherwise=Level.WARN,
    )


def _verified(run: invariants.LastRun | None, *, at: datetime) -> Check:
    name = Text("数据已核对", "The data was verified")
    if run is None or run.finished_at < at - VERIFIED_WITHIN:
        remedy = Text(
            "运行 minghua verify；后台任务进程每晚也会核对。", "Run minghua verify; the worker also does every night."
        )
        return Check("verified", Level.WARN, name, "—" if run is None else f"{run.finished_at:%Y-%m-%d}", remedy)
    remedy = Text(
        "在「设置 › 运行状况」查看不成立的项，停止相关操作并从备份恢复或更正。",
        "See Settings › System for what is broken; stop that work, then restore or correct.",
    )
    return judged(
        "verified", name, well=run.broken == 0, found=f"{run.checked - run.broken} / {run.checked}", remedy=remedy
    )

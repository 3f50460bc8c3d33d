"""The daily backup, and the keyring after an erasure."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from minghua.foundation.backups import operations as backups
from minghua.foundation.backups.jobs import DAILY_JOB, KEYRING_JOB
from minghua.foundation.jobs.types import CronEntry, Handler
from minghua.kernel.words import Text


def back_up(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Write today's backup."""
    backups.make_daily(at=at)


def renew_keyring(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Write the keyring anew, without the keys destroyed since."""
    backups.renew_keyring()


JOBS = {
    DAILY_JOB: Handler(back_up, Text("每日备份", "Daily backup"), in_pieces=True, max_attempts=3, lease_seconds=7200),
    KEYRING_JOB: Handler(renew_keyring, Text("更新密钥环", "Renew the keyring"), in_pieces=True),
}
CRON = (CronEntry(DAILY_JOB, "30 2 * * *"),)

"""Chores of keyed answers."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from minghua.foundation.idempotency import operations as idempotency
from minghua.foundation.jobs.types import CronEntry, Handler
from minghua.kernel.words import Text


def purge_answers(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Forget answers to idempotency keys after their two days."""
    idempotency.purge(at=at)


JOBS = {"idempotency.purge": Handler(purge_answers, Text("清理幂等键", "Purge idempotency keys"))}
CRON = (CronEntry("idempotency.purge", "20 * * * *"),)

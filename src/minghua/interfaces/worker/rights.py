"""The desk's alarm: once each working morning the handlers hear of requests that are due soon or overdue."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from minghua.domain.interactions import operations as interactions
from minghua.foundation.jobs.types import CronEntry, Handler
from minghua.foundation.people.types import SYSTEM
from minghua.kernel.words import Text


def warn(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Warn of pressing requests; the same morning again tells nobody twice."""
    interactions.warn_of_requests(by=SYSTEM, at=at)


JOBS = {"rights.warn": Handler(warn, Text("权利请求到期提醒", "Warn of requests due"))}
CRON = (CronEntry("rights.warn", "30 8 * * *"),)

"""News on their way in the background, and the tick that escalates what was missed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from minghua.domain.customers.operations import news
from minghua.domain.customers.operations.news import JOB
from minghua.foundation.jobs.types import CronEntry, Handler
from minghua.foundation.people.types import SYSTEM
from minghua.journeys.escalate_overdue import escalate_overdue
from minghua.kernel.words import Text


def spread(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Route one piece of news; deadlines count from when it happened."""
    news.spread(
        payload["info_type"],
        payload["customer_id"],
        key=payload["key"],
        caused_by=payload["user_id"],
        by=SYSTEM,
        at=datetime.fromisoformat(payload["at"]),
    )


def escalate(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Escalate what is overdue."""
    while escalate_overdue(by=SYSTEM, at=at):
        beat()


JOBS = {
    JOB: Handler(spread, Text("流转客户信息", "Route customer information")),
    "routing.escalate": Handler(escalate, Text("逾期升级", "Escalate what is overdue")),
}
CRON = (CronEntry("routing.escalate", "* * * * *"),)

"""Carries webhook messages: at once when something happened, every minute what is to be tried again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from minghua.foundation.jobs.types import CronEntry, Handler
from minghua.foundation.webhooks import queries as webhook_reads
from minghua.foundation.webhooks.carrying import Carrier
from minghua.foundation.webhooks.publishing import JOB
from minghua.kernel import clock
from minghua.kernel.words import Text

ROUND = "webhooks.round"


def deliver(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Carry what waits for one receiver."""
    Carrier(clock.now, beat).carry(payload["subscription_id"])


def go_round(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Carry what is due to anybody."""
    carrier = Carrier(clock.now, beat)
    for subscription_id in webhook_reads.due(at=clock.now()):
        carrier.carry(subscription_id)


JOBS = {
    JOB: Handler(deliver, Text("送出对外通知", "Deliver webhooks"), in_pieces=True, lease_seconds=120),
    ROUND: Handler(go_round, Text("重试对外通知", "Retry webhooks"), in_pieces=True, max_attempts=1, lease_seconds=120),
}
CRON = (CronEntry(ROUND, "* * * * *"),)

"""The service desk's alarm: every minute the clocks whose moment has come, every night what hung on unpublished holidays."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from minghua.domain.service import operations as service
from minghua.foundation.jobs.types import CronEntry, Handler
from minghua.foundation.people.types import SYSTEM
from minghua.kernel.words import Text


def tick(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Warn of clocks and break those that are overdue; the same minute again tells nobody twice."""
    service.tick_clocks(by=SYSTEM, at=at)


def renew(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Count anew the clocks that hung on a year published since."""
    service.renew_provisional(by=SYSTEM, at=at)


JOBS = {
    "service.tick": Handler(tick, Text("工单时限", "Deadlines of cases")),
    "service.renew": Handler(renew, Text("按新公布的节假日重算时限", "Count deadlines by newly published holidays")),
}
CRON = (CronEntry("service.tick", "* * * * *"), CronEntry("service.renew", "15 3 * * *"))

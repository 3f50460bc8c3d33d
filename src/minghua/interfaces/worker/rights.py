"""The desk's alarm: once each working morning the handlers hear of requests that are due soon or overdue."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from minghua.domain.interactions import operations as interactions
from minghua.foundation.jobs.types import CronEntry, Handler
from minghua.foundation.people.types import SYSTEM
from minghua.journeys.export_person import make_package
from minghua.kernel.words import Text


def warn(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Warn of pressing requests; the same morning again tells nobody twice."""
    interactions.warn_of_requests(by=SYSTEM, at=at)


def package(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Make a package, as the system: whoever asked was judged then."""
    make_package(payload["package_id"], by=SYSTEM, at=at)


def clear(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Take away packages that were handed out or have expired."""
    interactions.clear_packages(at=at)


JOBS = {
    "rights.warn": Handler(warn, Text("权利请求到期提醒", "Warn of requests due")),
    "rights.package": Handler(package, Text("生成个人资料包", "Make a person's package"), lease_seconds=300),
    "rights.clear": Handler(clear, Text("清理个人资料包", "Clear persons' packages")),
}
CRON = (CronEntry("rights.warn", "30 8 * * *"), CronEntry("rights.clear", "40 * * * *"))

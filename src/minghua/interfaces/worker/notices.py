"""Mails of notices in the background, and the hourly look for digests that are due."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from minghua.foundation.jobs.types import CronEntry, Handler
from minghua.foundation.notices import mailing
from minghua.foundation.notices.operations import MAIL_JOB
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.routing import reminding
from minghua.kernel.words import Text


def mail(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Send the mail of one notice."""
    mailing.send_one(payload["notice_id"], at=at)


def digests(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Count what waited overnight, then ask for the digests of those whose hour has come."""
    reminding.remind_waiting(by=SYSTEM, at=at)
    mailing.plan_digests(at=at)


def digest(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Send one person's digest."""
    mailing.send_digest(payload["user_id"], day=date.fromisoformat(payload["day"]), at=at)


JOBS = {
    MAIL_JOB: Handler(mail, Text("发送通知邮件", "Mail a notice"), in_pieces=True, max_attempts=8),
    mailing.DIGEST_JOB: Handler(digest, Text("发送每日汇总", "Mail a digest"), in_pieces=True, max_attempts=8),
    "notices.digests": Handler(digests, Text("准备每日汇总", "Prepare digests")),
}
CRON = (CronEntry("notices.digests", "0 * * * *"),)

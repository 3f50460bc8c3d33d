"""The worker's part: send the mail of a notice, and once a day the digest of those that wait for it.

A mail is at least once: when the answer of the mail server is lost it goes again under the same Message-ID.
"""

import smtplib
from collections.abc import Callable, Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage

from minghua.foundation.audit import operations as audit
from minghua.foundation.jobs import operations as jobs
from minghua.foundation.notices import mails, rules
from minghua.foundation.notices.models import DigestHour, Notice
from minghua.foundation.notices.names import cover_notices
from minghua.foundation.notices.operations import MAIL_JOB
from minghua.foundation.notices.sight import hidden_ids
from minghua.foundation.notices.types import MailState
from minghua.foundation.people import queries as people
from minghua.foundation.people.models import User
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import NotFound

DIGEST_JOB = "notices.digest_mail"
MOST_IN_DIGEST = 200
_FOR_GOOD = 500


def send_one(notice_id: int, *, at: datetime) -> None:
    """Send the mail of one notice that waits; a refusal for good is recorded, any other error is raised to be retried."""
    notice = Notice.objects.select_related("user").filter(pk=notice_id, mail_state=MailState.WAITING).first()
    if notice is None:
        return
    _deliver([notice], notice.user, lambda kept: mails.single(kept[0], notice.user), at=at)


def plan_digests(*, at: datetime) -> int:
    """Ask for the digest of each person whose hour has come, once per local day; return how many wait."""
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    waiting = Notice.objects.filter(mail_state=MailState.DIGEST).values_list("user_id", flat=True).distinct()
    due = whose_hour_has_come(waiting, at=at)
    for user_id in due:
        day = local.date().isoformat()
        jobs.enqueue(DIGEST_JOB, {"user_id": user_id, "day": day}, key=f"{DIGEST_JOB}:{user_id}:{day}", at=at)
    return len(due)


def whose_hour_has_come(user_ids: Iterable[int], *, at: datetime) -> list[int]:
    """Return those of these people whose digest may leave at this instant, ascending."""
    people_ids = sorted(user_ids)
    hour = at.astimezone(ZoneInfo(settings.TIME_ZONE)).hour
    hours = dict(DigestHour.objects.filter(user_id__in=people_ids).values_list("user_id", "hour"))
    return [user_id for user_id in people_ids if rules.digest_due(hours.get(user_id), hour=hour)]


def send_digest(user_id: int, *, day: date, at: datetime) -> None:
    """Send one mail about everything that waits for this person's digest."""
    user = User.objects.filter(pk=user_id).first()
    notices = list(Notice.objects.filter(user_id=user_id, mail_state=MailState.DIGEST).order_by("pk")[:MOST_IN_DIGEST])
    if user is not None and notices:
        _deliver(notices, user, lambda kept: mails.digest(kept, user, day=day.isoformat()), at=at)


def resend(notice_id: int, *, by: Actor, at: datetime) -> None:
    """Try a mail again that did not arrive; raises NotFound when there is no such failure."""
    require(by, "jobs.manage")
    failed = Notice.objects.filter(pk=notice_id, mail_state=MailState.FAILED)
    if not failed.update(mail_state=MailState.WAITING, mail_error=""):
        raise NotFound(field="notice_id")
    jobs.enqueue(MAIL_JOB, {"notice_id": notice_id}, at=at)
    audit.record("notice.resent", "notices.Notice", notice_id, {}, by=by, at=at)


def _deliver(notices: list[Notice], user: User, write: Callable[[list[Notice]], EmailMessage], *, at: datetime) -> None:
    reader = people.actor_of_user(user.pk, channel="worker")
    hidden = {notice.pk for notice in notices} if reader is None else hidden_ids(notices, reader)
    _record(sorted(hidden), at=at, state=MailState.WITHHELD)
    kept = [notice for notice in notices if notice.pk not in hidden]
    if reader is None or not kept:
        return
    cover_notices(kept, reader)
    ids = [notice.pk for notice in kept]
    try:
        write(kept).send()
    except (smtplib.SMTPException, OSError) as error:
        lasting = _lasting(error)
        _record(ids, at=at, state=MailState.FAILED if lasting else None, error=_said(error))
        if not lasting:
            raise
    else:
        _record(ids, at=at, state=MailState.SENT)


def _record(ids: list[int], *, at: datetime, state: MailState | None, error: str = "") -> None:
    if not ids:
        return
    waiting = Notice.objects.filter(pk__in=ids, mail_state__in=[MailState.WAITING, MailState.DIGEST])
    sent = {"mailed_at": at} if state == MailState.SENT else {}
    stands = {"mail_state": state} if state else {}
    with unit_of_work(SYSTEM, at=at):
        waiting.update(mail_error=error, **sent, **stands)


def _lasting(error: Exception) -> bool:
    """Whether the server has refused for good: every recipient, or the message itself, with a 5xx answer."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= _FOR_GOOD for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused) and error.smtp_code >= _FOR_GOOD


def _said(error: Exception) -> str:
    """The error without the address it was about."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = [f"{code} {text.decode(errors='replace')}" for code, text in error.recipients.values()]
        return "; ".join(answers)[:300]
    return f"{type(error).__name__}: {error}"[:300]

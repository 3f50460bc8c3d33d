"""What a mail about notices says: subject, text and headers, in its reader's language."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage

from minghua.foundation.notices.models import Notice
from minghua.foundation.people.models import User
from minghua.kernel.words import Text

BRAND = Text("明华", "Minghua")
_DEADLINE = Text("请在 {when} 前处理。", "Please deal with it by {when}.")
_OPEN = Text("打开：{address}", "Open: {address}")
_ALL = Text("全部通知：{address}", "All notices: {address}")
_WISHES = Text("不想收到这类邮件？在这里调整：{address}", "Change which mails you get: {address}")
_DIGEST = Text("今日汇总：{count} 条通知", "Daily digest: {count} notices")


def single(notice: Notice, user: User) -> EmailMessage:
    """Return the mail about one notice."""
    title = _title(notice, user.language)
    return _mail(user, title, [*_told(notice, user.language)], f"notice-{notice.pk}")


def digest(notices: Sequence[Notice], user: User, *, day: str) -> EmailMessage:
    """Return the one mail about a day's notices."""
    title = _DIGEST.say(user.language).format(count=len(notices))
    lines: list[str] = []
    for notice in notices:
        told = list(_told(notice, user.language))
        lines += [f"· {told[0]}", *(f"  {line}" for line in told[1:]), ""]
    return _mail(user, title, lines, f"digest-{user.pk}-{day}")


def absolute(path: str) -> str:
    """Return the full address of a page of ours."""
    return settings.SITE_URL.rstrip("/") + path


def _title(notice: Notice, language: str) -> str:
    return Text(notice.title_zh, notice.title_en).say(language)


def _told(notice: Notice, language: str) -> list[str]:
    lines = [_title(notice, language)]
    body = Text(notice.body_zh, notice.body_en).say(language).strip()
    if body:
        lines += body.splitlines()
    if notice.deadline_at:
        when = notice.deadline_at.astimezone(ZoneInfo(settings.TIME_ZONE)).strftime("%Y-%m-%d %H:%M")
        lines.append(_DEADLINE.say(language).format(when=when))
    if notice.link:
        lines.append(_OPEN.say(language).format(address=absolute(notice.link)))
    return lines


def _mail(user: User, title: str, lines: Sequence[str], name: str) -> EmailMessage:
    foot = [
        "",
        "—",
        _ALL.say(user.language).format(address=absolute("/notices")),
        _WISHES.say(user.language).format(address=absolute("/notices/preferences")),
    ]
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    headers = {"Message-ID": f"<{name}@{domain}>", "Auto-Submitted": "auto-generated"}
    subject = f"[{BRAND.say(user.language)}] {title}"
    return EmailMessage(subject, "\n".join([*lines, *foot]) + "\n", to=[user.email], headers=headers)

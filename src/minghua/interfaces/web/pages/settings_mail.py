"""Settings: where mails go, what waits, what did not arrive, and a test to oneself."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from minghua.foundation.notices import mailing
from minghua.foundation.notices import operations as notices
from minghua.foundation.notices import queries as notice_reads
from minghua.foundation.notices.types import MAIL_STATES
from minghua.interfaces.web.answers import told
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done, show
from minghua.kernel.errors import Invalid
from minghua.kernel.words import Text


@page("jobs.view")
def mail(request: Any) -> HttpResponse:
    """Show how mails leave the house."""
    return _sheet(request)


@page("jobs.manage", methods=("POST",))
def test_mail(request: Any) -> HttpResponse:
    """Send a test notice to oneself, by mail too."""
    refusal = attempt(request, lambda: _send_test(request))
    if refusal:
        return _sheet(request, error=told(refusal), status=refusal.status)
    return done(request, _("测试邮件已排队，稍后请查收。"), "/settings/mail")


@page("jobs.manage", methods=("POST",))
def retry(request: Any, notice_id: int) -> HttpResponse:
    """Try again to send a mail that did not arrive."""
    refusal = attempt(request, lambda: mailing.resend(notice_id, by=request.actor, at=request.at))
    if refusal:
        return _sheet(request, error=told(refusal), status=refusal.status)
    return done(request, _("已重新排队发送。"), "/settings/mail")


def _send_test(request: Any) -> None:
    actor = request.actor
    if not notice_reads.wishes(actor).address:
        raise Invalid(
            "您的账号还没有邮箱地址。",
            "Your account has no e-mail address yet.",
            remedy_zh="请先在员工页面填写。",
            remedy_en="Enter one on the staff page first.",
        )
    title = Text("测试邮件", "Test mail")
    body = Text("如果您看到这封邮件，说明明华可以发信。", "If you read this, Minghua can send mail.")
    notices.send(
        [actor.user_id], kind="system.test", title=title, body=body, link="/settings/mail", by=actor, at=request.at
    )


def _sheet(request: Any, *, error: str = "", status: int = 200) -> HttpResponse:
    to_files = settings.EMAIL_BACKEND.endswith(".filebased.EmailBackend")
    context = {
        "to_files": to_files,
        "server": "" if to_files else f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
        "sender": settings.DEFAULT_FROM_EMAIL,
        "site": settings.SITE_URL,
        "counts": notice_reads.mail_counts(request.actor),
        "failures": notice_reads.mail_failures(request.actor),
        "states": MAIL_STATES,
        "error": error,
        "may_manage": request.actor.may("jobs.manage"),
    }
    return show(request, "mail", "mail", context, status=status)


urls = [
    path("settings/mail", mail, name="settings_mail"),
    path("settings/mail/test", test_mail, name="settings_mail_test"),
    path("settings/mail/<int:notice_id>/retry", retry, name="settings_mail_retry"),
]

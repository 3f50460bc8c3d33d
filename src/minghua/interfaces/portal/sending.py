"""How a code reaches a member: by mail, after the answer has gone; or on the server's own terminal while developing."""

import sys
import threading

import structlog
from django.conf import settings
from django.core.mail import EmailMessage

from minghua.domain.interactions.types.access import Asked
from minghua.kernel.words import Text

_SUBJECT = Text("您的登录验证码", "Your sign-in code")
_BODY = Text(
    "验证码 {code}，10 分钟内有效。如果不是您本人操作，请忽略这封邮件，不要把它告诉任何人。",
    "Your code is {code}. It is good for 10 minutes. If you did not ask for it, ignore this mail and tell nobody.",
)
_log = structlog.get_logger()


def send(asked: Asked, *, language: str) -> None:
    """Send the code, if there is anyone to send it to; the caller answers the same and as soon either way."""
    if asked.customer_id is None:
        return
    if settings.MEMBER_CHANNEL == "console":
        sys.stderr.write(f"会员验证码 · member code: {asked.code}\n")
        sys.stderr.flush()
    elif asked.email:
        told = EmailMessage(
            _SUBJECT.say(language),
            _BODY.say(language).format(code=asked.code),
            settings.DEFAULT_FROM_EMAIL,
            [asked.email],
        )
        threading.Thread(target=_mail, args=(told,), name="member-code", daemon=True).start()


def _mail(message: EmailMessage) -> None:
    try:
        message.send()
    except OSError as trouble:  # a lost mail is asked for again; the mail server's own words are for the log
        _log.warning("member_code_not_sent", trouble=type(trouble).__name__)

"""What the tests of notices share: people with addresses, a worker, and a real mail server on loopback."""

import email
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as django_settings

from minghua.foundation.jobs import register
from minghua.foundation.jobs.runtime import Worker
from minghua.foundation.people.models import User
from tests.company import Company
from tests.conftest import AT


@dataclass
class Server:
    """A mail server that keeps what it gets; `answer` may refuse a recipient."""

    host: str = "127.0.0.1"
    port: int = 0
    answer: str = "250 OK"
    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Take or refuse a recipient."""
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep the mail."""
        self.mails.append(email.message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    """A real SMTP server, and the product told to use it."""
    kept = Server()
    with socket.create_server((kept.host, 0)) as free:
        kept.port = free.getsockname()[1]
    controller = Controller(kept, hostname=kept.host, port=kept.port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = kept.host, kept.port, 5
    settings.SITE_URL = "https://crm.example/"
    yield kept
    controller.stop()


@pytest.fixture
def staff(company: Company) -> Company:
    """The company, everybody with an address; 孙悦 reads English."""
    for user in User.objects.all():
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@minghua.example")
    User.objects.filter(username="west1").update(language="en")
    return company


@pytest.fixture
def work() -> Callable[..., int]:
    """Do every job that is due at an instant, and return how many were tried."""
    assert django_settings.TIME_ZONE == "Asia/Shanghai"

    def run(at: datetime = AT) -> int:
        worker = Worker("w", register.handlers(), lambda: at, chance=lambda: 0.0)
        tried = 0
        while worker.work_once():
            tried += 1
        return tried

    return run

"""Where mail goes: a server named by one address, or files in the data folder when none is named."""

import os
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

SMTP = "django.core.mail.backends.smtp.EmailBackend"
FILES = "django.core.mail.backends.filebased.EmailBackend"
TIMEOUT = 15  # seconds
_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


class UnknownMailAddress(RuntimeError):
    """MINGHUA_MAIL_URL is not smtp://, smtp+tls:// or smtps://."""


def mail_settings(url: str, *, folder: Path) -> dict[str, Any]:
    """Return Django's EMAIL_* settings of `smtp+tls://user:password@host:587`; files in `folder` for an empty address."""
    if not url:
        return {"EMAIL_BACKEND": FILES, "EMAIL_FILE_PATH": str(folder)}
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise UnknownMailAddress("MINGHUA_MAIL_URL must begin with smtp://, smtp+tls:// or smtps://")
    return {
        "EMAIL_BACKEND": SMTP,
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": TIMEOUT,
    }


MEMBER_CHANNELS: Final = ("", "mail", "console")


class UnknownMemberChannel(RuntimeError):
    """MINGHUA_MEMBERS is neither empty, nor mail, nor console."""


def member_channel() -> str:
    """Return how the member centre sends its codes; by mail as soon as there is a mail server, unless said otherwise."""
    asked = os.environ.get("MINGHUA_MEMBERS", "mail" if os.environ.get("MINGHUA_MAIL_URL") else "")
    if asked not in MEMBER_CHANNELS:
        raise UnknownMemberChannel("MINGHUA_MEMBERS must be mail, console, or empty for no member centre")
    return asked

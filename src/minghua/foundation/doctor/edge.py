"""The edge: what the proxy before us speaks, asked as a visitor would: TLS 1.2 or more, certified, nothing older (ASVS 12.1.1)."""

import socket
import ssl
import warnings
from collections.abc import Iterator
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from minghua.foundation.doctor.types import Check, Level, judged
from minghua.foundation.outgoing import client
from minghua.kernel.words import Text

PATIENCE: Final = 3.0  # seconds
_NAME: Final = Text("入口只用 TLS 1.2 以上，证书可信", "The door speaks TLS 1.2 or more, with a trusted certificate")
_NEWER: Final = Text(
    "在反向代理上只保留 TLS 1.2 与 1.3（nginx：ssl_protocols TLSv1.2 TLSv1.3;）。",
    "Leave only TLS 1.2 and 1.3 at the proxy (nginx: ssl_protocols TLSv1.2 TLSv1.3;).",
)
_TRUSTED: Final = Text(
    "检查反向代理的证书与域名；在能访问该地址的机器上再运行 minghua doctor。",
    "Look at the proxy’s certificate and name; run minghua doctor again where that address can be reached.",
)


def checks(at: datetime) -> Iterator[Check]:
    """Yield how each address of ours is served; nothing where TLS is not used (`settings.tls` speaks of that)."""
    if settings.BEHIND_TLS:
        for origin in settings.CSRF_TRUSTED_ORIGINS:
            if origin.startswith("https://") and "*" not in origin:
                yield served(origin, trusting=client.secured())


def served(origin: str, *, trusting: ssl.SSLContext) -> Check:
    """Return how one address is served to whoever trusts by that context."""
    parts = urlsplit(origin)
    host, port = parts.hostname or "", parts.port or 443
    code = f"edge.{parts.netloc}"
    try:
        spoken = _spoken(host, port, trusting)
    except OSError as refused:  # a handshake that fails is one too
        found = f"{parts.netloc}: {type(refused).__name__}"
        level = Level.FAIL if isinstance(refused, ssl.SSLError) else Level.WARN
        return Check(code, level, _NAME, found, _TRUSTED)
    old = _old(host, port)
    found = f"{parts.netloc}: {spoken}" + (f", {old}" if old else "")
    return judged(code, _NAME, well=not old, found=found, remedy=_NEWER)


def _old(host: str, port: int) -> str:
    """Return the version that is spoken with somebody who knows nothing newer than TLS 1.1; empty when none is."""
    try:
        return _spoken(host, port, _antique())
    except OSError:
        return ""


def _antique() -> ssl.SSLContext:
    """Return what a visitor of long ago would bring; nothing is ever sent over it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    return context


def _spoken(host: str, port: int, context: ssl.SSLContext) -> str:
    with (
        socket.create_connection((host, port), timeout=PATIENCE) as plain,
        context.wrap_socket(plain, server_hostname=host) as secured,
    ):
        return secured.version() or ""

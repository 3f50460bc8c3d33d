"""From the text of an address to the place it means: scheme and port from a list, one look-up, every answer judged."""

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from minghua.foundation.outgoing.addresses import Network, is_outside, parsed
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

Resolve = Callable[[str, int], Sequence[str]]
LONGEST: Final = 2_000
_DEFAULT_PORTS: Final = {"https": 443, "http": 80}
_STRANGE: Final = re.compile(r"[\x00-\x20\x7f\\<>\"{}|^`]")


class AddressRefused(Refusal):
    """The address is no https address of the open internet; nothing was sent to it."""

    code = "address_refused"
    status = 422
    text = Text("这个地址不能使用：{why_zh}。", "This address cannot be used: {why_en}.")
    remedy = Text(
        "请填写公网上的 https 地址；内网接收方须由管理员在 MINGHUA_OUTGOING_INSIDE 中列明网段。",
        "Give an https address on the open internet; for a receiver inside, the operator names its network in MINGHUA_OUTGOING_INSIDE.",
    )


@dataclass(frozen=True, slots=True)
class Policy:
    """What the operator allows: schemes, ports, and networks inside the house that may be reached."""

    schemes: frozenset[str]
    ports: frozenset[int] | None
    inside: tuple[Network, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """One checked place: where to connect, and what to say there."""

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]

    @property
    def authority(self) -> str:
        """Return the Host header."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return shown if self.port == _DEFAULT_PORTS[self.scheme] else f"{shown}:{self.port}"


def policy() -> Policy:
    """Return what the settings allow."""
    ports = settings.OUTGOING_PORTS
    inside = tuple(ip_network(text) for text in settings.OUTGOING_INSIDE)
    return Policy(frozenset(settings.OUTGOING_SCHEMES), frozenset(ports) if ports else None, inside)


def looked_up(host: str, port: int) -> Sequence[str]:
    """Return every address the system's resolver has for a host; raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def resolved(url: str, *, resolve: Resolve = looked_up, allowing: Policy | None = None) -> Target:
    """Return the checked place of an address, looked up once; raises AddressRefused."""
    rules = allowing or policy()
    scheme, host, port, path = _parts(url, rules)
    try:
        found = list(dict.fromkeys(resolve(host, port)))
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise _refused("找不到这台主机", "there is no such host")
    for text in found:
        address = parsed(text)
        if address is None or not is_outside(address, allowed=rules.inside):
            raise _refused("它指向内部网络", "it leads inside the network")
    return Target(scheme, host, port, path, tuple(found))


def require_wellformed(url: str) -> None:
    """Raise AddressRefused for an address that could never be used; looks nothing up."""
    _parts(url, policy())


def _parts(url: str, rules: Policy) -> tuple[str, str, int, str]:
    if len(url) > LONGEST or _STRANGE.search(url):
        raise _refused("写法不正确", "it is not well written")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _refused("写法不正确", "it is not well written") from None
    if parts.scheme not in rules.schemes:
        raise _refused("只接受 https", "only https is taken")
    if not host or parts.username is not None or parts.password is not None or "%" in host:
        raise _refused("主机名不正确", "its host is not well written")
    number = _DEFAULT_PORTS[parts.scheme] if port is None else port
    if rules.ports is not None and number not in rules.ports:
        raise _refused("不接受这个端口", "its port is not taken")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii():
        raise _refused("写法不正确", "it is not well written")
    return parts.scheme, host, number, path


def _refused(why_zh: str, why_en: str) -> AddressRefused:
    return AddressRefused(field="url", why_zh=why_zh, why_en=why_en)

"""Posts a small body to a checked address: pinned, no redirects, capped in time; of the answer only its status counts."""

import http.client
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from threading import Timer
from typing import Final

from minghua.foundation.outgoing.targets import Resolve, Target, looked_up, resolved

CONNECT_SECONDS: Final = 5.0
TOTAL_SECONDS: Final = 15.0
Connect = Callable[[str, int, float], socket.socket]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, and how long the receiver asks to be left alone (the header as it was)."""

    status: int
    retry_after: str = ""


class NotSent(Exception):
    """No answer came: `reason` is a word of ours, never what the other side said."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def connected(address: str, port: int, seconds: float) -> socket.socket:
    """Return a socket to that very address."""
    return socket.create_connection((address, port), timeout=seconds)


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    resolve: Resolve = looked_up,
    connect: Connect = connected,
    seconds: float = TOTAL_SECONDS,
) -> Answer:
    """Post and return the answer; raises AddressRefused before, NotSent during. A redirect is an answer, not followed."""
    target = resolved(url, resolve=resolve)
    try:
        with closing(_opened(target, connect, seconds)) as stream:
            return _exchanged(target, stream, body, headers, seconds)
    except TimeoutError:
        raise NotSent("timeout") from None
    except ssl.SSLError:
        raise NotSent("tls") from None
    except http.client.HTTPException:
        raise NotSent("malformed") from None
    except OSError:
        raise NotSent("unreachable") from None


def secured() -> ssl.SSLContext:
    """Return what a secured connection asks of the other side: its name certified, TLS 1.2 or more."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _opened(target: Target, connect: Connect, seconds: float) -> socket.socket:
    plain = connect(target.addresses[0], target.port, min(CONNECT_SECONDS, seconds))
    plain.settimeout(seconds)
    if target.scheme == "http":
        return plain
    try:
        return secured().wrap_socket(plain, server_hostname=target.host)
    except BaseException:
        plain.close()
        raise


def _exchanged(
    target: Target, stream: socket.socket, body: bytes, headers: Mapping[str, str], seconds: float
) -> Answer:
    """One exchange; the watch hangs up on a receiver that trickles its answer longer than it may."""
    expired: list[bool] = []

    def hang_up() -> None:
        expired.append(True)
        stream.shutdown(socket.SHUT_RDWR)

    watch = Timer(seconds, hang_up)
    watch.daemon = True
    watch.start()
    line = http.client.HTTPConnection(target.host, target.port)
    line.sock = stream
    try:
        line.request(
            "POST", target.path, body=body, headers={"Host": target.authority, "Connection": "close", **headers}
        )
        with closing(line.getresponse()) as response:
            if expired:  # hung up on in the middle of its headers: what was read so far is no answer
                raise TimeoutError
            return Answer(response.status, (response.getheader("Retry-After") or "")[:40])
    except (OSError, http.client.HTTPException):
        if expired:
            raise TimeoutError from None
        raise
    finally:
        watch.cancel()
        line.close()

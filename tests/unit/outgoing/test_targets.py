"""The corpus of addresses that mean the house, however they are written; each is refused, by its resolved address (T8)."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address, ip_network

import pytest

from minghua.foundation.outgoing import client, targets
from minghua.foundation.outgoing.addresses import is_outside
from minghua.foundation.outgoing.targets import AddressRefused, Policy, resolved

OPEN = Policy(frozenset({"https", "http"}), None, ())
INSIDE = Policy(frozenset({"http"}), None, (ip_network("127.0.0.0/8"),))
LITERALS = (
    "127.0.0.1", "127.1", "127.0.1", "0177.0.0.1", "0x7f.0.0.1", "0x7f000001", "2130706433", "017700000001", "127.0.0.1.",
    "0", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.192", "198.18.0.1",
    "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[fe80::1]", "[fc00::1]", "localhost",
    "①②⑦.⓪.⓪.①", "[2002:7f00:1::]", "[2001:0:7f00:1::]", "255.255.255.255", "224.0.0.1", "[ff02::1]", "[64:ff9b:1::1]",
)  # fmt: skip


@pytest.mark.parametrize("literal", LITERALS)
def test_every_form_of_an_inside_address_is_refused(literal):
    with pytest.raises(AddressRefused):
        resolved(f"http://{literal}/hook", allowing=OPEN)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/", "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "https://example.com:22/",
        "https://user:pass@example.com/", "https://user@example.com/", "https:///x", "https://exa mple.com/",
        "https://example.com\\@127.0.0.1/", "https://[fe80::1%25eth0]/", "https://example.com:99999/", "javascript:1",
        "https://example.com/\r\nX: y", "https://" + "a" * 3_000, "", "https://[::1", "//example.com/",
    ],
)  # fmt: skip
def test_what_is_no_plain_https_address_is_refused_without_a_look_up(url, settings):
    def never(host: str, port: int) -> list[str]:
        raise AssertionError(host)

    with pytest.raises(AddressRefused):
        resolved(url, resolve=never)


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "223.5.5.5", "2606:4700::1111", "2400:3200::1"])
def test_public_addresses_are_outside(address):
    assert is_outside(ip_address(address))


def test_one_inside_answer_among_many_refuses_the_host():
    with pytest.raises(AddressRefused):
        resolved("https://example.com/", resolve=lambda host, port: ["93.184.216.34", "10.0.0.7"])


def test_the_host_is_looked_up_once_and_the_checked_address_is_the_one_connected_to():
    """DNS rebinding: the second answer would lead inside, but nobody asks a second time."""
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    asked, reached = [], []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    def connect(address: str, port: int, seconds: float) -> socket.socket:
        reached.append((address, port))
        raise ConnectionRefusedError

    with pytest.raises(client.NotSent) as found:
        client.post("https://rebind.example/", b"{}", {}, resolve=resolve, connect=connect)
    assert (asked, reached, found.value.reason) == (["rebind.example"], [("93.184.216.34", 443)], "unreachable")


def test_the_rebinding_control_would_have_been_led_inside():
    """A client that looks up again for the connection is caught by the same stub: the test has teeth."""
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    resolved("https://rebind.example/", resolve=lambda host, port: next(answers))
    assert next(answers) == ["127.0.0.1"]


@contextmanager
def receiver(answer: bytes, *, trickle: float = 0.0) -> Iterator[tuple[int, list[bytes]]]:
    """A server on loopback that says the same to everybody; its port and what it heard."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    stream, _ = server.accept()
                except OSError:
                    return
                with stream:
                    heard.append(stream.recv(65_536))
                    try:
                        for byte in answer if trickle else [answer]:
                            stream.sendall(bytes([byte]) if trickle else answer)
                            time.sleep(trickle)
                    except OSError:
                        pass

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1], heard


@pytest.fixture
def inside(monkeypatch):
    monkeypatch.setattr(targets, "policy", lambda: INSIDE)


def test_a_redirect_to_loopback_is_an_answer_and_is_not_followed(inside):
    answer = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    with receiver(answer) as (port, heard):
        assert client.post(f"http://127.0.0.1:{port}/a?b=1", b"{}", {"X": "y"}).status == 302
    assert len(heard) == 1
    assert heard[0].startswith(b"POST /a?b=1 HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{port}\r\n".encode() in heard[0]


def test_a_receiver_that_trickles_its_answer_is_hung_up_on(inside):
    answer = b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 500
    began = time.monotonic()
    with receiver(answer, trickle=0.05) as (port, _), pytest.raises(client.NotSent) as found:
        client.post(f"http://127.0.0.1:{port}/", b"{}", {}, seconds=0.6)
    assert found.value.reason == "timeout"
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-x\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"])
def test_what_does_not_speak_http_is_malformed(inside, answer):
    with receiver(answer) as (port, _), pytest.raises(client.NotSent) as found:
        client.post(f"http://127.0.0.1:{port}/", b"{}", {})
    assert found.value.reason in {"malformed", "unreachable"}

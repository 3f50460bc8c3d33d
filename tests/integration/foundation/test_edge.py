"""The doctor asks the proxy what it speaks: a real handshake with a server of our own on this machine (ASVS 12.1.1)."""

import socket
import ssl
import threading
import warnings
from collections.abc import Callable, Iterator
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from minghua.foundation.doctor import edge
from minghua.foundation.doctor.types import Level
from minghua.kernel import clock

pytestmark = pytest.mark.once
OLD, NEW = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_2


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that is its own authority, with its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "minghua")])
    now = clock.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("edge") / "proxy.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def proxy(certificate: Path) -> Iterator[Callable[[ssl.TLSVersion], str]]:
    """Open a server that speaks from a version of TLS on, and return its address."""
    doors: list[socket.socket] = []

    def opened(least: ssl.TLSVersion) -> str:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = least
        context.set_ciphers("ALL:@SECLEVEL=0")
        door = socket.create_server(("127.0.0.1", 0))
        doors.append(door)
        threading.Thread(target=_greet, args=(door, context), daemon=True).start()
        return f"https://127.0.0.1:{door.getsockname()[1]}"

    yield opened
    for door in doors:
        door.close()


def _greet(door: socket.socket, context: ssl.SSLContext) -> None:
    while True:
        try:
            plain, _ = door.accept()
        except OSError:
            return
        try:
            context.wrap_socket(plain, server_side=True).close()
        except OSError:
            plain.close()


def trusting(certificate: Path | None) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate) if certificate else None)


def test_a_door_that_speaks_what_is_old_is_ill(proxy: Any, certificate: Path) -> None:
    good = edge.served(proxy(NEW), trusting=trusting(certificate))
    bad = edge.served(proxy(OLD), trusting=trusting(certificate))
    assert (good.level, good.found.rpartition(" ")[2]) == (Level.OK, "TLSv1.3")
    assert (bad.level, bad.found.rpartition(" ")[2]) == (Level.FAIL, "TLSv1.1")
    assert "ssl_protocols TLSv1.2 TLSv1.3" in bad.remedy.en


def test_a_certificate_nobody_knows_is_a_fail_and_a_silent_address_a_warning(proxy: Any, certificate: Path) -> None:
    assert edge.served(proxy(NEW), trusting=trusting(None)).level is Level.FAIL
    with socket.create_server(("127.0.0.1", 0)) as door:
        nobody = f"https://127.0.0.1:{door.getsockname()[1]}"
    assert edge.served(nobody, trusting=trusting(certificate)).level is Level.WARN


def test_only_addresses_behind_tls_are_asked(proxy: Any, settings: Any) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["http://127.0.0.1", "https://*.example.com", proxy(NEW)]
    settings.BEHIND_TLS = False
    assert list(edge.checks(clock.now())) == []
    settings.BEHIND_TLS = True
    assert [check.level for check in edge.checks(clock.now())] == [Level.FAIL]  # nobody knows its certificate

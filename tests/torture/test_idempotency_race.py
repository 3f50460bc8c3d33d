"""64 clients send one write with one key at the same moment, to a real server on both databases (R4).

One effect, one body for all. The mutant, which reads, checks and saves, must fail the same race.
"""

import json
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests import ready_made
from tools import postgres

ROOT = Path(__file__).parents[2]
CLIENTS = 64
ROUNDS = 50 if os.environ.get("MINGHUA_TORTURE") == "long" else 3
HONEST = "minghua.config.wsgi:application"
MUTANT = "tests.torture.idempotency_mutant:application"
pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Said:
    """What one client was answered."""

    status: int
    body: bytes
    replayed: bool


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database of this kind."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'race.sqlite3'}"
        return
    with postgres.running() as cluster:
        yield cluster.url


def environment(url: str, folder: Path) -> dict[str, str]:
    """What the server and its preparation run with."""
    return os.environ | {
        "DATABASE_URL": url,
        "MINGHUA_VAR": str(folder),
        "MINGHUA_REST_PER_MINUTE": "1000000",
        "DJANGO_SETTINGS_MODULE": "minghua.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }


def prepared(env: dict[str, str]) -> str:
    """Migrate, make the company, and return its token."""
    ready_made.migrated(env["DATABASE_URL"], (sys.executable, "-m", "django", "migrate", "-v0"), env)
    made = [sys.executable, "-m", "tests.torture.idempotency_company"]
    return subprocess.run(made, env=env, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


@contextmanager
def serving(application: str, kind: str, env: dict[str, str]) -> Iterator[str]:
    """A granian server; its base address."""
    port = postgres.free_port()
    workers, threads = ("1", "64") if kind == "sqlite" else ("2", "32")
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", workers]
    command += ["--blocking-threads", threads, "--backlog", "1024", "--no-ws", "--log-level", "critical", application]
    server = subprocess.Popen(command, env=env, cwd=ROOT, start_new_session=True)
    base = f"http://127.0.0.1:{port}/api/v1"
    try:
        _wait_for(base)
        yield base
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(base: str) -> None:
    until = monotonic() + 180
    while monotonic() < until:
        try:
            urllib.request.urlopen(f"{base}/openapi.json", timeout=60).close()
        except (urllib.error.URLError, OSError):
            sleep(0.2)
        else:
            return
    raise TimeoutError(base)


def send(base: str, token: str, key: str, name: str) -> Said:
    """Create a customer under this key."""
    request = urllib.request.Request(
        f"{base}/customers",
        data=json.dumps({"kind": "person", "name": name}).encode(),
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": key, "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return Said(answer.status, answer.read(), answer.headers.get("Idempotent-Replay") == "true")
    except urllib.error.HTTPError as refused:
        return Said(refused.code, refused.read(), replayed=False)


def race(base: str, token: str, name: str) -> list[Said]:
    """Let all clients send the same request with the same key at once."""
    key, start, said = uuid.uuid4().hex, threading.Barrier(CLIENTS), list[Said]()

    def client() -> None:
        start.wait()
        said.append(send(base, token, key, name))

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def effects(env: dict[str, str], name: str) -> int:
    """How many customers of that name there are."""
    count = "import django; django.setup(); from minghua.domain.customers.models import Customer as C; print(C.objects.filter(name='%s').count())"
    counted = [sys.executable, "-c", count % name]
    return int(subprocess.run(counted, env=env, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_64_clients_with_one_key_have_one_effect_and_one_answer_and_the_mutant_does_not(
    kind: str, tmp_path: Path
) -> None:
    with database(kind, tmp_path) as url:
        env = environment(url, tmp_path)
        token = prepared(env)
        with serving(HONEST, kind, env) as base:
            for number in range(ROUNDS):
                said = race(base, token, f"王伟{number}")
                assert {answer.status for answer in said} == {201}
                assert len({answer.body for answer in said}) == 1
                assert sum(not answer.replayed for answer in said) == 1
                assert effects(env, f"王伟{number}") == 1
        with serving(MUTANT, kind, env) as base:
            made = [
                len(race(base, token, f"李娜{number}")) and effects(env, f"李娜{number}") for number in range(ROUNDS)
            ]
            assert max(made) > 1, "the control must fail, or the race proves nothing"

"""Server and database killed with SIGKILL while tills earn and spend through REST: nothing acknowledged is lost or doubled (R1, R4)."""

import json
import os
import random
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests import ready_made
from tests.torture.test_idempotency_race import ROOT, environment
from tests.torture.till_load import Till, Told
from tools import postgres

LONG = os.environ.get("MINGHUA_TORTURE") == "long"
RESTARTS = int(os.environ.get("MINGHUA_RESTARTS", "200" if LONG else "3"))
TILLS, ENOUGH = 6, 8  # so many answers between two kills at least
pytestmark = pytest.mark.slow


class House:
    """A really running server that can be killed and started anew."""

    def __init__(self, kind: str, env: dict[str, str], cluster: postgres.Cluster | None) -> None:
        self.kind, self.env, self.cluster = kind, env, cluster
        self.port = postgres.free_port()
        self.base = f"http://127.0.0.1:{self.port}/api/v1"
        self.start()

    def start(self) -> None:
        """Serve, as the product does, and wait until it answers."""
        workers, threads = ("1", "8") if self.kind == "sqlite" else ("2", "4")
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(self.port), "--no-ws"]
        command += ["--workers", workers, "--blocking-threads", threads, "--log-level", "critical"]
        command += ["minghua.config.wsgi:application"]
        self.process = subprocess.Popen(
            command,
            env=self.env,
            cwd=ROOT,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = monotonic() + 180
        while monotonic() < until:
            try:
                urllib.request.urlopen(f"{self.base}/me", timeout=60).close()
            except urllib.error.HTTPError:
                return  # it asks who is there
            except OSError:
                sleep(0.05)
        raise TimeoutError(self.base)

    def kill(self) -> None:
        """SIGKILL for the server and its workers: nothing is cleaned up."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def strike(self, turn: int) -> None:
        """Kill the server or, where it is a program of its own, every other time the database; then start it anew."""
        if self.cluster is not None and turn % 2:
            postgres.crash(self.cluster)
            postgres.revive(self.cluster)
            return
        self.kill()
        self.start()


@contextmanager
def opened(kind: str, folder: Path) -> Iterator[House]:
    """A shop that is served from a database of this kind, which keeps what it acknowledged."""
    with ExitStack() as stack:
        cluster = stack.enter_context(postgres.running(durable=True)) if kind == "postgres" else None
        url = cluster.url if cluster else f"sqlite:///{folder / 'till.sqlite3'}"
        env = environment(url, folder)
        ready_made.migrated(url, (sys.executable, "-m", "django", "migrate", "-v0"), env)
        env["MINGHUA_TILL"] = call(env, "found")
        house = House(kind, env, cluster)
        try:
            yield house
        finally:
            house.kill()


def call(env: dict[str, str], word: str) -> str:
    """Run one short process of the other side and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.torture.till_subject", word],
        env=env,
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout.strip()


def struck(house: House, tills: list[Till], restarts: int) -> None:
    """Kill and start anew so many times while all tills work, then let each end what it began."""
    chance = random.Random(200)
    for till in tills:
        till.start()
    for turn in range(restarts):
        seen, until = answers(tills), monotonic() + 120
        while answers(tills) < seen + ENOUGH and monotonic() < until:
            sleep(0.02)
        sleep(chance.uniform(0, 0.2))
        house.strike(turn)
    for till in tills:
        till.closing.set()
    for till in tills:
        till.join(timeout=120)
    assert not any(till.is_alive() for till in tills), "a till never had its answer"


def answers(tills: list[Till]) -> int:
    """How many acts were acknowledged by now."""
    return sum(len(till.told) for till in tills)


def sums(told: list[Told]) -> dict[str, int]:
    """What each member must have."""
    found: Counter[str] = Counter()
    for each in told:
        found[str(each.member)] += each.amount if each.key.startswith("earn:") else -each.amount
    return dict(found)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_nothing_acknowledged_is_lost_or_doubled_while_server_and_database_are_killed(
    kind: str, tmp_path: Path
) -> None:
    with opened(kind, tmp_path) as house:
        shop = json.loads(house.env["MINGHUA_TILL"])
        tills = [Till(number, house.base, shop["token"], shop["members"]) for number in range(TILLS)]
        struck(house, tills, RESTARTS)
        said = json.loads(call(house.env, "report"))
    told = [each for till in tills for each in till.told]
    assert [fault for till in tills for fault in till.faults] == []
    assert sum(till.again for till in tills) > 0, "nobody was ever cut off: the kills proved nothing"
    assert sorted(Told(*fact) for fact in said["facts"]) == sorted(told)
    assert {pk: points for pk, points in said["accounts"].items() if points} == {
        pk: points for pk, points in sums(told).items() if points
    }
    assert said["broken"] == []
    print(f"{kind}: {RESTARTS} restarts, {len(told)} acts acknowledged, {sum(till.again for till in tills)} sent again")

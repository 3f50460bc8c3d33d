"""Workers killed with SIGKILL while they work, on both databases: every job ends, every effect happens once.

The control is a worker that reads and writes without compare-and-set: it must be caught.
"""

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests import ready_made
from tools import postgres

ROOT = Path(__file__).parents[2]
LONG = os.environ.get("MINGHUA_TORTURE") == "long"
JOBS, KILLS = (6_000, 60) if LONG else (600, 4)
pytestmark = pytest.mark.slow


@contextmanager
def database(kind: str, folder: Path) -> Iterator[dict[str, str]]:
    """An empty, migrated database of this kind; the environment that leads to it."""
    with postgres.running() if kind == "postgres" else _sqlite(folder) as place:
        url = place if isinstance(place, str) else place.url
        env = os.environ | {
            "DATABASE_URL": url,
            "MINGHUA_VAR": str(folder),
            "DJANGO_SETTINGS_MODULE": "minghua.config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }
        ready_made.migrated(url, (sys.executable, "-m", "django", "migrate", "-v0"), env)
        yield env


@contextmanager
def _sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'jobs.sqlite3'}"


def command(*words: str) -> list[str]:
    """The command line of the other side."""
    return [sys.executable, "-m", "tests.torture.worker_subject", *words]


def call(env: dict[str, str], *words: str) -> str:
    """Run one short process of the other side and return what it printed."""
    done = subprocess.run(command(*words), env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


class Workers:
    """Some worker processes, each replaced when it is killed."""

    def __init__(self, env: dict[str, str], count: int, mode: str = "work") -> None:
        self.env, self.mode = env, mode
        self.processes = [self._start() for _ in range(count)]

    def _start(self) -> "subprocess.Popen[bytes]":
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command(self.mode), env=self.env, cwd=ROOT, start_new_session=True, **quiet)

    def kill_one(self, index: int, *, replace: bool = True) -> None:
        """SIGKILL: nothing is cleaned up."""
        self.processes[index].send_signal(signal.SIGKILL)
        self.processes[index].wait()
        if replace:
            self.processes[index] = self._start()

    def stop(self) -> list[int]:
        """Ask all to stop and return their exit codes."""
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        return [process.wait(timeout=30) for process in self.processes]


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_every_job_is_done_exactly_once_while_workers_are_killed(kind: str, tmp_path: Path) -> None:
    chance = random.Random(600)
    with database(kind, tmp_path) as env:
        call(env, "fill", str(JOBS))
        workers = Workers(env, 2)
        sleep(2)
        for _ in range(KILLS):
            sleep(chance.uniform(0.5, 1.0))
            workers.kill_one(chance.randrange(2))
        said = json.loads(call(env, "report", "240"))
        assert workers.stop() == [0, 0]
    assert said["states"] == {"done": JOBS}
    assert (said["marks"], said["distinct"]) == (JOBS, JOBS)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_job_whose_worker_is_killed_in_the_middle_is_done_by_another(kind: str, tmp_path: Path) -> None:
    began = tmp_path / "began"
    with database(kind, tmp_path) as env:
        call(env, "fill_hanging", str(began))
        workers = Workers(env, 1)
        until = monotonic() + 30
        while not began.exists() and monotonic() < until:
            sleep(0.05)
        workers.kill_one(0)
        said = json.loads(call(env, "report", "60"))
        assert workers.stop() == [0]
    assert said == {"states": {"done": 1}, "marks": 1, "distinct": 1, "attempts": 2}


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_workers_without_compare_and_set_are_caught(kind: str, tmp_path: Path) -> None:
    with database(kind, tmp_path) as env:
        call(env, "fill", "150")
        workers = Workers(env, 2, "careless")
        said = json.loads(call(env, "report", "120"))
        workers.stop()
    assert said["marks"] > said["distinct"], "the control must fail, or the test proves nothing"

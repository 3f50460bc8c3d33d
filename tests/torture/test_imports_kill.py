"""An import killed with SIGKILL at any statement goes on from its checkpoint, and the totals are the same."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests import imports_shop, ready_made
from tools import postgres

ROOT = Path(__file__).parents[2]
POINTS = 20 if os.environ.get("MINGHUA_TORTURE") == "long" else 3
pytestmark = pytest.mark.slow


@contextmanager
def database(kind: str, folder: Path) -> Iterator[dict[str, str]]:
    """An empty, migrated database; the environment that leads to it."""
    if kind == "postgres":
        with postgres.running() as place:
            yield _migrated(place.url, folder)
    else:
        yield _migrated(f"sqlite:///{folder / 'shop.sqlite3'}", folder)


def _migrated(url: str, folder: Path) -> dict[str, str]:
    settings = {"DATABASE_URL": url, "MINGHUA_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "minghua.config.settings"}
    env = os.environ | settings | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    ready_made.migrated(url, (sys.executable, "-m", "django", "migrate", "-v0"), env)
    return env


def call(env: dict[str, str], *words: str) -> tuple[int, str]:
    """Run one process of the other side; return its exit code and what it printed."""
    command = [sys.executable, "-m", "tests.torture.imports_subject", *words]
    done = subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    return done.returncode, done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


def told(env: dict[str, str], *words: str) -> Any:
    """Run a process that must end well and return its answer."""
    code, answer = call(env, *words)
    assert code == 0, words
    return json.loads(answer) if answer.startswith("{") else answer


def killed_on_the_way(env: dict[str, str], run_id: str, total: int) -> None:
    """Kill the work at points spread over its statements, then let it come to its end."""
    for point in range(1, POINTS + 1):
        code, _ = call(env, "work", run_id, str(max(2, total * point // (POINTS + 1) // 2)))
        assert code in (0, -signal.SIGKILL)
    told(env, "work", run_id, "0")


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_killed_import_goes_on_and_its_totals_are_equal(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "shop.csv"
    file.write_bytes(imports_shop.spoiled(imports_shop.made(400), share=0.02)[0].csv)
    with database(kind, tmp_path) as env:
        told(env, "found")
        empty = told(env, "report", told(env, "upload", str(file)))["rows"]
        run_id = told(env, "upload", str(file))
        told(env, "work", run_id, "0")
        told(env, "step", run_id, "start")
        whole = told(env, "work", run_id, "0")
        expected = told(env, "report", run_id)
        told(env, "step", run_id, "start_undo")
        undoing = told(env, "work", run_id, "0")
        assert told(env, "report", run_id)["rows"] == empty
        assert expected["broken"] == {}

        again = told(env, "upload", str(file))
        killed_on_the_way(env, again, 60)
        told(env, "step", again, "start")
        killed_on_the_way(env, again, whole["statements"])
        assert told(env, "report", again) == expected
        told(env, "step", again, "start_undo")
        killed_on_the_way(env, again, undoing["statements"])
        assert told(env, "report", again)["rows"] == empty

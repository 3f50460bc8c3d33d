"""R20: a filled database of the first release goes forward under traffic, is killed on the way, and arrives whole."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import postgres

ROOT = Path(__file__).parents[2]
ROWS = 200_000 if os.environ.get("MINGHUA_TORTURE") == "long" else 1_000
pytestmark = pytest.mark.slow


def migrated(url: str) -> dict:
    """What the harness tells of one way forward."""
    env = os.environ | {"DATABASE_URL": url, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    command = [sys.executable, "-m", "benchmarks.migrate", "--rows", str(ROWS), "--kills", "2"]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_killed_migrations_go_on_and_no_row_or_write_is_lost(kind: str, tmp_path: Path) -> None:
    if kind == "postgres":
        with postgres.running() as place:
            told = migrated(place.url)
    else:
        told = migrated(f"sqlite:///{tmp_path / 'shop.sqlite3'}")
    assert (told["status"], told["rows_kept"], told["writes_kept"], told["again_is_nothing"]) == (0, True, True, True)
    assert {code for _, code in told["killed"]} <= {0, -9}
    assert told["waits"]["read"]["refused"] == 0

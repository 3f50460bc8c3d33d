"""64 clients after the last unit of every limited thing of the loyalty room: exactly one wins, nobody meets a fault (R3)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.torture.test_worker_kill import ROOT, database

LONG = os.environ.get("MINGHUA_TORTURE") == "long"
ROUNDS = int(os.environ.get("MINGHUA_ROUNDS", "1000" if LONG else "1"))
THINGS = ("points", "held", "issued", "used", "budget", "cap", "stock", "prize")
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_of_64_after_the_last_unit_exactly_one_gets_it(kind: str, tmp_path: Path) -> None:
    with database(kind, tmp_path) as env:
        command = [sys.executable, "-m", "tests.torture.last_unit_subject", str(ROUNDS)]
        ran = subprocess.run(command, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    *rounds, end = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [(each["thing"], each["told"]["done"]) for each in rounds] == [(thing, 1) for thing in THINGS] * ROUNDS
    assert [each for each in rounds if "?" in each["told"] or sum(each["told"].values()) != 64] == []
    assert end == {"broken": []}

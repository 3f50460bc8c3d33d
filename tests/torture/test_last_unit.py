"""64 clients after the last unit of every limited thing of the loyalty room: exactly one wins, nobody meets a fault (R3)."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.torture.test_worker_kill import ROOT, database

LONG = os.environ.get("MINGHUA_TORTURE") == "long"
ROUNDS = int(os.environ.get("MINGHUA_ROUNDS", "1000" if LONG else "1"))
OFTEN = ("points", "held", "issued", "used", "budget", "cap", "stock")
COSTLY = ("prize", "earning", "pot")  # played in one round of ten
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_of_64_after_the_last_unit_exactly_one_gets_it(kind: str, tmp_path: Path) -> None:
    with database(kind, tmp_path) as env:
        command = [sys.executable, "-m", "tests.torture.last_unit_subject", str(ROUNDS)]
        ran = subprocess.run(command, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    *rounds, end = [json.loads(line) for line in ran.stdout.splitlines()]
    assert end["faults"] == []
    assert [each for each in rounds if each["told"].get("done") != 1 or sum(each["told"].values()) != 64] == []
    assert Counter(each["thing"] for each in rounds) == dict.fromkeys(OFTEN, ROUNDS) | dict.fromkeys(
        COSTLY, -(-ROUNDS // 10)
    )
    assert end["broken"] == []
    assert end["control"] > 1, "the control must fail, or the race proves nothing"
    print(f"{kind}: {ROUNDS} rounds, seconds {end['seconds']}")

"""Faults sown into points, each to be found by the machine, the replay or the vectors; without a fault all pass (R5)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.torture.points_mutants import MUTANTS

ROOT = Path(__file__).parents[2]
LONG = os.environ.get("MINGHUA_TORTURE") == "long"
SOME = range(len(MUTANTS)) if LONG else range(1)
TESTS = (
    "tests/integration/loyalty/test_points_machine.py",
    "tests/integration/loyalty/test_points_replay.py",
    "tests/integration/loyalty/test_points_after_merge.py",
    "tests/unit/loyalty/test_points_fold.py",
)
pytestmark = pytest.mark.slow


def tried(mutant: int | None) -> int:
    """Run the machine and the replay with that fault and return how pytest ended: 0 passed, 1 failed."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "DATABASE_URL"))}
    env |= {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "MINGHUA_POINTS_MACHINE": "60x25"}
    env["MINGHUA_MUTANT"] = "" if mutant is None else str(mutant)
    words = ("-q", "-x", "-n0", "-p", "no:cacheprovider", "-p", "tests.torture.points_mutants", *TESTS)
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *words], env=env, cwd=ROOT, check=False, capture_output=True, timeout=600
    )
    return ran.returncode


def test_there_are_enough_faults_and_each_stands_where_it_is_said() -> None:
    assert len({mutant.source() for mutant in MUTANTS}) == len(MUTANTS) >= 30


@pytest.mark.skipif(not LONG, reason="the machine and the replay are run by themselves in the quick suite")
def test_without_a_fault_machine_and_replay_pass() -> None:
    assert tried(None) == 0


@pytest.mark.parametrize("mutant", SOME, ids=lambda place: f"{place}-{MUTANTS[place].file}")
def test_a_sown_fault_is_found(mutant: int) -> None:
    assert tried(mutant) == 1

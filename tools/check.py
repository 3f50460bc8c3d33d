"""All gates in order, each with its seconds; stops at the first that fails, as CI does.

A few tests that fail in a suite are asked once more, alone: what then holds is named as unsteady at the end, for somebody to steady;
what fails twice, is more than a few, or could not even be collected fails the gate.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

PY = sys.executable
PYTEST = (PY, "-m", "pytest")
NOT_HERE = ("--ignore", "tests/e2e", "--ignore", "tests/torture")
TWO = ("-n", "2", "--dist", "loadfile")
DATABASELESS = ("--ignore", "tests/unit", "--ignore", "tests/architecture")
GATES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ruff", (PY, "-m", "ruff", "check", ".", "start")),
    ("format", (PY, "-m", "ruff", "format", "--check", ".", "start")),
    ("contracts", (".venv/bin/lint-imports",)),
    ("types", (PY, "-m", "mypy")),
    ("unit", (*PYTEST, "-q", "tests/unit")),
    ("sqlite", (*PYTEST, "-q", *TWO, *NOT_HERE, "--ignore", "tests/unit")),
    (
        "postgres",
        (PY, "-m", "tools.postgres", "run", "--", *PYTEST, "-q", *TWO, *NOT_HERE, *DATABASELESS),
    ),
    ("torture", (*PYTEST, "-q", "tests/torture")),
    ("browser", (*PYTEST, "-q", "-n", "2", "--dist", "worksteal", "tests/e2e")),
)
ASKED_AGAIN = 3  # our choice: more failures than this are no accident
CACHES = Path("var/check")


def run(name: str, command: tuple[str, ...]) -> tuple[int, list[str]]:
    """Run one gate; return its exit code and, when that is 0, the tests that held only when asked again."""
    print(f"\n=== {name}: {' '.join(command[1:])}", flush=True)
    began, cache, is_suite = time.monotonic(), CACHES / name, "pytest" in command
    if is_suite:
        command = (*command, "-o", f"cache_dir={cache.resolve()}")
        (cache / "v/cache/lastfailed").unlink(missing_ok=True)
    code, unsteady = call(command), []
    if code == 1 and is_suite and is_accident(failed := failures(cache)):
        print(f"--- {name}: asked once more, alone: {', '.join(failed)}", flush=True)
        code, unsteady = call((*command, "--lf", "--lfnf=none")), failed
    print(f"--- {name}: {'ok' if code == 0 else f'FAILED ({code})'} in {time.monotonic() - began:.0f} s", flush=True)
    return code, unsteady


def call(command: tuple[str, ...]) -> int:
    """Run a command with the default database and nothing to read; return its exit code."""
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False).returncode


def failures(cache: Path) -> list[str]:
    """Return the tests that failed in the last run with this cache."""
    kept = cache / "v/cache/lastfailed"
    return sorted(json.loads(kept.read_text())) if kept.exists() else []


def is_accident(failed: list[str]) -> bool:
    """Are these a few tests that ran and failed? What could not be collected has no name of a test, and is none."""
    return 0 < len(failed) <= ASKED_AGAIN and all("::" in one for one in failed)


def main(wanted: list[str]) -> int:
    """Run the named gates, or all; return 0 only when every one of them held."""
    began, unsteady = time.monotonic(), []
    for name, command in GATES:
        if wanted and name not in wanted:
            continue
        code, accidents = run(name, command)
        if code:
            return code
        unsteady += accidents
    for test in unsteady:
        print(f"UNSTEADY, held when asked again: {test}", flush=True)
    print(f"\nEvery gate held, {time.monotonic() - began:.0f} s in all.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

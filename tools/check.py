"""All gates in order, each with its seconds; stops at the first that fails, as CI does."""

import os
import subprocess
import sys
import time

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
    ("browser", (*PYTEST, "-q", "-n", "2", "tests/e2e")),
)


def run(name: str, command: tuple[str, ...]) -> int:
    """Run one gate and return its exit code; its output is shown as it comes."""
    print(f"\n=== {name}: {' '.join(command[1:])}", flush=True)
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    began = time.monotonic()
    code = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False).returncode
    print(f"--- {name}: {'ok' if code == 0 else f'FAILED ({code})'} in {time.monotonic() - began:.0f} s", flush=True)
    return code


def main(wanted: list[str]) -> int:
    """Run the named gates, or all; return 0 only when every one of them held."""
    began = time.monotonic()
    for name, command in GATES:
        if (not wanted or name in wanted) and (code := run(name, command)):
            return code
    print(f"\nEvery gate held, {time.monotonic() - began:.0f} s in all.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

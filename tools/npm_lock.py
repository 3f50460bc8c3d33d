"""Locks the front end's packages again, with an entry for each platform, also for those this machine's mirror lacks.

`npm ci` refuses a lock without them; a lock made beside a partial mirror would stop everybody else.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "package-lock.json"
SYSTEMS = {"android", "darwin", "freebsd", "linux", "win32"}
PROCESSORS = {"arm64", "x64", "arm", "ia32", "wasm32"}


def stub(name: str, version: str) -> dict[str, Any]:
    """Return the entry of an optional package that only another platform installs."""
    words = re.split(r"[-/]", name)
    entry: dict[str, Any] = {"version": version, "dev": True, "optional": True}
    systems = [word for word in words if word in SYSTEMS]
    processors = [word for word in words if word in PROCESSORS]
    if not systems and "wasm32" not in processors:
        raise ValueError(f"{name} names no platform")
    return entry | ({"cpu": processors} if processors else {}) | ({"os": systems} if systems else {})


def completed(lock: dict[str, Any]) -> dict[str, Any]:
    """Return the lock with an entry for every optional package it names."""
    packages = dict(lock["packages"])
    wanted = {
        (dependency, version)
        for entry in lock["packages"].values()
        for dependency, version in entry.get("optionalDependencies", {}).items()
    }
    for name, version in wanted:
        if f"node_modules/{name}" not in packages:
            packages[f"node_modules/{name}"] = stub(name, version)
    return {**lock, "packages": {"": packages.pop("")} | dict(sorted(packages.items()))}


def main() -> int:
    """Resolve, complete and write the lock."""
    done = subprocess.run(["npm", "install", "--package-lock-only", "--no-audit", "--no-fund"], cwd=ROOT)
    if done.returncode == 0:
        lock = completed(json.loads(LOCK.read_text()))
        LOCK.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())

"""Says which locked parts have a known weakness, and since when: `python -m tools.advisories COPY [--on 2026-12-01]`.

COPY is a folder of advisories in the OSV form (YAML or JSON), such as a checkout of the Python packaging advisory database;
none ships with the source and nothing is fetched. It ends with 1 when a part is past its time (`SECURITY.md`, ASVS 15.2.1):
seven days for what is of high severity or of none that is told, thirty for the rest; with 2 when COPY holds no advisory.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import yaml
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from minghua.kernel import clock

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)
MILD: Final = frozenset({"LOW", "MODERATE", "MEDIUM"})


@dataclass(frozen=True, slots=True)
class Weakness:
    """A locked part with a known weakness: for how many days it is known, and how many it may be."""

    part: str
    version: str
    advisory: str
    fixed: str
    days: int
    allowed: int

    @property
    def overdue(self) -> bool:
        """Is the part past its time?"""
        return self.days > self.allowed


def locked(text: str) -> list[tuple[str, str]]:
    """Return the parts of a lock file with their versions; a part may stand with one version for each Python."""
    return [(canonicalize_name(name), version) for name, version in PINNED.findall(text)]


def advisories(folder: Path) -> Iterator[Mapping[str, Any]]:
    """Yield every advisory of a copy that was not withdrawn."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".json", ".yaml", ".yml"}:
            text = path.read_text()
            said = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
            if isinstance(said, dict) and said.get("affected") and not said.get("withdrawn"):
                yield said


def weaknesses(parts: list[tuple[str, str]], copy: Iterator[Mapping[str, Any]], *, on: date) -> list[Weakness]:
    """Return what is known of these parts on a day, what has been known longest first."""
    pinned: dict[str, list[str]] = {}
    for name, version in parts:
        pinned.setdefault(name, []).append(version)
    found = [each for said in copy for each in _of(said, pinned, on)]
    return sorted(found, key=lambda each: (-each.days, each.part, each.advisory))


def _of(said: Mapping[str, Any], pinned: Mapping[str, list[str]], on: date) -> Iterator[Weakness]:
    for affected in said["affected"]:
        package = affected.get("package", {})
        name = canonicalize_name(package.get("name", ""))
        for version in pinned.get(name, ()) if package.get("ecosystem") == "PyPI" else ():
            if version in affected.get("versions", ()) or _within(version, affected):
                days = (on - _day(said)).days
                yield Weakness(name, version, said["id"], _fixed(version, affected), days, 30 if _mild(said) else 7)


def _within(version: str, affected: Mapping[str, Any]) -> bool:
    """Does the version lie between a beginning and the end that follows it?"""
    mine, inside = Version(version), False
    for kind, bound in sorted(_bounds(affected), key=lambda each: each[1]):
        if kind == "introduced" and bound <= mine:
            inside = True
        if (kind == "fixed" and bound <= mine) or (kind == "last_affected" and bound < mine):
            inside = False
    return inside


def _bounds(affected: Mapping[str, Any]) -> Iterator[tuple[str, Version]]:
    for spread in affected.get("ranges", ()):
        for event in spread.get("events", ()) if spread.get("type") != "GIT" else ():
            for kind, told in event.items():
                try:
                    yield kind, Version(str(told))
                except InvalidVersion:
                    continue


def _fixed(version: str, affected: Mapping[str, Any]) -> str:
    later = sorted(bound for kind, bound in _bounds(affected) if kind == "fixed" and bound > Version(version))
    return str(later[0]) if later else "nowhere yet"


def _mild(said: Mapping[str, Any]) -> bool:
    return str(said.get("database_specific", {}).get("severity", "")).upper() in MILD


def _day(said: Mapping[str, Any]) -> date:
    told = said.get("published") or said.get("modified")
    return told.date() if isinstance(told, datetime) else datetime.fromisoformat(str(told)).date()


def main(arguments: list[str]) -> int:
    """Print every weakness; return 1 when a part is past its time, 2 when there was nothing to look into."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("copy", type=Path)
    parser.add_argument("--lock", type=Path, default=LOCK)
    parser.add_argument("--on", type=date.fromisoformat, default=clock.now().date())
    said = parser.parse_args(arguments)
    known, parts = list(advisories(said.copy)), locked(said.lock.read_text())
    found = weaknesses(parts, iter(known), on=said.on)
    for each in found:
        late = f"past its {each.allowed} days" if each.overdue else f"{each.allowed - each.days} days left"
        print(f"{each.part} {each.version}: {each.advisory}, mended in {each.fixed}, known {each.days} days, {late}")
    print(f"{len(parts)} parts, {len(known)} advisories, {sum(each.overdue for each in found)} past their time")
    return 2 if not known else int(any(each.overdue for each in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The table of threats leaves out no row, and every test it names exists."""

import re

from tests.architecture.house import ROOT

TABLE = ROOT / "docs" / "security" / "threats.md"
ROW = re.compile(r"^\| (T\d+) \| [^|]+ \| (held|partly|later) \| ([^|]+) \|$", re.MULTILINE)


def rows() -> list[tuple[str, str, str]]:
    return ROW.findall(TABLE.read_text())


def test_every_threat_stands_there_once() -> None:
    assert [row for row, *_ in rows()] == [f"T{number}" for number in range(1, 24)]


def test_every_test_it_names_exists() -> None:
    tests = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    for path in (ROOT / "tests").rglob("test_*.py"):
        tests |= set(re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE))
    named = [(row, test) for row, _, shown in rows() for test in re.findall(r"`(test_\w+(?:\.py)?)`", shown)]
    assert [(row, test) for row, test in named if test not in tests] == []
    assert {row for row, verdict, _ in rows() if verdict == "held"} <= {row for row, _ in named}

"""The ASVS table leaves out no row, and every test it names exists."""

import re
from collections import Counter

from tests.architecture.house import ROOT

TABLE = ROOT / "docs" / "security" / "asvs.md"
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| (met|partly|not met|n/a) \| ([^|]+) \|$", re.MULTILINE)
LEVEL_1 = [
    "1.2.1",
    "1.2.2",
    "1.2.3",
    "1.2.4",
    "1.2.5",
    "1.3.1",
    "1.3.2",
    "1.5.1",
    "2.1.1",
    "2.2.1",
    "2.2.2",
    "2.3.1",
    "3.2.1",
    "3.2.2",
    "3.3.1",
    "3.4.1",
    "3.4.2",
    "3.5.1",
    "3.5.2",
    "3.5.3",
    "4.1.1",
    "4.4.1",
    "5.2.1",
    "5.2.2",
    "5.3.1",
    "5.3.2",
    "6.1.1",
    "6.2.1",
    "6.2.2",
    "6.2.3",
    "6.2.4",
    "6.2.5",
    "6.2.6",
    "6.2.7",
    "6.2.8",
    "6.3.1",
    "6.3.2",
    "6.4.1",
    "6.4.2",
    "7.2.1",
    "7.2.2",
    "7.2.3",
    "7.2.4",
    "7.4.1",
    "7.4.2",
    "8.1.1",
    "8.2.1",
    "8.2.2",
    "8.3.1",
    "9.1.1",
    "9.1.2",
    "9.1.3",
    "9.2.1",
    "10.4.1",
    "10.4.2",
    "10.4.3",
    "10.4.4",
    "10.4.5",
    "11.3.1",
    "11.3.2",
    "11.4.1",
    "12.1.1",
    "12.2.1",
    "12.2.2",
    "13.4.1",
    "14.2.1",
    "14.3.1",
    "15.1.1",
    "15.2.1",
    "15.3.1",
]
LEVEL_3 = ["1.2.10", "1.3.12", "2.3.5", "5.2.4", "5.2.6", "5.3.3", "8.3.2", "14.2.6", "14.2.7", "15.4.2", "16.5.4"]


def rows() -> list[tuple[str, str, str, str]]:
    return ROW.findall(TABLE.read_text())


def test_every_row_of_level_1_and_the_chosen_ones_of_level_3_stand_there_once() -> None:
    assert len(LEVEL_1) == 70
    assert [row for row, *_ in rows()] == [*LEVEL_1, *LEVEL_3]


def test_every_test_it_names_exists() -> None:
    tests = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    for path in (ROOT / "tests").rglob("test_*.py"):
        tests |= set(re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE))
    named = [(row, test) for row, *_, shown in rows() for test in re.findall(r"`(test_\w+(?:\.py)?)`", shown)]
    assert [(row, test) for row, test in named if test not in tests] == []
    assert len(named) > 50


def test_files_it_names_exist() -> None:
    named = re.findall(r"`((?:docs|tests|foundation)/[\w./-]+|SECURITY\.md)`", TABLE.read_text())
    places = [(ROOT / name, ROOT / "src" / "minghua" / name) for name in named]
    assert [str(first) for first, second in places if not (first.exists() or second.exists())] == []


def test_what_is_met_is_shown_and_the_rest_says_why() -> None:
    assert [row for row, _, _, shown in rows() if len(shown.strip()) < 8] == []
    counted = Counter(verdict for _, _, verdict, _ in rows())
    assert counted["met"] >= 50
